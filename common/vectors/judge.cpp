#include "common/vectors/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "common/error/error.hpp"
#include "common/text/plain_nouns.hpp"
#include "common/text/taxonomy.hpp"
#include "common/text/wordnet.hpp"

namespace primer::vectors {

Gold make_gold(const text::Vocabulary& vocabulary, const std::filesystem::path& wordnet,
               std::uint64_t seed) {
  const std::vector<text::Synset> nouns = text::load_wordnet(wordnet);
  const text::Taxonomy taxonomy(nouns);
  const auto plain = text::load_plain_nouns(nouns, wordnet);
  Gold gold{text::similarity_gold(taxonomy, plain, vocabulary, 1500, seed), {}, {}};
  for (std::int32_t w = 0; w < vocabulary.size(); ++w) {
    std::vector<std::int32_t> classes;
    for (const std::int32_t sense : taxonomy.senses(vocabulary.word(w))) {
      classes.push_back(nouns[static_cast<std::size_t>(sense)].noun_class);
    }
    std::ranges::sort(classes);
    classes.erase(std::ranges::unique(classes).begin(), classes.end());
    if (classes.size() != 1) classes.clear();
    if (classes.size() == 1 && gold.asked.size() < 1000) gold.asked.push_back(w);
    gold.classes.push_back(classes);
  }
  return gold;
}

Quality judge(const text::Embeddings& embeddings, const Gold& gold) {
  const text::WordVectors vectors(embeddings);
  return {text::similarity_score(vectors, gold.pairs).value,
          text::neighbour_agreement(vectors, gold.classes, gold.asked, 5).value};
}

std::vector<text::Neighbour> analogy(const text::WordVectors& vectors, const std::string& words) {
  std::istringstream stream(words);
  std::vector<std::string> given;
  for (std::string word; stream >> word;) given.push_back(word);
  if (given.size() != 3) {
    throw usage_error("--analogy", fmt::format("{} words where three are due", given.size()),
                      "ask for what is to the third as the first is to the second: --analogy "
                      "\"king man woman\"");
  }
  const std::int64_t b = vectors.at(given[0]), a = vectors.at(given[1]), c = vectors.at(given[2]);
  return vectors.nearest().analogy(a, b, c, 5);
}

}  // namespace primer::vectors
