#pragma once
// The devices that a test of tensors can go through beside the CPU.

#include <vector>

#include "common/tensor/device.hpp"
#include "kernels/memory/card.hpp"

namespace primer::testing {

/// The emulator, which is always there, and a GPU where the build has CUDA and the machine a card.
inline std::vector<Device> other_devices() {
  std::vector<Device> devices = {{Device::Kind::emulated, 0}};
  if (cuda::cards().count > 0) devices.push_back({Device::Kind::cuda, 0});
  return devices;
}

}  // namespace primer::testing
