#include "common/vectors/kept_vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace primer::vectors {

KeptVectors::KeptVectors(std::vector<std::string> words, Index dimensions)
    : words_(std::move(words)), values_(Tensor::zeros({std::ssize(words_), dimensions})) {}

void KeptVectors::set(const text::Embeddings& embeddings) {
  if (std::ssize(embeddings.values) != values_.size()) {
    throw std::invalid_argument(fmt::format("KeptVectors: {} numbers, expected {}",
                                            embeddings.values.size(), values_.size()));
  }
  std::ranges::copy(embeddings.values, values_.data());
}

text::Embeddings KeptVectors::embeddings() const {
  const auto values = values_.values();
  return {words_, {values.begin(), values.end()}, values_.size(1)};
}

Tensor KeptVectors::forward(const Tensor&) { return values_; }

void KeptVectors::each_part(nn::PartsVisitor& visitor) { visitor.parameter("vectors", values_); }

}  // namespace primer::vectors
