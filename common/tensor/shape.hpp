#pragma once
// The sizes of a tensor.

#include <array>
#include <initializer_list>
#include <span>
#include <string>

#include "kernels/operation.hpp"

namespace primer {

/// The sizes of up to six dimensions; () is a scalar, which has one element.
class Shape {
 public:
  static constexpr int max_rank = 6;  ///< dimensions that a shape can have

  Shape() = default;
  /// {32, 784}; the same errors as below.
  Shape(std::initializer_list<Index> sizes) : Shape(std::span(sizes.begin(), sizes.size())) {}
  /// @throws std::invalid_argument when a size is negative, there are more than six, or their product, zeros left out, does
  /// not fit into an Index
  explicit Shape(std::span<const Index> sizes);

  /// Number of dimensions; 0 for a scalar.
  int rank() const { return rank_; }
  /// Size of one dimension; negative numbers count from the end. @throws std::invalid_argument
  Index operator[](int dimension) const;
  /// Number of elements.
  Index size() const;
  /// The sizes, rank() of them, outermost dimension first.
  const Index* data() const { return sizes_.data(); }
  /// The first size, so that `for (Index size : shape)` visits all.
  const Index* begin() const { return sizes_.data(); }
  /// Behind the last size.
  const Index* end() const { return sizes_.data() + rank_; }

  /// Equal rank and sizes; (1, 3) and (3) differ.
  bool operator==(const Shape& other) const;
  /// "(32, 784)"; a single dimension is "(32)", a scalar "()".
  std::string str() const;

 private:
  std::array<Index, max_rank> sizes_{};
  int rank_ = 0;
};

}  // namespace primer
