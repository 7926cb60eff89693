#pragma once
// What `--device` means on this machine.

#include <string>

#include "common/tensor/device.hpp"

namespace primer::app {

/// A device, and what is to be said about the choice.
struct DeviceChoice {
  Device device;     ///< one that is there
  std::string note;  ///< where it is not the one that one might expect: why; else empty
};

/// @param wish "cpu", "cuda" (the first card), "cuda:1", "emulated", or "auto": a card where there is one, else the CPU
/// @param cpu_only whether the program can use the CPU alone
/// @throws Error of usage for anything else, or where the program cannot use it; of data when there is no such card, saying why
DeviceChoice choose_device(const std::string& wish, bool cpu_only);

}  // namespace primer::app
