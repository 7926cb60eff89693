#include "common/vectors/shared_noise.hpp"

#include <algorithm>

#include "common/text/rows.hpp"

namespace primer::vectors {

SharedNoise::SharedNoise(text::RowTable& outputs, const text::AliasTable& noise, int count)
    : outputs_(outputs),
      noise_(noise),
      count_(count),
      width_((count + 7) / 8 * 8),
      next_(static_cast<std::size_t>(width_)),
      rows_(static_cast<std::size_t>(width_)) {}

void SharedNoise::draw(text::FastRandom& random) {
  drawn_ = next_;
  for (std::size_t k = 0; k < next_.size(); ++k) {
    rows_[k] = outputs_.row(drawn_[k]);
    if (static_cast<int>(k) >= count_) continue;
    next_[k] = noise_.draw(random.next());
    text::rows::prefetch(outputs_.row(next_[k]), outputs_.padded());
  }
}

void SharedNoise::score(const float* const* rows, int count) {
  const auto size = static_cast<std::size_t>((count + 1) / 2 * 2 * width_);
  if (said_.size() < size) said_.resize(size);
  for (int i = 0; i < count; i += 2) {
    for (int k = 0; k < width_; k += 4) {
      text::rows::dots<2>(rows + i, &rows_[static_cast<std::size_t>(k)], outputs_.padded(),
                          &said_[static_cast<std::size_t>(i * width_ + k)], width_);
    }
  }
  for (int i = 0; i < count * width_; i += text::lanes) {
    text::rows::sigmoid(&said_[static_cast<std::size_t>(i)]);
  }
}

}  // namespace primer::vectors
