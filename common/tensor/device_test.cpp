#include <algorithm>
#include <vector>

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/devices.hpp"

namespace primer {
namespace {

using testing::ContainsSubstring;
using testing::other_devices;

std::vector<float> numbers(const Tensor& x) {
  const Tensor on_cpu = x.cpu();
  return {on_cpu.values().begin(), on_cpu.values().end()};
}

}  // namespace

TEST_CASE("Devices say what they are") {
  CHECK(Device{}.str() == "cpu");
  CHECK(Device{Device::Kind::emulated, 0}.str() == "emulated");
  CHECK(Device{Device::Kind::cuda, 2}.str() == "cuda:2");
  CHECK_FALSE(Device{Device::Kind::emulated, 0} == Device{});
}

TEST_CASE("A tensor comes back from a device as it went") {
  for (const Device device : other_devices()) {
    INFO(device.str());
    const Tensor x = Tensor::from({1, 2, 3, 4, 5, 6}, {3, 2});
    const Tensor there = x.to(device);
    CHECK(there.device() == device);
    CHECK(there.shape() == x.shape());
    CHECK(numbers(there) == std::vector<float>{1, 2, 3, 4, 5, 6});
    CHECK(numbers(there.rows(1, 2)) == std::vector<float>{3, 4});
    CHECK(there.rows(2, 3).reshape({2}).rows(1, 2).item() == 6);
    CHECK(numbers(Tensor({0, 2}).to(device)).empty());
    CHECK(there.to(device).data() == there.data());
    CHECK(x.cpu().data() == x.data());
  }
}

TEST_CASE("Integers come back from a device as they went") {
  for (const Device device : other_devices()) {
    INFO(device.str());
    const IntTensor there = IntTensor::from({7, -1, 3}, {3}).to(device);
    CHECK(there.device() == device);
    const IntTensor back = there.rows(1, 3).cpu();
    CHECK(std::ranges::equal(back.values(), std::vector<std::int32_t>{-1, 3}));
    CHECK_THROWS_WITH(there.values(), ContainsSubstring("take their cpu() first"));
  }
}

TEST_CASE("Values are copied from device to device") {
  for (const Device device : other_devices()) {
    INFO(device.str());
    const Tensor there = Tensor::full({4}, 2.5f, device), here = Tensor::from({1, 2, 3, 4}, {4});
    CHECK(numbers(there) == std::vector<float>(4, 2.5f));
    there.rows(1, 3).copy_from(here.rows(2, 4));
    CHECK(numbers(there) == std::vector<float>{2.5f, 3, 4, 2.5f});
    here.copy_from(there);
    CHECK(numbers(here) == std::vector<float>{2.5f, 3, 4, 2.5f});
    const Tensor copy = there.clone();
    there.copy_from(Tensor::zeros({4}, device));
    CHECK(copy.device() == device);
    CHECK(numbers(copy) == std::vector<float>{2.5f, 3, 4, 2.5f});
  }
}

TEST_CASE("Values of a tensor elsewhere are a copy of what stands there now") {
  for (const Device device : other_devices()) {
    INFO(device.str());
    const Tensor x = Tensor::from({1, 2, 3}, {3}).to(device);
    const std::span<float> seen = x.values();
    CHECK(seen.data() != x.data());
    CHECK(std::ranges::equal(seen, std::vector<float>{1, 2, 3}));
    seen[0] = 9;
    CHECK(numbers(x) == std::vector<float>{1, 2, 3});
    x.rows(1, 2).copy_from(Tensor::from({5}, {1}));
    CHECK(std::ranges::equal(x.values(), std::vector<float>{1, 5, 3}));
    const Tensor part = x.rows(1, 3);
    CHECK(std::ranges::equal(part.values(), std::vector<float>{5, 3}));
    CHECK(Tensor({0}, device).values().empty());
  }
}

TEST_CASE("Memory of a device is used again and never by another device") {
  for (const Device device : other_devices()) {
    INFO(device.str());
    release_cached_storage();
    const float* first = nullptr;
    {
      const Tensor x({1000}, device);
      first = x.data();
    }
    const StorageStatistics before = storage_statistics();
    const Tensor here({1000});
    CHECK(here.data() != first);
    CHECK(storage_statistics().system_calls == before.system_calls + 1);
    const Tensor there({1000}, device);
    CHECK(there.data() == first);
    CHECK(storage_statistics().system_calls == before.system_calls + 1);
  }
}

#ifndef PRIMER_CUDA
TEST_CASE("A build without CUDA has no memory on a card") {
  CHECK_THROWS_WITH(Tensor({2}, {Device::Kind::cuda, 0}), ContainsSubstring("has no CUDA"));
}
#endif

}  // namespace primer
