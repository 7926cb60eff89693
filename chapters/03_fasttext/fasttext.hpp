#pragma once
// What the chapter's pages share, and what its tests and benchmark reach.

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/app/run.hpp"
#include "common/text/embeddings.hpp"
#include "common/text/evaluation.hpp"
#include "common/text/fast_random.hpp"
#include "common/text/huffman.hpp"
#include "common/text/labelled.hpp"
#include "common/text/row_table.hpp"
#include "common/text/vocabulary.hpp"
#include "common/text/word_table.hpp"
#include "common/vectors/settings.hpp"
#include "common/vectors/training.hpp"
#include "common/vectors/training_text.hpp"

namespace primer::chapter {

// The first page, subwords.cpp

/// Which pieces of a word count, and into how many rows they are hashed.
struct Grams {
  int shortest = 3;  ///< in characters; with `longest` 0 there are none
  int longest = 6;
  std::int64_t buckets = 200'000;
};

/// FNV-1a of 32 bits, with bytes from 128 on taken as negative, as fastText
/// does: so that its files mean the same here.
std::uint32_t fnv1a(std::string_view bytes);

/// The pieces of <word>, from left to right and the short ones first.
std::vector<std::string> grams_of(std::string_view word, const Grams& grams);

/// The buckets of a word's pieces, in [0, grams.buckets); none without buckets.
std::vector<std::int64_t> buckets_of(std::string_view word, const Grams& grams);

/// The rows that make up each word: its own, and one for each piece.
class Subwords {
 public:
  Subwords(const text::Vocabulary& vocabulary, const Grams& grams);

  /// Of a word of the vocabulary; its own row comes first.
  std::span<const std::int32_t> of(std::int32_t word) const;
  /// Of any word: without a row of its own if the vocabulary lacks it.
  std::vector<std::int32_t> of(std::string_view word) const;
  /// Words and buckets.
  std::int64_t rows() const { return words_ + grams_.buckets; }

 private:
  const text::Vocabulary* vocabulary_;
  Grams grams_;
  std::int64_t words_;
  std::vector<std::int32_t> rows_;
  std::vector<std::size_t> begins_ = {0};
};

using vectors::Predicts;
using vectors::Training;
using Text = vectors::TrainingText;

struct Settings : vectors::Settings {
  Settings() { rate = 0.05; }  // twice word2vec's, as fastText has it
  Grams grams;
};

/// Vectors of words and pieces, and of words that are to be named.
struct Model {
  Model(const text::Vocabulary& vocabulary, const Settings& settings);

  /// A word's vector, whether it was ever read or not: the mean of its rows.
  /// All zeros for a word that has none.
  std::vector<float> vector(std::string_view word) const;
  /// The words of the vocabulary and further ones, with their vectors.
  text::Embeddings table(std::span<const std::string> further = {}) const;

  const text::Vocabulary* vocabulary;
  Subwords subwords;
  text::RowTable inputs;   ///< (subwords.rows(), dimensions)
  text::RowTable outputs;  ///< (V, dimensions)
};

/// The algorithm as it was published.
Model train_plain(const Text& text, const Settings& settings);

/// The mean over the pairs of a sample of the text of what skip-gram training
/// makes larger.
double objective(const Model& model, const Text& text,
                 const Settings& settings);

// The second page, fast.cpp

/// The same in blocks of words that share their noise.
Model train_blocks(const Text& text, const Settings& settings);

// The third page, classify.cpp

/// Texts as the rows that they are the mean of.
struct Examples {
  std::vector<std::int32_t> rows;
  std::vector<std::size_t> begins = {0};
  std::vector<std::int32_t> labels;

  std::size_t size() const { return labels.size(); }
  std::span<const std::int32_t> text(std::size_t i) const {
    return std::span(rows).subspan(begins[i], begins[i + 1] - begins[i]);
  }
};

/// The bucket of two words that follow one another, by their hashes.
std::int64_t pair_bucket(std::uint32_t first, std::uint32_t second,
                         std::int64_t buckets);

/// Which rows a text has: one for each word that is known, and if wanted one
/// for each pair of neighbours.
class Features {
 public:
  /// @param buckets that pairs are hashed into; 0: no pairs
  Features(text::WordTable words, std::int64_t buckets)
      : words_(std::move(words)), buckets_(buckets) {}

  Examples of(const text::LabelledTexts& texts) const;
  std::int64_t rows() const { return words_.size() + buckets_; }
  const text::WordTable& words() const { return words_; }

 private:
  text::WordTable words_;
  std::int64_t buckets_;
};

/// The words of some texts, each once.
text::WordTable words_of(const text::LabelledTexts& texts);

struct Recipe {
  int dimensions = 100;
  int epochs = 10;
  double rate = 0.5;
  bool tree = false;    ///< hierarchical softmax
  bool frozen = false;  ///< vectors stay as they were
  bool direct = false;  ///< no vectors between words and classes
};

/// A linear classifier over the mean of vectors.
class Classifier {
 public:
  /// @param counts how often each class is to be expected, for the tree
  Classifier(std::int64_t rows, std::span<const std::int64_t> counts,
             const Recipe& recipe, std::uint64_t seed);

  /// Puts vectors that were learned elsewhere into the first rows, and zeros
  /// into all others.
  /// @throws std::invalid_argument when they do not fit
  void start_from(const text::Embeddings& vectors);
  /// Learns from examples, all epochs. @return the mean loss in the last one
  double train(const Examples& examples);
  /// The probability of each class.
  std::vector<float> probabilities(std::span<const std::int32_t> rows) const;
  /// The most likely class.
  std::int32_t predict(std::span<const std::int32_t> rows) const;

 private:
  std::vector<float> mean(std::span<const std::int32_t> rows) const;
  float learn_softmax(std::int32_t label, std::span<const float> input,
                      float rate, std::span<float> error);
  float learn_tree(std::int32_t label, std::span<const float> input, float rate,
                   std::span<float> error);

  Recipe recipe_;
  std::int32_t classes_;
  text::HuffmanTree tree_;
  text::RowTable inputs_;   // (rows, dimensions)
  text::RowTable outputs_;  // (classes or inner nodes, dimensions)
  text::FastRandom random_;
};

/// Accuracy, and the mean of F1 over the classes.
struct Grade {
  double accuracy, f1;
};
Grade grade(const Classifier& classifier, const Examples& examples,
            std::int64_t classes);

// The fourth page, words.cpp

/// Vectors of the same words, with pieces and without.
struct Pretrained {
  text::Embeddings pieces;  ///< the vocabulary, and then further words
  text::Embeddings whole;   ///< the vocabulary
};
/// Trains both, each as a stage of the run, and tells how good they are.
/// @param further words that the text may lack, to be made of pieces
Pretrained pretrain(app::Run& run, const Text& text,
                    const std::vector<std::string>& further);
/// Trains with pieces alone, as a stage of the run. @return as above
text::Embeddings pretrain_pieces(app::Run& run, const Text& text,
                                 const std::vector<std::string>& further);
/// Trains the plain program and the fast one on a part of the text, and compares.
void race(app::Run& run, const Text& text);
/// Prints the neighbours of some words among the first `among` of a table.
/// @throws Error when a word is not in it
void print_neighbours(const app::Run& run, const text::Embeddings& table,
                      std::int64_t among, std::span<const std::string> words);
/// Analogies such as "quick quickly slow slowly", from a vocabulary: of each of
/// five endings those of the `most` most frequent pairs.
std::vector<text::AnalogyQuestion> endings(const text::Vocabulary& vocabulary,
                                           std::size_t most);

// The fifth page, files.cpp

/// Vectors from a file, and how many of the words stood in it.
struct Loaded {
  text::Embeddings table;
  std::int64_t known;
};
/// Reads word2vec's forms, and fastText's .bin models, which also have an answer
/// to words that they lack.
/// @param further such words
/// @throws Error for what is cut off, quantised, or no model of words
Loaded load_vectors(const std::filesystem::path& path,
                    std::span<const std::string> further);

// The sixth page, tune.cpp

/// What classifiers learn, and what they may begin with.
struct Task {
  const text::TextSplits& texts;
  const Pretrained& vectors;
  std::vector<std::int64_t> amounts;  ///< of labels; the last may be all
};
/// "100", and "all" for all that there are.
std::string name_of(const Task& task, std::int64_t labels);

struct Choice {
  double rate;
  int epochs;
};
/// A way to learn, with what the search chose for it.
struct Contender {
  enum class Start { random, pieces, whole };

  std::string key, caption;
  Start start = Start::random;
  bool frozen = false, direct = false, tree = false;
  std::array<Choice, 4> choices;  ///< for 100, 1 000, 10 000 labels, and all

  /// What to learn so many labels with: the choice for the nearest number.
  Choice choice(std::int64_t labels) const;
};
std::vector<Contender> contenders();
/// Whether the vectors are there that it begins with.
bool takes_part(const Contender& contender, const Task& task);

/// Learns from some of the training texts. @param seed draws them, too
/// @return how well the texts of `judged` are classified
Grade learn(const Contender& contender, const Choice& choice, const Task& task,
            std::int64_t labels, std::uint64_t seed,
            const text::LabelledTexts& judged);

/// Tries rates and epochs for all contenders and all amounts.
void search(app::Run& run, const Task& task);

// The last page, results.cpp

void program(app::Run& run);

}  // namespace primer::chapter
