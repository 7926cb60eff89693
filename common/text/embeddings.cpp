#include "common/text/embeddings.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace primer::text {
namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Table = Eigen::Map<const RowMajor>;

void check_row(const Embeddings& embeddings, std::int64_t word) {
  if (word < 0 || word >= embeddings.size()) {
    throw std::out_of_range(fmt::format("word {} of {}", word, embeddings.size()));
  }
}

/// Divides by the length. A vector without a direction becomes zero.
void make_unit(std::span<float> vector) {
  double squares = 0;
  for (const float v : vector) squares += double{v} * v;
  const double length = std::sqrt(squares);
  const bool has_direction = length > 0 && std::isfinite(length);
  for (float& v : vector) v = has_direction ? static_cast<float>(v / length) : 0;
}

}  // namespace

NearestWords::NearestWords(const Embeddings& embeddings)
    : embeddings_(&embeddings), units_(embeddings.values) {
  if (units_.size() != static_cast<std::size_t>(embeddings.size() * embeddings.dimensions)) {
    throw std::invalid_argument(fmt::format("NearestWords: {} words of {} dimensions, {} values",
                                            embeddings.size(), embeddings.dimensions,
                                            units_.size()));
  }
  const auto dimensions = static_cast<std::size_t>(embeddings.dimensions);
  for (std::size_t w = 0; w < embeddings.words.size(); ++w) {
    make_unit(std::span(units_).subspan(w * dimensions, dimensions));
  }
}

std::span<const float> NearestWords::unit(std::int64_t word) const {
  check_row(*embeddings_, word);
  const auto dimensions = static_cast<std::size_t>(embeddings_->dimensions);
  return std::span(units_).subspan(static_cast<std::size_t>(word) * dimensions, dimensions);
}

std::vector<Neighbour> NearestWords::nearest(std::span<const float> vector, std::int64_t count,
                                             std::span<const std::int64_t> except) const {
  if (static_cast<std::int64_t>(vector.size()) != embeddings_->dimensions || count < 0) {
    throw std::invalid_argument(fmt::format("nearest: {} words to {} numbers, of {} dimensions",
                                            count, vector.size(), embeddings_->dimensions));
  }
  std::vector<float> direction(vector.begin(), vector.end());
  make_unit(direction);
  if (std::ranges::all_of(direction, [](float v) { return v == 0; })) return {};

  const Table units(units_.data(), embeddings_->size(), embeddings_->dimensions);
  const Eigen::VectorXf cosines =
      units * Eigen::Map<const Eigen::VectorXf>(direction.data(), embeddings_->dimensions);
  std::vector<Neighbour> found;
  for (std::int64_t w = 0; w < embeddings_->size(); ++w) {
    const bool is_zero = std::ranges::all_of(unit(w), [](float v) { return v == 0; });
    if (is_zero || std::ranges::find(except, w) != except.end()) continue;
    found.push_back({w, cosines[w]});
  }
  const auto end =
      found.begin() + std::min<std::ptrdiff_t>(count, static_cast<std::ptrdiff_t>(found.size()));
  std::partial_sort(found.begin(), end, found.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.word < b.word;
  });
  found.erase(end, found.end());
  return found;
}

std::vector<Neighbour> NearestWords::nearest(std::int64_t word, std::int64_t count) const {
  return nearest(unit(word), count, std::span(&word, 1));
}

std::vector<Neighbour> NearestWords::analogy(std::int64_t a, std::int64_t b, std::int64_t c,
                                             std::int64_t count) const {
  const std::span<const float> from = unit(a), to = unit(b), again = unit(c);
  std::vector<float> sum(from.size());
  for (std::size_t d = 0; d < sum.size(); ++d) sum[d] = to[d] - from[d] + again[d];
  return nearest(sum, count, std::vector{a, b, c});
}

}  // namespace primer::text
