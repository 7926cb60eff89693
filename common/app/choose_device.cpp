#include "common/app/choose_device.hpp"

#include <fmt/format.h>

#include <charconv>

#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "kernels/memory/card.hpp"

namespace primer::app {
namespace {

Device card(int index) {
  const cuda::Cards there = cuda::cards();
  if (there.count == 0) {
    throw data_error("--device", "there is no GPU to compute on: " + there.problem,
                     "give auto, cpu or emulated, or see kernels/README.md for what a GPU needs");
  }
  if (index >= there.count) {
    throw data_error(
        "--device",
        fmt::format("there is no card {}: this machine has {}, counted from 0", index, there.count),
        "give a smaller number");
  }
  return {Device::Kind::cuda, index};
}

}  // namespace

DeviceChoice choose_device(const std::string& wish, bool cpu_only) {
  if (wish == "cpu") return {};
  if (cpu_only) {
    if (wish == "auto") return {{}, "computing on the CPU, for this chapter cannot use a GPU"};
    throw usage_error("--device", "this chapter computes on the CPU alone", "leave the option out");
  }
  if (wish == "emulated") return {{Device::Kind::emulated, 0}, {}};
  if (wish == "cuda") return {card(0), {}};
  if (wish == "auto") {
    const cuda::Cards there = cuda::cards();
    if (there.count > 0) return {card(0), {}};
    return {{}, "computing on the CPU, for there is no GPU to compute on: " + there.problem};
  }
  int index = 0;
  const char* const end = wish.data() + wish.size();
  if (wish.starts_with("cuda:")) {
    const auto [stop, problem] = std::from_chars(wish.data() + 5, end, index);
    if (problem == std::errc() && stop == end && index >= 0) return {card(index), {}};
  }
  throw usage_error("--device", printable(wish, 40) + " is no device",
                    "give cpu, cuda, cuda:1, auto or emulated");
}

}  // namespace primer::app
