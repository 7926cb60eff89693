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

TEST_CASE("what was copied in may be changed at once even when it is large") {
  for (const auto& [where, copy_in] : PRIMER_EXECUTIONS(copy_in)) {
    INFO(where.name);
    std::vector<float> values((std::size_t{9} << 20) / sizeof(float) +
                              3);  // more than the pinned buffers hold
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 1009);
    const std::vector<float> before = values;
    Array memory(where, values.size());
    copy_in(memory.data(), values.data(), values.size() * sizeof(float), {});
    std::ranges::fill(values, -1.0f);
    CHECK(memory.values() == before);
  }
}

TEST_CASE("a copy within memory takes its bytes and no others") {
  for (const auto& [where, copy_within] : PRIMER_EXECUTIONS(copy_within)) {
    INFO(where.name);
    Array from(where, std::vector<float>{1, 2, 3, 4, 5});
    Array to(where, std::vector<float>{6, 7, 8, 9, 10});
    copy_within(to.data() + 1, from.data() + 2, 2 * sizeof(float), {});
    copy_within(to.data(), nullptr, 0, {});
    CHECK(to.values() == std::vector<float>{6, 3, 4, 9, 10});
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
