#pragma once
// What the chapter's pages share, and what its tests and benchmark reach.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/app/run.hpp"
#include "common/text/foldoc.hpp"
#include "common/text/labelled.hpp"
#include "common/text/vocabulary.hpp"
#include "common/train/metrics.hpp"

namespace primer::chapter {

// The first page, bag_of_words.cpp

/// The bag of a single text: how often each of its words stands in it.
std::map<std::string, int> bag_of(std::string_view text);

/// Many bags in one matrix, a text a row and a word a column, of which only what
/// is not zero is kept.
struct Bags {
  struct Entry {
    std::int32_t word;
    double value;
  };
  Index columns = 0;                ///< words in the vocabulary
  std::vector<Index> begins = {0};  ///< where in `entries` each row begins
  std::vector<Entry> entries = {};  ///< row after row, by word within a row

  Index rows() const { return static_cast<Index>(begins.size()) - 1; }
  std::span<const Entry> row(Index r) const;
  /// The rows begin … end-1.
  Bags slice(Index begin, Index end) const;
};
using Row = std::span<const Bags::Entry>;

/// What is put into a bag.
enum class Pieces {
  words,
  pairs  ///< and also each pair of neighbours: "dog bites"
};
/// The words of these texts. @param least how often a piece must be seen
text::Vocabulary vocabulary_of(const std::vector<std::string>& texts,
                               Pieces pieces = Pieces::words,
                               std::int64_t least = 1);
/// Counts the pieces of each text. What the vocabulary does not know is left
/// out.
Bags count(const std::vector<std::string>& texts,
           const text::Vocabulary& vocabulary, Pieces pieces = Pieces::words);

/// In how many rows each word stands: (columns).
std::vector<Index> document_frequency(const Bags& bags);

/// What becomes of a count c > 0.
enum class TermFrequency {
  count,      ///< c
  logarithm,  ///< 1 + log c
  presence    ///< 1
};
/// What a word is worth that stands in d of N texts.
enum class Rarity {
  none,   ///< 1
  plain,  ///< log(N / d)
  smooth  ///< log((1 + N) / (1 + d)) + 1, scikit-learn's
};
/// How counts become weights.
struct Weighting {
  TermFrequency frequency = TermFrequency::count;
  Rarity rarity = Rarity::smooth;
  bool to_unit_length = true;  ///< divide each row by its length
};

/// The rarity of each word in the given texts: (columns). A word that stands in
/// none has rarity 0, unless it is smooth or none.
std::vector<double> rarity(const Bags& counts, Rarity kind);
/// TF-IDF. @param rarity (columns), perhaps of other texts
Bags weigh(Bags counts, const Weighting& how,
           const std::vector<double>& rarity);

double dot(Row a, Row b);
/// Cosine of the angle between two rows; 0 if one is empty.
double cosine(Row a, Row b);

void show_bags(app::Run& run);
struct Library;
void show_words(app::Run& run, const Library& library);

// The second page, search.cpp

/// For each word the rows that it stands in.
class InvertedIndex {
 public:
  explicit InvertedIndex(const Bags& bags);
  /// The dot product of `query` with every row: (rows).
  std::vector<double> scores(Row query) const;
  /// A row for each word, whose entries' "words" are the texts.
  const Bags& postings() const { return postings_; }

 private:
  Bags postings_;
};

/// BM25 as weights: the dot product of a query's counts with a row is its score.
struct Bm25 {
  double saturation = 1.2;  ///< k1
  double length = 0.75;     ///< b
};
Bags weigh(Bags counts, const Bm25& how);

struct Hit {
  Index text;
  double score;
};
/// The texts with the largest scores above zero, the largest first, equal ones
/// in their order. @param left_out a text that is not to be found; -1: none
std::vector<Hit> best(const std::vector<double>& scores, Index count,
                      Index left_out = -1);

/// How good one ranking is.
struct Ranking {
  double precision = 0;   ///< share of the first ten that are relevant: P@10
  double reciprocal = 0;  ///< 1 / place of the first relevant one, 0 if none
};
/// @param order (at least 10, or all there are), best first
/// @param relevant texts, at least one
Ranking judge(const std::vector<Hit>& order,
              const std::vector<std::int32_t>& relevant);

/// FOLDOC, ready to be searched.
struct Library {
  std::vector<text::FoldocEntry> entries;
  text::Vocabulary vocabulary;
  Bags counts;                 ///< of the entries, cross-references removed
  Bags told;                   ///< of the entries as they are
  std::vector<Index> queries;  ///< entries that refer to others
};
Library load_library(const app::Run& run);

/// Gives each entry a score for each of some queries: (queries)(entries).
using Searcher = std::function<std::vector<std::vector<double>>(
    std::span<const Index> queries)>;
/// Means over all queries. @return "precision", "reciprocal"
train::Numbers judge(const Library& library, const Searcher& searcher);

void search(app::Run& run, const Library& library);
/// Answers `--ask`.
void ask(app::Run& run, const std::string& question);

// The third page, classify.cpp

/// A score for each class: the class's bias, and for each word of the text the
/// word's weight for that class.
struct LinearModel {
  Index words = 0, classes = 0;
  std::vector<float> weights = {};  ///< (words, classes)
  std::vector<float> biases = {};   ///< (classes)

  LinearModel(Index words, Index classes);
  float* of_word(Index word) { return &weights[at(word)]; }
  const float* of_word(Index word) const { return &weights[at(word)]; }

 private:
  std::size_t at(Index word) const {
    return static_cast<std::size_t>(word * classes);
  }
};
using Labels = std::vector<std::int32_t>;

/// The class of the largest score for each row.
Labels predict(const LinearModel& model, const Bags& bags);

/// Naive Bayes. @param smoothing added to each count of a word in a class
/// @throws Error when there is no text or smoothing is not above zero
LinearModel train_naive_bayes(const Bags& counts, const Labels& labels,
                              Index classes, double smoothing);

/// Mean cross-entropy of the labels, plus half of `decay` times the sum of all
/// squared weights, and its gradient: in plain loops.
double loss(const LinearModel& model, const Bags& bags, const Labels& labels,
            double decay, LinearModel& gradient);

struct DescentOptions {
  int epochs = 12;         ///< times through all texts
  double rate = 0.2;       ///< learning rate, which falls to zero on a line
  bool adaptive = true;    ///< AdaGrad; else plain stochastic gradient descent
  std::uint64_t seed = 1;  ///< for the order of the texts
};
/// Logistic regression, downhill from zero, a text a step.
/// @param decay as in loss()
/// @param losses becomes the mean loss in each epoch, weight decay left out
/// @throws Error when there is no text, or the loss is no number
LinearModel train_logistic(const Bags& bags, const Labels& labels,
                           Index classes, double decay,
                           const DescentOptions& options = {},
                           std::vector<double>* losses = nullptr);

// The fourth page, labels.cpp

/// A way to learn.
struct Method {
  std::string key, caption;
  Pieces pieces;
};
/// Naive Bayes, logistic regression, and the same with pairs.
const std::vector<Method>& methods();

/// Texts as a method wants them: weighed, with their classes.
struct Part {
  Bags bags;
  Labels labels;
};
/// What a method learns from, chooses by and is tested with.
struct Task {
  text::Vocabulary vocabulary;  ///< of the texts to learn from
  Index classes;
  Part train, validation, test;
};
Task prepare(const Method& method, const text::LabelledTexts& train,
             const text::LabelledTexts& validation,
             const text::LabelledTexts& test);
train::Confusion judge(const LinearModel& model, const Part& part);

/// @param setting naive Bayes's smoothing, or C of logistic regression
LinearModel learn(const Method& method, const Part& part, Index classes,
                  double setting, std::uint64_t seed);

/// So many labels, drawn so many times.
struct Amount {
  std::string name;  ///< in keys
  std::int64_t labels;
  Index draws;
};
/// A cell of the tables: means over the draws, and the spread of the accuracy.
struct Cell {
  double accuracy, f1, spread;
};
Cell measure(app::Run& run, const std::string& key, const Method& method,
             const text::TextSplits& texts, const Amount& amount);

void classify(app::Run& run);

// The fifth page, inside.cpp

void look_inside(app::Run& run, const text::TextSplits& texts);
void compare_descents(app::Run& run, const text::TextSplits& texts);
/// Both classifiers on a reader's own texts, for `--texts`.
void classify_own(app::Run& run, const std::string& path);

// The sixth page, lsa.cpp

/// A dense matrix, column after column.
struct Dense {
  Index rows = 0, columns = 0;
  std::vector<float> values = {};

  Dense() = default;
  Dense(Index rows, Index columns);
  float* column(Index c) { return values.data() + c * rows; }
  const float* column(Index c) const { return values.data() + c * rows; }
};

/// A ≈ U diag(s) Vᵀ of a lower rank. Where s is zero, columns of U and V may be.
struct Svd {
  Dense left;                  ///< U (rows, rank), orthonormal columns
  std::vector<double> values;  ///< s (rank), falling
  Dense right;                 ///< V (columns, rank), orthonormal columns
};
/// By random projection. @param passes over A to sharpen the projection
/// @throws std::invalid_argument when the rank is larger than the matrix
Svd truncated_svd(const Bags& a, Index rank, Index passes, std::uint64_t seed);

void find_topics(app::Run& run, const Library& library);

// The seventh page, results.cpp

void program(app::Run& run);

}  // namespace primer::chapter
