#pragma once
// Memory for a tensor.

#include <memory>
#include <new>
#include <stdexcept>

#include "common/tensor/device.hpp"
#include "common/tensor/shape.hpp"
#include "common/tensor/storage.hpp"

namespace primer {

/// Thrown where a tensor finds no memory.
class OutOfMemory : public std::bad_alloc {
 public:
  /// @param shape of the tensor that was wanted
  explicit OutOfMemory(const Shape& shape)
      : message_("there is not enough memory for a tensor of shape " + shape.str()) {}
  /// Says which shape was asked for.
  const char* what() const noexcept override { return message_.what(); }

 private:
  std::runtime_error message_;  // a text that can be copied without fail
};

/// Memory for the elements of a shape, each of so many bytes.
/// @throws OutOfMemory, also where the bytes cannot be counted
std::shared_ptr<Storage> allocate(const Shape& shape, std::size_t bytes_each, Device device);

}  // namespace primer
