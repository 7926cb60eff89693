#include "common/text/word_table.hpp"

#include <functional>
#include <limits>
#include <stdexcept>

namespace primer::text {
namespace {

std::uint32_t hash_of(std::string_view word) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(word));
}

}  // namespace

std::size_t WordTable::slot_of(std::string_view word, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t place = hash & mask;; place = (place + 1) & mask) {
    const Slot& slot = slots_[place];
    if (slot.number == none || (slot.hash == hash && this->word(slot.number) == word)) return place;
  }
}

std::int32_t WordTable::find(std::string_view word) const {
  return slots_[slot_of(word, hash_of(word))].number;
}

std::int32_t WordTable::add(std::string_view word) {
  const std::uint32_t hash = hash_of(word);
  std::size_t place = slot_of(word, hash);
  if (slots_[place].number != none) return slots_[place].number;
  if (size() == std::numeric_limits<std::int32_t>::max()) {
    throw std::length_error("WordTable: too many words");
  }
  if (2 * begins_.size() > slots_.size()) {
    grow();
    place = slot_of(word, hash);
  }
  const std::int32_t number = size();
  letters_ += word;
  begins_.push_back(letters_.size());
  slots_[place] = {hash, number};
  return number;
}

void WordTable::grow() {
  std::vector<Slot> larger(2 * slots_.size());
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.number == none) continue;
    std::size_t place = slot.hash & mask;
    while (larger[place].number != none) place = (place + 1) & mask;
    larger[place] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace primer::text
