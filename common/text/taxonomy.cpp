#include "common/text/taxonomy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/tensor/generator.hpp"
#include "common/text/purpose.hpp"
#include "kernels/random/random.hpp"

namespace primer::text {
namespace {

std::string lower_case(std::string_view word) {
  std::string result(word);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// @throws Error for a cycle
std::vector<std::int32_t> depths_of(const std::vector<Synset>& nouns) {
  std::vector<std::vector<std::int32_t>> kinds(nouns.size());
  std::vector<std::size_t> open(nouns.size());  // hypernyms whose depth is not yet known
  std::vector<std::int32_t> known;
  for (std::size_t n = 0; n < nouns.size(); ++n) {
    open[n] = nouns[n].hypernyms.size();
    if (open[n] == 0) known.push_back(static_cast<std::int32_t>(n));
    for (const std::int32_t hypernym : nouns[n].hypernyms) {
      kinds.at(static_cast<std::size_t>(hypernym)).push_back(static_cast<std::int32_t>(n));
    }
  }
  std::vector<std::int32_t> depths(nouns.size(), 1);
  for (std::size_t next = 0; next < known.size(); ++next) {
    const auto n = static_cast<std::size_t>(known[next]);
    for (const std::int32_t kind : kinds[n]) {
      const auto k = static_cast<std::size_t>(kind);
      depths[k] = std::max(depths[k], depths[n] + 1);
      if (--open[k] == 0) known.push_back(kind);
    }
  }
  if (known.size() < nouns.size()) {
    const auto stuck = std::ranges::find_if(open, [](std::size_t count) { return count > 0; });
    throw data_error("data.noun",
                     fmt::format("synset {} is below a cycle of hypernyms",
                                 nouns[static_cast<std::size_t>(stuck - open.begin())].offset),
                     "replace it with data.noun of WordNet 3.0");
  }
  return depths;
}

/// What decides a similarity.
struct Common {
  std::int32_t synset = -1;
  double similarity = 0;
};

Common best_common(std::span<const Taxonomy::Ancestor> a, std::span<const Taxonomy::Ancestor> b,
                   const std::vector<std::int32_t>& depths) {
  Common best;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].synset == b[j].synset) {
      const double twice = 2.0 * depths[static_cast<std::size_t>(a[i].synset)];
      const double similarity = twice / (twice + a[i].steps + b[j].steps);
      if (similarity > best.similarity) best = {a[i].synset, similarity};
      ++i, ++j;
    } else if (a[i].synset < b[j].synset) {
      ++i;
    } else {
      ++j;
    }
  }
  return best;
}

}  // namespace

Taxonomy::Taxonomy(const std::vector<Synset>& nouns) : nouns_(&nouns), depths_(depths_of(nouns)) {
  for (std::size_t n = 0; n < nouns.size(); ++n) {
    for (const std::string& word : nouns[n].words) {
      const auto number = static_cast<std::size_t>(words_.add(lower_case(word)));
      if (number == senses_.size()) senses_.emplace_back();
      const auto synset = static_cast<std::int32_t>(n);
      if (senses_[number].empty() || senses_[number].back() != synset) {
        senses_[number].push_back(synset);
      }
    }
  }
}

std::span<const std::int32_t> Taxonomy::senses(std::string_view word) const {
  const std::int32_t number = words_.find(lower_case(word));
  if (number == WordTable::none) return {};
  return senses_[static_cast<std::size_t>(number)];
}

std::int32_t Taxonomy::depth(std::int32_t synset) const {
  return depths_.at(static_cast<std::size_t>(synset));
}

std::vector<Taxonomy::Ancestor> Taxonomy::ancestors(std::span<const std::int32_t> synsets) const {
  // Breadth first: the first visit is by a shortest way
  std::vector<Ancestor> found;
  const auto visit = [&](std::int32_t synset, std::int32_t steps) {
    const bool known =
        std::ranges::any_of(found, [&](const Ancestor& one) { return one.synset == synset; });
    if (!known) found.push_back({synset, steps});
  };
  for (const std::int32_t synset : synsets) visit(synset, 0);
  for (std::size_t next = 0; next < found.size(); ++next) {
    const Ancestor from = found[next];
    for (const std::int32_t hypernym :
         nouns_->at(static_cast<std::size_t>(from.synset)).hypernyms) {
      visit(hypernym, from.steps + 1);
    }
  }
  std::ranges::sort(found, {}, &Ancestor::synset);
  return found;
}

std::int32_t Taxonomy::common_subsumer(std::int32_t a, std::int32_t b) const {
  return best_common(ancestors(std::span(&a, 1)), ancestors(std::span(&b, 1)), depths_).synset;
}

double Taxonomy::similarity(std::int32_t a, std::int32_t b) const {
  return similarity(ancestors(std::span(&a, 1)), ancestors(std::span(&b, 1)));
}

double Taxonomy::similarity(std::string_view a, std::string_view b) const {
  return similarity(ancestors(senses(a)), ancestors(senses(b)));
}

double Taxonomy::similarity(std::span<const Ancestor> a, std::span<const Ancestor> b) const {
  return best_common(a, b, depths_).similarity;
}

std::vector<WordPair> similarity_gold(const Taxonomy& taxonomy, const Vocabulary& vocabulary,
                                      std::int64_t count, std::uint64_t seed,
                                      std::int32_t frequent) {
  constexpr std::int64_t tenths = 10;
  constexpr std::size_t shortest = 3;  // "as" is arsenic and "in" is indium, but hardly ever
  if (count < 0 || count % tenths != 0 || frequent < 0) {
    throw std::invalid_argument(
        fmt::format("similarity_gold: {} pairs of {} nouns", count, frequent));
  }
  std::vector<std::string> nouns;
  std::vector<std::vector<Taxonomy::Ancestor>> ancestors;
  for (const std::string& word : vocabulary.words()) {
    if (nouns.size() == static_cast<std::size_t>(frequent)) break;
    if (word.size() < shortest || taxonomy.senses(word).empty()) continue;
    nouns.push_back(word);
    ancestors.push_back(taxonomy.ancestors(taxonomy.senses(word)));
  }

  // All pairs, by the tenth of the range
  struct Candidate {
    std::int32_t first, second;
    float similarity;
  };
  std::vector<Candidate> candidates;
  float lowest = 1;
  for (std::size_t i = 0; i < nouns.size(); ++i) {
    for (std::size_t j = i + 1; j < nouns.size(); ++j) {
      const auto similarity = static_cast<float>(taxonomy.similarity(ancestors[i], ancestors[j]));
      lowest = std::min(lowest, similarity);
      candidates.push_back(
          {static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), similarity});
    }
  }
  std::vector<std::vector<Candidate>> by_tenth(tenths);
  for (const Candidate& candidate : candidates) {
    const float place = lowest < 1 ? (candidate.similarity - lowest) / (1 - lowest) : 0;
    by_tenth[std::min(static_cast<std::size_t>(place * tenths), by_tenth.size() - 1)].push_back(
        candidate);
  }

  std::vector<WordPair> pairs;
  for (std::size_t tenth = 0; tenth < by_tenth.size(); ++tenth) {
    const auto size = static_cast<std::int64_t>(by_tenth[tenth].size());
    std::vector<std::int32_t> order(by_tenth[tenth].size());
    cpu::permutation(order.data(), size, {derive_seed(seed, choosing_pairs, tenth), 0}, {});
    order.resize(static_cast<std::size_t>(std::min(size, count / tenths)));
    for (const std::int32_t place : order) {
      const auto& [first, second, similarity] = by_tenth[tenth][static_cast<std::size_t>(place)];
      pairs.push_back({nouns[static_cast<std::size_t>(first)],
                       nouns[static_cast<std::size_t>(second)], similarity});
    }
  }
  return pairs;
}

}  // namespace primer::text
