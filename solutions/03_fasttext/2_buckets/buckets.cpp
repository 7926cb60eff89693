#include "buckets.hpp"

#include <algorithm>

namespace primer::exercise {

std::uint32_t hash(const std::string& bytes) {
  //! hole
  std::uint32_t value = 2166136261u;
  for (const char byte : bytes) {
    value ^= static_cast<std::uint32_t>(static_cast<std::int8_t>(byte));
    value *= 16777619u;
  }
  return value;
  //! end
}

std::vector<int> rows(const std::string& word, const std::vector<std::string>& pieces,
                      const std::vector<std::string>& vocabulary, int buckets) {
  //! hole
  std::vector<int> found;
  const int words = static_cast<int>(vocabulary.size());
  const auto own = std::find(vocabulary.begin(), vocabulary.end(), word);
  if (own != vocabulary.end()) found.push_back(static_cast<int>(own - vocabulary.begin()));
  if (buckets == 0) return found;
  for (const std::string& piece : pieces) {
    const std::uint32_t bucket = hash(piece) % static_cast<std::uint32_t>(buckets);
    found.push_back(words + static_cast<int>(bucket));
  }
  return found;
  //! end
}

}  // namespace primer::exercise
