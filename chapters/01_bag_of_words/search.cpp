// # Search: an index, and two ways to weigh
//
// FOLDOC, the Free On-line Dictionary of Computing, has {{search.entries:.0f}} entries. You
// remember something about "a language made of exclamation marks" and want the
// entry. On this page a bag is the question and twelve thousand bags are the answers.

#include "chapters/01_bag_of_words/bag_of_words.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "common/io/printable.hpp"
#include "kernels/parallel.hpp"

namespace primer::chapter {

// ## The index at the end of the book
//
// The obvious way is to walk through all entries and take the cosine with each.
// It reads every entry for every question. But an entry that shares no word with
// the question has a dot product of zero, and need not be looked at. Which ones do
// share a word? A printed book answers that with the index on its last pages: for
// each word, where it stands. That is our matrix turned over, rows for words and
// columns for texts: the **inverted index**.
//
// Turning a sparse matrix over takes two walks. The first counts how long each
// new row will be, which tells where each begins. The second puts every entry in
// its place, and since we come by the texts in order, each new row is in order
// too.

static Bags transposed(const Bags& bags) {
  Bags result{bags.rows()};
  result.begins.assign(static_cast<std::size_t>(bags.columns) + 1, 0);
  for (const auto& [word, value] : bags.entries) {
    ++result.begins[static_cast<std::size_t>(word) + 1];
  }
  for (std::size_t w = 1; w < result.begins.size(); ++w) {
    result.begins[w] += result.begins[w - 1];
  }
  std::vector<Index> next(result.begins.begin(), result.begins.end() - 1);
  result.entries.resize(bags.entries.size());
  for (Index r = 0; r < bags.rows(); ++r) {
    for (const auto& [word, value] : bags.row(r)) {
      const Index place = next[static_cast<std::size_t>(word)]++;
      result.entries[static_cast<std::size_t>(place)] = {
          static_cast<std::int32_t>(r), value};
    }
  }
  return result;
}

InvertedIndex::InvertedIndex(const Bags& bags) : postings_(transposed(bags)) {}

// A question is answered word by word. Each of its words has its list of texts,
// the **postings**, and adds its share to the score of every text in the list.

std::vector<double> InvertedIndex::scores(Row query) const {
  std::vector<double> scores(static_cast<std::size_t>(postings_.columns), 0);
  for (const auto& [word, weight] : query) {
    for (const auto& [text, value] : postings_.row(word)) {
      scores[static_cast<std::size_t>(text)] += weight * value;
    }
  }
  return scores;
}

// These are the same dot products as before, added up in another order, and the
// chapter's test holds them to that. In the recorded run a question that is as long
// as an entry took {{timing.walk_ms:.2f}} ms by walking and {{timing.index_ms:.2f}} ms by the index, a factor of
// {{timing.walk_by_index:.1f}}. Most of what is left is spent on the long lists of "the" and "of", which
// decide nothing; search engines go to some length not to read them to the end.
//
// Of the scores we want the best few. `partial_sort` puts these in order and leaves
// the others alone. Between equal scores the earlier text comes first, so that the
// same question always has the same answer.

std::vector<Hit> best(const std::vector<double>& scores, Index count,
                      Index left_out) {
  std::vector<Hit> hits;
  for (std::size_t t = 0; t < scores.size(); ++t) {
    const Hit hit{static_cast<Index>(t), scores[t]};
    if (hit.score > 0 && hit.text != left_out) hits.push_back(hit);
  }
  const auto wanted = std::min(static_cast<std::size_t>(count), hits.size());
  const auto better = [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.text < b.text;
  };
  std::ranges::partial_sort(
      hits, hits.begin() + static_cast<std::ptrdiff_t>(wanted), better);
  hits.resize(wanted);
  return hits;
}

// ## BM25
//
// TF-IDF with the cosine has no theory that says what a count should become. In the
// 1990s [Robertson and others](@robertson1994) derived one from a model of what an
// author does, and simplified it until it could be computed. The outcome is
// **BM25**, which for thirty years has been the first thing to try:
//
// $$ \mathrm{score}(q, t) = \sum_{w \in q}
//    \log\!\Big(1 + \frac{N - d_w + \frac12}{d_w + \frac12}\Big) \cdot
//    \frac{(k_1 + 1)\, c}{c + k_1 (1 - b + b\, \ell / \bar\ell)} $$
//
// where $c$ is how often word $w$ stands in text $t$, which is $\ell$ words long,
// the average being $\bar\ell$. Read it from the right. The fraction saturates:
// it grows with $c$ but never beyond $k_1 + 1$, so that a text cannot buy its way
// up by saying one word fifty times. And it discounts length: in a text of
// twice the average length a count is expected to be larger anyway. How much of
// this, $b$ says; 0 is nothing and 1 is all. We take the customary $k_1 = 1.2$ and
// $b = 0.75$ and tune neither.
//
// It looks quite unlike a cosine. But the factor of the question is a plain count,
// and the rest does not depend on the question at all. So it is a weight, computed
// once for every word of every text, and the score is a dot product again: the same
// index serves both.

Bags weigh(Bags counts, const Bm25& how) {
  const std::vector<Index> frequency = document_frequency(counts);
  const auto texts = static_cast<double>(counts.rows());
  std::vector<double> lengths(static_cast<std::size_t>(counts.rows()), 0);
  double average = 0;
  for (Index r = 0; r < counts.rows(); ++r) {
    double& length = lengths[static_cast<std::size_t>(r)];
    for (const auto& [word, count] : counts.row(r)) length += count;
    average += length / texts;
  }
  for (std::size_t r = 0; r < lengths.size(); ++r) {
    const double long_for = 1 - how.length + how.length * lengths[r] / average;
    for (Index e = counts.begins[r]; e < counts.begins[r + 1]; ++e) {
      auto& [word, value] = counts.entries[static_cast<std::size_t>(e)];
      const auto d =
          static_cast<double>(frequency[static_cast<std::size_t>(word)]);
      value = std::log(1 + (texts - d + 0.5) / (d + 0.5)) *
              (how.saturation + 1) * value /
              (value + how.saturation * long_for);
    }
  }
  return counts;
}

// ## A judge who was there before us
//
// Which is better? We need questions whose right answers are known, and nobody has
// judged ours. But the authors of the dictionary have: they wrote references such
// as "the {MSDOS} {batch file}" into their texts, and those say which other
// entries belong to this one. So take the text of an entry for a question, and see
// whether the entries that it refers to are found.
//
// There is a trap. The words in braces are the names of the entries to be found.
// Leave them in, and we measure how well a program finds "Unix" that is told to
// look for "Unix". So every reference is taken out *with its words*, from the
// question and also from the entries that are searched, and an entry is not allowed
// to find itself. (We keep the untouched bags too, as `told`, to see how large the
// lie would have been.)

Library load_library(const app::Run& run) {
  Library library;
  library.entries = text::load_foldoc(run.options().data);
  std::vector<std::string> texts, told;
  for (const text::FoldocEntry& entry : library.entries) {
    texts.push_back(text::plain_text(entry.text, text::Anchors::remove));
    told.push_back(text::plain_text(entry.text, text::Anchors::keep));
  }
  library.vocabulary = vocabulary_of(texts);
  library.counts = count(texts, library.vocabulary);
  library.told = count(told, vocabulary_of(told));
  const auto most = run.pick<std::size_t>(200, texts.size(), texts.size());
  for (std::size_t e = 0; e < texts.size() && library.queries.size() < most;
       ++e) {
    if (library.entries[e].references.empty()) continue;
    library.queries.push_back(static_cast<Index>(e));
  }
  return library;
}

// Two numbers tell how good a ranking is. **Precision at 10** is the share of the
// first ten answers that are right, which is what fits on a screen. The
// **reciprocal rank** is 1 over the place of the first right answer: 1 if it is on
// top, a half if it is second, and nearly nothing if you have to leaf through
// pages. Its mean over all questions is called MRR. We count places down to the
// hundredth.

constexpr Index deepest = 100;

Ranking judge(const std::vector<Hit>& order,
              const std::vector<std::int32_t>& relevant) {
  Ranking ranking;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const auto text = static_cast<std::int32_t>(order[place].text);
    if (std::ranges::find(relevant, text) == relevant.end()) continue;
    if (place < 10) ranking.precision += 0.1;
    if (ranking.reciprocal == 0)
      ranking.reciprocal = 1 / static_cast<double>(place + 1);
  }
  return ranking;
}

// Note the ceiling. An entry with a single reference can reach a P@10 of 0.1 and no
// more, however well we search. On average over our questions a perfect search
// would have {{search.ceiling:.3f}}. And the judge is not fair: of all the entries that would serve, the
// authors named a few. So the numbers are low, and only their order means something.

train::Numbers judge(const Library& library, const Searcher& searcher) {
  constexpr Index block = 64;  // questions at once
  const auto count = static_cast<Index>(library.queries.size());
  std::vector<Ranking> rankings(library.queries.size());
  cpu::parallel_for(count, 1 << 20, block, [&](Index begin, Index end) {
    for (Index from = begin; from < end; from += block) {
      const auto first = static_cast<std::size_t>(from);
      const auto asked =
          std::span(library.queries)
              .subspan(first,
                       static_cast<std::size_t>(std::min(block, end - from)));
      const auto scores = searcher(asked);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& entry = library.entries[static_cast<std::size_t>(asked[i])];
        rankings[first + i] =
            judge(best(scores[i], deepest, asked[i]), entry.references);
      }
    }
  });
  Ranking mean;
  for (const Ranking& ranking : rankings) {
    mean.precision += ranking.precision / static_cast<double>(count);
    mean.reciprocal += ranking.reciprocal / static_cast<double>(count);
  }
  return {{"precision", mean.precision}, {"reciprocal", mean.reciprocal}};
}

// The contenders: bare counts, then with each repair by itself, then with both, and
// BM25. In all of them a question is weighed as the entries are, except for BM25,
// where it stays a count.

struct System {
  std::string key, caption;
  Bags entries, queries;
};

static std::vector<System> systems(const Library& library) {
  const Bags& counts = library.counts;
  const auto tf_idf = [&](const std::string& key, const std::string& caption,
                          TermFrequency frequency, Rarity kind) {
    const Bags& from = key == "told" ? library.told : counts;
    const Bags weighted =
        weigh(from, {frequency, kind, true}, rarity(from, kind));
    return System{key, caption, weighted, weighted};
  };
  using enum TermFrequency;
  return {
      tf_idf("counts", "counts", TermFrequency::count, Rarity::none),
      tf_idf("log_counts", "1 + log count", logarithm, Rarity::none),
      tf_idf("tf_idf", "TF-IDF", TermFrequency::count, Rarity::plain),
      tf_idf("smooth", "TF-IDF, as scikit-learn's", TermFrequency::count,
             Rarity::smooth),
      tf_idf("log_tf_idf", "TF-IDF of 1 + log count", logarithm, Rarity::plain),
      {"bm25", "BM25", weigh(counts, Bm25{}), counts},
      tf_idf("told", "TF-IDF, told the names", TermFrequency::count,
             Rarity::plain)};
}

// And the clock, for a hundred questions by either way.

static void time_the_index(app::Run& run, const Library& library,
                           const System& system, const InvertedIndex& index) {
  using Clock = std::chrono::steady_clock;
  const auto questions =
      std::span(library.queries)
          .first(std::min<std::size_t>(100, library.queries.size()));
  const auto milliseconds = [&](const auto& work) {
    const auto begin = Clock::now();
    for (const Index q : questions) work(system.queries.row(q));
    return std::chrono::duration<double, std::milli>(Clock::now() - begin)
               .count() /
           static_cast<double>(questions.size());
  };
  double sum = 0;
  const double walking = milliseconds([&](Row query) {
    for (Index t = 0; t < system.entries.rows(); ++t)
      sum += dot(query, system.entries.row(t));
  });
  const double by_index = milliseconds([&](Row query) {
    for (const double score : index.scores(query)) sum -= score;
  });
  run.number("search.disagreement", std::abs(sum));
  run.timing("walk_ms", walking);
  run.timing("index_ms", by_index);
  run.timing("walk_by_index", walking / by_index);
}

void search(app::Run& run, const Library& library) {
  run.number("search.entries", static_cast<double>(library.entries.size()));
  run.number("search.queries", static_cast<double>(library.queries.size()));
  double ceiling = 0;
  for (const Index q : library.queries) {
    const auto& references =
        library.entries[static_cast<std::size_t>(q)].references;
    ceiling += std::min(1.0, static_cast<double>(references.size()) / 10) /
               static_cast<double>(library.queries.size());
  }
  run.number("search.ceiling", ceiling);
  run.print("Search: {} questions to {} entries\n\n  {:<28} {:>6} {:>6}\n",
            library.queries.size(), library.entries.size(), "", "P@10", "MRR");
  for (const System& system : systems(library)) {
    const InvertedIndex index(system.entries);
    const auto numbers = run.stage("search." + system.key, [&] {
      return judge(library, [&](std::span<const Index> queries) {
        std::vector<std::vector<double>> scores;
        for (const Index query : queries)
          scores.push_back(index.scores(system.queries.row(query)));
        return scores;
      });
    });
    run.numbers("search." + system.key, numbers);
    run.print("  {:<28} {:>6.3f} {:>6.3f}\n", system.caption,
              train::number(numbers, "precision"),
              train::number(numbers, "reciprocal"));
    if (system.key == "tf_idf") time_the_index(run, library, system, index);
  }
}

// ## Ask it yourself
//
// `./primer run 1 --ask "a language made of exclamation marks"` asks the dictionary,
// with BM25. Here references keep their words: nobody is being judged. The answers are
// printed, and what an earlier run has left in `out/` stays as it is.

void ask(app::Run& run, const std::string& question) {
  const auto entries = text::load_foldoc(run.options().data);
  std::vector<std::string> texts;
  for (const text::FoldocEntry& entry : entries) {
    texts.push_back(text::plain_text(entry.text, text::Anchors::keep));
  }
  const text::Vocabulary vocabulary = vocabulary_of(texts);
  const Bags query = count({question}, vocabulary);
  const InvertedIndex index(weigh(count(texts, vocabulary), Bm25{}));
  const std::vector<Hit> hits = best(index.scores(query.row(0)), 10);
  if (hits.empty()) run.print("No entry has any of these words.\n");
  for (const auto& [text, score] : hits) {
    const auto t = static_cast<std::size_t>(text);
    std::string beginning;
    for (const char c : texts[t].substr(texts[t].find('\n') + 1)) {
      const bool blank = c == '\n' || c == ' ' || c == '\t';
      if (!blank || (!beginning.empty() && beginning.back() != ' '))
        beginning += blank ? ' ' : c;
    }
    run.print("{:6.2f}  {}: {}\n", score, entries[t].headword,
              printable(beginning, 100));
  }
}

// ## Results
//
// | {{search.queries:.0f}} questions to {{search.entries:.0f}} entries | P@10 | MRR |
// |---|---|---|
// | counts, cosine | {{search.counts.precision:.3f}} | {{search.counts.reciprocal:.3f}} |
// | 1 + log count, cosine | {{search.log_counts.precision:.3f}} | {{search.log_counts.reciprocal:.3f}} |
// | TF-IDF, cosine | {{search.tf_idf.precision:.3f}} | {{search.tf_idf.reciprocal:.3f}} |
// | the same, as scikit-learn smooths it | {{search.smooth.precision:.3f}} | {{search.smooth.reciprocal:.3f}} |
// | TF-IDF of 1 + log count, cosine | {{search.log_tf_idf.precision:.3f}} | {{search.log_tf_idf.reciprocal:.3f}} |
// | BM25 | {{search.bm25.precision:.3f}} | {{search.bm25.reciprocal:.3f}} |
// | TF-IDF, told the names | {{search.told.precision:.3f}} | {{search.told.reciprocal:.3f}} |
//
// Counts alone do poorly, and that is the work of "the". Damping the counts helps, and
// rarity helps much more; with rarity there, damping hardly matters any more. BM25
// and TF-IDF are close: TF-IDF puts about as many right answers among the first ten,
// and BM25 puts the first one higher. Thirty years of search engines began here.
//
// And the last row is the same TF-IDF, with the names of the entries to be found left
// in. It looks far better, and nothing about the search is better. Measures that are
// too good for such a reason are not rare, and they are never reported as bugs.

}  // namespace primer::chapter
