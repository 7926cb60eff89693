#include "common/text/phrases.hpp"

#include "common/text/tokenizer.hpp"

namespace primer::text {
namespace {

std::uint64_t branch(std::int32_t node, std::int32_t word) {
  return static_cast<std::uint64_t>(node) << 32 | static_cast<std::uint32_t>(word);
}

}  // namespace

Phrases::Phrases(std::span<const std::string> phrases, std::size_t shortest) {
  for (const std::string& phrase : phrases) {
    const std::vector<std::string> tokens = tokenize(phrase);
    if (tokens.empty() || tokens.size() < shortest) continue;
    std::int32_t node = 0;
    for (const std::string& token : tokens) {
      const auto next = static_cast<std::int32_t>(ends_.size());
      const auto [place, is_new] = branches_.try_emplace(branch(node, words_.add(token)), next);
      if (is_new) ends_.push_back(false);
      node = place->second;
    }
    ends_[static_cast<std::size_t>(node)] = true;
  }
}

bool Phrases::found_in(std::string_view text) const {
  std::vector<std::int32_t> ids;
  for_each_token(text, [&](std::string_view token) { ids.push_back(words_.find(token)); });
  for (std::size_t begin = 0; begin < ids.size(); ++begin) {
    std::int32_t node = 0;
    for (std::size_t i = begin; i < ids.size() && ids[i] != WordTable::none; ++i) {
      const auto place = branches_.find(branch(node, ids[i]));
      if (place == branches_.end()) break;
      node = place->second;
      if (ends_[static_cast<std::size_t>(node)]) return true;
    }
  }
  return false;
}

}  // namespace primer::text
