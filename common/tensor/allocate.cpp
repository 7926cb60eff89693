#include "common/tensor/allocate.hpp"

namespace primer {

std::shared_ptr<Storage> allocate(const Shape& shape, std::size_t bytes_each, Device device) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(shape.size(), bytes_each, &bytes)) throw OutOfMemory(shape);
  try {
    return Storage::allocate(bytes, device);
  } catch (const std::bad_alloc&) {
    throw OutOfMemory(shape);
  }
}

}  // namespace primer
