// # Topics: words that keep the same company
//
// To a bag, "dog" and "hound" are two columns that have nothing to do with each
// other. But look at the columns themselves. Where "compiler" stands, there stand
// "language" and "source" and "syntax" as well, entry after entry. If we could
// replace thirty thousand columns by a few hundred that each stand for words that
// come together, two texts could be alike without sharing a single word.

#include "chapters/01_bag_of_words/bag_of_words.hpp"

#include <fmt/core.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>

#include "common/app/figures.hpp"
#include "kernels/parallel.hpp"
#include "kernels/random/random.hpp"

namespace primer::chapter {

// ## The best summary of a matrix
//
// Say we may keep only $r$ directions in the space of words, and each text is to be
// replaced by its shadow on these. Which $r$ directions lose least? The answer is
// the **singular value decomposition**, and it is exact: every matrix $A$ of texts
// and words can be written as
//
// $$ A = U S V^\mathsf{T} = \sum_i s_i\, u_i v_i^\mathsf{T}, \qquad
//    s_1 \ge s_2 \ge \dots \ge 0 $$
//
// where the $u_i$ (one number a text) are of length one and at right angles to one
// another, and so are the $v_i$ (one number a word). Cut the sum off after $r$
// terms, and no other matrix of that rank is closer to $A$ ([Eckart & Young
// 1936](@eckart1936)). Applied to bags of words it is called **latent semantic
// analysis**, LSA ([Deerwester and others 1990](@deerwester1990)).
//
// Computing all of it takes a time that grows with the cube of the size and,
// for our dictionary, gigabytes of memory, and we would throw away nearly all of it.
//
// ## Throw darts first
//
// [Halko, Martinsson & Tropp 2011](@halko2011) have a way that sounds too simple.
// Multiply $A$ by a few hundred columns of random numbers. Each product $A\omega$ is
// a mixture of the $u_i$, in which those with large $s_i$ are loud. So some three
// hundred such mixtures nearly span the three hundred loudest directions, and it
// would take a conspiracy of the dice to miss one. To be safe we take ten more than
// we want. Then the large problem is a small one: in the space of these mixtures
// $A$ is a matrix with 310 rows.
//
// If the quiet directions are many, their murmur adds up. Multiply by $A$ and
// $A^\mathsf{T}$ once more and every $s_i$ becomes $s_i^3$: the loud get louder. One
// or two such passes are enough.

Dense::Dense(Index rows, Index columns)
    : rows(rows),
      columns(columns),
      values(static_cast<std::size_t>(rows * columns), 0) {}

// Three pieces are needed. First a sparse matrix times a dense one. Each thread
// takes some of the columns.

static Dense multiply(const Bags& a, const Dense& x) {
  Dense y(a.rows(), x.columns);
  cpu::parallel_for(x.columns, 1 << 20, 1, [&](Index begin, Index end) {
    for (Index c = begin; c < end; ++c) {
      const float* from = x.column(c);
      float* to = y.column(c);
      for (Index r = 0; r < a.rows(); ++r) {
        float sum = 0;
        for (const auto& [word, value] : a.row(r))
          sum += static_cast<float>(value) * from[word];
        to[r] = sum;
      }
    }
  });
  return y;
}

// Second, columns at right angles. After a product they all lean towards the loudest
// direction, and in float arithmetic the others would drown. So we go from left to
// right, take from each column its shadow on all columns before it, and bring what
// is left to length one. This is **Gram-Schmidt**. What is left may be small, and
// then mostly rounding errors, so we do it twice, which is known to be enough.
// A column of which nothing is left becomes zero. And because one column at a time
// would read all the earlier ones from memory for each, we take thirty-two together:
// their shadows on what lies before are a product of two matrices, and only among
// themselves do they go one by one.

static void orthonormalize(Dense& x) {
  Eigen::Map<Eigen::MatrixXf> all(x.values.data(), x.rows, x.columns);
  const Eigen::VectorXf whole = all.colwise().norm();
  constexpr Index together = 32;
  for (Index begin = 0; begin < x.columns; begin += together) {
    const Index count = std::min(together, x.columns - begin);
    for (int twice = 0; twice < 2; ++twice) {
      const Eigen::MatrixXf shadows =
          all.leftCols(begin).transpose() * all.middleCols(begin, count);
      all.middleCols(begin, count).noalias() -= all.leftCols(begin) * shadows;
      for (Index c = begin; c < begin + count; ++c) {
        const auto before = all.middleCols(begin, c - begin);
        const Eigen::VectorXf shadow = before.transpose() * all.col(c);
        all.col(c) -= before * shadow;
        const float left = all.col(c).norm();
        all.col(c) *=
            left > (twice == 0 ? 1e-5f * whole(c) : 0.5f) ? 1 / left : 0;
      }
    }
  }
}

// Third, the small problem. With orthonormal columns $Q$ that span the mixtures,
// $B = Q^\mathsf{T} A$ has few rows. The eigenvectors of the small square matrix
// $B B^\mathsf{T}$ turn $Q$ into $U$, the roots of its eigenvalues are the $s_i$, and
// $V$ is what remains. The eigenvalues of a matrix of 310 by 310 we leave to Eigen.

Svd truncated_svd(const Bags& a, Index rank, Index passes, std::uint64_t seed) {
  if (rank < 1 || rank > std::min(a.rows(), a.columns)) {
    throw std::invalid_argument(
        fmt::format("truncated_svd: rank {} of a matrix of {} by {}", rank,
                    a.rows(), a.columns));
  }
  const Bags turned = InvertedIndex(a).postings();
  const Index wide = std::min(rank + 10, std::min(a.rows(), a.columns));
  Dense random(a.columns, wide);
  cpu::normal(random.values.data(), a.columns * wide, 0, 1, {seed, 0}, {});
  Dense q = multiply(a, random);
  for (Index pass = 0; pass < passes; ++pass) {
    orthonormalize(q);
    q = multiply(a, multiply(turned, q));
  }
  orthonormalize(q);

  const Dense b = multiply(turned, q);  // Bᵀ (words, wide)
  const auto matrix = [](const Dense& x) {
    return Eigen::Map<const Eigen::MatrixXf>(x.values.data(), x.rows,
                                             x.columns);
  };
  const Eigen::MatrixXd small =
      (matrix(b).transpose() * matrix(b)).cast<double>();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(small);

  Svd svd{Dense(a.rows(), rank), {}, Dense(a.columns, rank)};
  for (Index i = 0; i < rank; ++i) {  // Eigen's order is from the smallest up
    const Eigen::VectorXf mix =
        eigen.eigenvectors().col(wide - 1 - i).cast<float>();
    const double s =
        std::sqrt(std::max(0.0, eigen.eigenvalues()(wide - 1 - i)));
    svd.values.push_back(s);
    Eigen::Map<Eigen::VectorXf>(svd.left.column(i), a.rows()) = matrix(q) * mix;
    Eigen::Map<Eigen::VectorXf> right(svd.right.column(i), a.columns);
    right = matrix(b) * mix;
    if (s > 0) right /= static_cast<float>(s);
  }
  return svd;
}

// The test compares this with Eigen's own decomposition, on matrices that are small
// enough for it.
//
// ## Searching by topic
//
// An entry is now a row of $U S$: a few hundred numbers where there were thirty
// thousand columns. Nearly all of them differ from zero, so an inverted index is of
// no use, and each question is compared with every entry.

static Eigen::MatrixXf places(const Dense& vectors, const Svd& svd,
                              Index rank) {
  const Eigen::Map<const Eigen::MatrixXf> all(vectors.values.data(),
                                              vectors.rows, vectors.columns);
  Eigen::MatrixXf scaled(rank, vectors.rows);  // a column for each row
  for (Index i = 0; i < rank; ++i) {
    scaled.row(i) = all.col(i).transpose() *
                    static_cast<float>(svd.values[static_cast<std::size_t>(i)]);
  }
  for (Index r = 0; r < scaled.cols(); ++r) {
    const float length = scaled.col(r).norm();
    if (length > 0) scaled.col(r) /= length;
  }
  return scaled;
}

static Searcher by_topic(const Svd& svd, Index rank) {
  return [entries =
              places(svd.left, svd, rank)](std::span<const Index> queries) {
    Eigen::MatrixXf asked(entries.rows(), static_cast<Index>(queries.size()));
    for (std::size_t q = 0; q < queries.size(); ++q)
      asked.col(static_cast<Index>(q)) = entries.col(queries[q]);
    const Eigen::MatrixXf all = entries.transpose() * asked;
    std::vector<std::vector<double>> scores;
    for (Index q = 0; q < all.cols(); ++q)
      scores.emplace_back(all.col(q).begin(), all.col(q).end());
    return scores;
  };
}

// Words have places too, the rows of $V S$. Which words are near a given one? We
// leave out those that were used less than ten times, of whose company little is
// known.

static std::vector<std::string> near(const Svd& svd,
                                     const text::Vocabulary& vocabulary,
                                     const std::string& word) {
  const std::int32_t id = vocabulary.id(word);
  if (id == text::Vocabulary::unknown) return {};
  const Eigen::MatrixXf words =
      places(svd.right, svd, static_cast<Index>(svd.values.size()));
  const Eigen::VectorXf scores = words.transpose() * words.col(id);
  std::vector<double> frequent(scores.begin(), scores.end());
  for (std::int32_t w = 0; w < vocabulary.size(); ++w) {
    if (vocabulary.count(w) < 10) frequent[static_cast<std::size_t>(w)] = 0;
  }
  std::vector<std::string> result;
  for (const Hit& hit : best(frequent, 6, id))
    result.push_back(vocabulary.word(static_cast<std::int32_t>(hit.text)));
  return result;
}

// ## A map
//
// Two directions can be drawn. The first is of little interest: all its numbers
// have the same sign, for it says only how much an entry is like the average one.
// So the map shows the second and the third. The authors wrote a subject in angle
// brackets before most entries, "<language>" or "<networking>", and the five most
// frequent ones are coloured.

static void draw_map(app::Run& run, const Library& library, const Svd& svd) {
  std::map<std::string, std::vector<Index>> subjects;
  for (std::size_t e = 0; e < library.entries.size(); ++e) {
    const std::string& text = library.entries[e].text;
    const std::size_t open = text.find_first_not_of(" \n", text.find("\n\n"));
    if (open == text.npos || text[open] != '<') continue;
    const std::size_t close = text.find_first_of(",>", open);
    if (close == text.npos) continue;
    subjects[text.substr(open + 1, close - open - 1)].push_back(
        static_cast<Index>(e));
  }
  std::vector<std::pair<std::string, std::vector<Index>>> frequent(
      subjects.begin(), subjects.end());
  std::ranges::stable_sort(frequent, [](const auto& a, const auto& b) {
    return a.second.size() > b.second.size();
  });
  frequent.resize(std::min<std::size_t>(5, frequent.size()));

  app::Scatter map{"Entries by topic", {}, {}, {}, "second direction",
                   "third direction"};
  std::vector<float> points;
  std::vector<std::int32_t> labels;
  const Eigen::MatrixXf entries = places(svd.left, svd, 3);
  for (std::size_t s = 0; s < frequent.size(); ++s) {
    map.classes.push_back(frequent[s].first);
    for (const Index entry : frequent[s].second) {
      labels.push_back(static_cast<std::int32_t>(s));
      points.push_back(entries(1, entry));
      points.push_back(entries(2, entry));
    }
  }
  const auto count = static_cast<Index>(labels.size());
  map.points = Tensor::from(points, {count, 2});
  map.labels = IntTensor::from(labels, {count});
  run.figure("map", map);
}

void find_topics(app::Run& run, const Library& library) {
  const Bags weighted =
      weigh(library.counts, {TermFrequency::logarithm, Rarity::plain, true},
            rarity(library.counts, Rarity::plain));
  const Index rank = run.pick<Index>(10, 300, 300);
  const auto begin = std::chrono::steady_clock::now();
  const Svd svd = truncated_svd(weighted, rank, 2, run.options().seed);
  run.timing("svd", std::chrono::duration<double>(
                        std::chrono::steady_clock::now() - begin)
                        .count());
  double kept = 0, whole = 0;
  for (const double s : svd.values) kept += s * s;
  for (const auto& [word, value] : weighted.entries) whole += value * value;
  run.number("lsa.kept_percent", 100 * kept / whole);
  run.number("lsa.rank", static_cast<double>(rank));

  run.print(
      "\nTopics: {} directions hold {:.3f} of the squares\n\n"
      "  {:<28} {:>6} {:>6}\n",
      rank, kept / whole, "", "P@10", "MRR");
  for (const Index r :
       run.pick<std::vector<Index>>({10}, {30, 100, 300}, {30, 100, 300})) {
    const auto numbers = run.stage(fmt::format("lsa.{}", r), [&] {
      return judge(library, by_topic(svd, r));
    });
    run.numbers(fmt::format("lsa.{}", r), numbers);
    run.print("  {:<28} {:>6.3f} {:>6.3f}\n", fmt::format("{} directions", r),
              train::number(numbers, "precision"),
              train::number(numbers, "reciprocal"));
  }
  run.print("\nWords in the same company\n\n");
  for (const char* word : {"compiler", "disk", "packet", "mouse", "joke"}) {
    run.print("  {:<10}", word);
    for (const std::string& other : near(svd, library.vocabulary, word))
      run.print(" {}", other);
    run.print("\n");
  }
  draw_map(run, library, svd);
}

// ## Results
//
// | the same questions as on the second page | P@10 | MRR |
// |---|---|---|
// | 30 directions | {{lsa.30.precision:.3f}} | {{lsa.30.reciprocal:.3f}} |
// | 100 directions | {{lsa.100.precision:.3f}} | {{lsa.100.reciprocal:.3f}} |
// | 300 directions | {{lsa.300.precision:.3f}} | {{lsa.300.reciprocal:.3f}} |
// | all columns, TF-IDF of 1 + log count | {{search.log_tf_idf.precision:.3f}} | {{search.log_tf_idf.reciprocal:.3f}} |
//
// A disappointment, and a common one. Three hundred directions hold {{lsa.kept_percent:.0f}} % of what is in the
// matrix, if one goes by squares, and they find less than the columns themselves.
// What was thrown away are the rare words, and for a question about one thing among
// twelve thousand the rare words decide. More directions are better, up to all of
// them. Where topics do help is where texts are to be *grouped*, or where questions
// use other words than the answers; our questions are entries of the same dictionary,
// written by people who agreed on what things are called.
//
// What came out of the company of words is still remarkable. The run prints the nearest
// words to a few. Nobody told the program that packets are
// switched or that a mouse has buttons. It only counted, and took a matrix apart. In the
// next chapter the same idea is learned by other means, from running text, and there it
// becomes useful.
//
// ![The five most frequent subjects of the dictionary, placed by two directions](results/map.svg)

}  // namespace primer::chapter
