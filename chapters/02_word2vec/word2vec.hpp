#pragma once
// What the chapter's pages share, and what its tests and benchmark reach.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/app/run.hpp"
#include "common/text/alias.hpp"
#include "common/text/corpus.hpp"
#include "common/text/embeddings.hpp"
#include "common/text/evaluation.hpp"
#include "common/text/fast_random.hpp"
#include "common/text/huffman.hpp"
#include "common/text/row_table.hpp"
#include "common/text/vocabulary.hpp"

namespace primer::chapter {

// The first page, plain.cpp

/// A text to learn from. What is small enough is held in memory; the rest is
/// read from its file in each epoch anew.
struct Text {
  std::filesystem::path file;
  text::Vocabulary vocabulary;
  std::optional<text::Corpus> corpus;

  /// Number of words in it that the vocabulary knows.
  std::int64_t words() const;
};

/// Reads a file with a sentence a line.
/// @param most_tokens that are held in memory
/// @throws Error when the file cannot be read, or fewer than two words are
/// frequent enough to learn anything of
Text read_text(const std::filesystem::path& file, std::int64_t min_count,
               int threads, std::int64_t most_tokens = 100'000'000);

enum class Predicts {
  context,  ///< skip-gram: from the word in the middle, those around it
  middle,   ///< CBOW: from the words around it, the one in the middle
};
enum class Output {
  negative_sampling,
  hierarchical_softmax,
};

struct Settings {
  Predicts predicts = Predicts::context;
  Output output = Output::negative_sampling;
  int dimensions = 100;
  int window = 5;     ///< words to either side, at most
  int negatives = 5;  ///< noise words for each word that is right
  int epochs = 5;
  double rate = 0.025;   ///< of learning, at first; it falls to nothing
  double sample = 1e-3;  ///< words more frequent than this are thinned out
  int threads = 1;
  std::uint64_t seed = 1;
};
/// The rate that word2vec takes: 0.025 for skip-gram, 0.05 for CBOW.
double usual_rate(Predicts predicts);

/// Two vectors for each word: as one that is there, and as one to predict.
/// With hierarchical softmax the second are of the tree's inner nodes.
struct Model {
  /// Random small vectors, and zeros for what is to predict.
  Model(const text::Vocabulary& vocabulary, const Settings& settings);

  text::RowTable words;    ///< (V, dimensions)
  text::RowTable outputs;  ///< (V or V - 1, dimensions)
};

/// With what probability a word that is this share of the text is kept.
double keep_probability(double share, double sample);
/// How often each word is drawn as noise, not yet divided by their sum.
std::vector<double> noise_weights(const text::Vocabulary& vocabulary);

/// One step of logistic regression: moves `output` up if `right`, else down,
/// and adds to `error` where the input should move.
void learn(std::span<const float> input, std::span<float> output, bool right,
           float rate, std::span<float> error);

/// What the threads of a training share.
class Training {
 public:
  Training(const Text& text, const Settings& settings);

  /// Hands a part of the sentences, thinned out, to `take`, all epochs. Each of
  /// the threads calls it once, with its number.
  /// @throws train::Interrupted when that was asked for
  void sentences(
      int thread,
      const std::function<void(std::span<const std::int32_t> words, float rate,
                               text::FastRandom& random)>& take);

  const Text& text;
  const Settings& settings;
  text::AliasTable noise;
  text::HuffmanTree tree;  ///< empty unless it is asked for

 private:
  void read(int thread,
            const std::function<void(std::span<const std::int32_t>)>& take);

  std::vector<float> keep_;
  std::int64_t done_ = 0;  ///< words, of all threads; through atomic_ref alone
};

/// Calls work(thread) on so many threads, and throws again what one has thrown.
void on_threads(int threads, const std::function<void(int)>& work);

/// The algorithm as it was published, all four of it.
Model train_plain(const Text& text, const Settings& settings);

/// The mean over the pairs (skip-gram) or the words (CBOW) of a sample of the
/// text of what training makes larger: the log-likelihood, negative sampling's
/// with `negatives` noise words.
double objective(const Model& model, const Text& text,
                 const Settings& settings);

// The second page, fast.cpp

/// Negative sampling with the noise words of a window shared by all of it.
Model train_shared(const Text& text, const Settings& settings);

/// Negative sampling in blocks of 8 words that share 8 noise words.
Model train_blocks(const Text& text, const Settings& settings);
/// The same, beginning with a model that is there.
void train_blocks(Model& model, const Text& text, const Settings& settings);

// The third page, evaluate.cpp

/// A model's words as a table to write or to ask.
text::Embeddings to_embeddings(const Model& model,
                               const text::Vocabulary& vocabulary);

/// What word vectors are judged by.
struct Gold {
  std::vector<text::WordPair> pairs;
  /// WordNet's classes of each word of the vocabulary that is a noun there.
  std::vector<std::vector<std::int32_t>> classes;
  std::vector<std::int64_t> asked;  ///< words, frequent ones, with a class
};
Gold make_gold(const text::Vocabulary& vocabulary,
               const std::filesystem::path& wordnet, std::uint64_t seed);

struct Quality {
  double similarity;  ///< Spearman's correlation with Wu and Palmer's
  double agreement;   ///< of a noun's five neighbours with its class
};
Quality judge(const text::Embeddings& embeddings, const Gold& gold);

/// Prints what is to c as b is to a. @param words "man king woman"
/// @throws Error when they are not three, or one is not known
void print_analogy(app::Run& run, const text::WordVectors& vectors,
                   const std::string& words);
/// Prints the neighbours of some words, those that are known.
void print_neighbours(app::Run& run, const text::WordVectors& vectors,
                      std::span<const std::string> words);
/// Draws a map of groups of words.
void draw_map(app::Run& run, const text::WordVectors& vectors);
/// Questions of the chapter's own, by kind: "gender", "plural", "comparative".
std::vector<std::pair<std::string, std::vector<text::AnalogyQuestion>>>
analogies();

// The fourth page, results.cpp

void program(app::Run& run);

}  // namespace primer::chapter
