#pragma once
// Whether a text contains one of many phrases.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/text/word_table.hpp"

namespace primer::text {

/// Phrases, looked for in texts token by token, so that case, punctuation and line breaks do not hide them. All are
/// found in one pass, in a tree whose branches are words.
class Phrases {
 public:
  /// @param shortest phrases of fewer tokens are passed over, at least those without any
  explicit Phrases(std::span<const std::string> phrases, std::size_t shortest = 1);

  /// Whether the tokens of one of the phrases stand in the text, one behind the other.
  bool found_in(std::string_view text) const;

 private:
  WordTable words_;
  std::unordered_map<std::uint64_t, std::int32_t> branches_;  // of node << 32 | word, to a node
  std::vector<bool> ends_ = {false};                          // whether a phrase ends at the node
};

}  // namespace primer::text
