#include "kernels/memory/memory.hpp"

#include <cstdint>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"

using namespace primer;
using namespace primer::testing;

TEST_CASE("what is copied into memory comes out again") {
  for (const auto& [where, available] : PRIMER_EXECUTIONS(available)) {
    INFO(where.name);
    REQUIRE(available());
    std::vector<std::int32_t> values(10'007);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int32_t>(i * i);
    const std::size_t bytes = values.size() * sizeof values[0];
    void* const memory = where.allocate(bytes);
    where.copy_in(memory, values.data(), bytes, {});
    std::vector<std::int32_t> result(values.size());
    where.copy_out(result.data(), memory, bytes, {});
    where.release(memory);
    CHECK(result == values);
  }
}

TEST_CASE("no bytes are no memory and can be copied and released") {
  for (const auto& [where, allocate] : PRIMER_EXECUTIONS(allocate)) {
    INFO(where.name);
    CHECK(allocate(0) == nullptr);
    where.copy_in(nullptr, nullptr, 0, {});
    where.copy_out(nullptr, nullptr, 0, {});
    where.release(nullptr);
  }
}

TEST_CASE("memory is aligned so that packs of four floats can be loaded") {
  for (const auto& [where, allocate] : PRIMER_EXECUTIONS(allocate)) {
    for (const std::size_t bytes : {1u, 4u, 60u, 1000u}) {
      INFO(where.name << ", " << bytes << " bytes");
      void* const memory = allocate(bytes);
      CHECK(reinterpret_cast<std::uintptr_t>(memory) % 16 == 0);
      where.release(memory);
    }
  }
}
