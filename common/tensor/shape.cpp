#include "common/tensor/shape.hpp"

#include <algorithm>
#include <stdexcept>

namespace primer {

Shape::Shape(std::span<const Index> sizes) : rank_(static_cast<int>(sizes.size())) {
  if (sizes.size() > max_rank) {
    throw std::invalid_argument("a shape has at most " + std::to_string(max_rank) +
                                " dimensions, not " + std::to_string(sizes.size()));
  }
  std::ranges::copy(sizes, sizes_.begin());
  if (std::ranges::any_of(sizes, [](Index size) { return size < 0; })) {
    throw std::invalid_argument("shape " + str() + ": a size is negative");
  }
  // Sizes of zero are passed over, so that no product overflows on the way to one.
  Index product = 1;
  if (std::ranges::any_of(sizes, [&](Index size) {
        return size > 0 && __builtin_mul_overflow(product, size, &product);
      })) {
    throw std::invalid_argument("shape " + str() + ": more elements than can be counted");
  }
}

Index Shape::operator[](int dimension) const {
  const int from_front = dimension < 0 ? dimension + rank_ : dimension;
  if (from_front < 0 || from_front >= rank_) {
    throw std::invalid_argument("shape " + str() + " has no dimension " +
                                std::to_string(dimension));
  }
  return sizes_[static_cast<std::size_t>(from_front)];
}

Index Shape::size() const {
  Index product = 1;
  for (const Index size : *this) product *= size;
  return product;
}

bool Shape::operator==(const Shape& other) const { return std::ranges::equal(*this, other); }

std::string Shape::str() const {
  std::string text = "(";
  for (const Index size : *this) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + ")";
}

}  // namespace primer
