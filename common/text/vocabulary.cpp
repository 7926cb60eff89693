#include "common/text/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace primer::text {

void WordCounts::add(std::string_view word, std::int64_t times) {
  if (times < 0) throw std::invalid_argument(fmt::format("WordCounts: {} times", times));
  const auto number = static_cast<std::size_t>(words_.add(word));
  if (number == counts_.size()) counts_.push_back(0);
  counts_[number] += times;
  total_ += times;
}

void WordCounts::add(const WordCounts& others) {
  for (std::int32_t n = 0; n < others.size(); ++n) {
    add(others.words_.word(n), others.counts_[static_cast<std::size_t>(n)]);
  }
}

std::int64_t WordCounts::count(std::string_view word) const {
  const std::int32_t number = words_.find(word);
  return number == WordTable::none ? 0 : counts_[static_cast<std::size_t>(number)];
}

Vocabulary::Vocabulary(const WordCounts& counts, std::int64_t min_count, std::int32_t max_size) {
  if (min_count < 1 || max_size < 0) {
    throw std::invalid_argument(
        fmt::format("Vocabulary: words seen {} times, at most {} of them", min_count, max_size));
  }
  std::vector<std::pair<std::string_view, std::int64_t>> kept;
  for (std::int32_t n = 0; n < counts.size(); ++n) {
    const std::int64_t count = counts.counts()[static_cast<std::size_t>(n)];
    if (count >= min_count) kept.emplace_back(counts.words().word(n), count);
  }
  std::ranges::sort(kept, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  kept.resize(std::min(kept.size(), static_cast<std::size_t>(max_size)));

  words_.reserve(kept.size());
  counts_.reserve(kept.size());
  for (const auto& [word, count] : kept) {
    ids_.add(word);
    words_.emplace_back(word);
    counts_.push_back(count);
    total_ += count;
  }
  dropped_words_ = counts.size() - size();
  dropped_tokens_ = counts.total() - total_;
}

bool Vocabulary::operator==(const Vocabulary& other) const {
  return words_ == other.words_ && counts_ == other.counts_ &&
         dropped_words_ == other.dropped_words_ && dropped_tokens_ == other.dropped_tokens_;
}

}  // namespace primer::text
