#pragma once
// What the chapter's pages share, and what its tests and benchmark reach.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "common/app/run.hpp"
#include "common/text/embeddings.hpp"
#include "common/text/evaluation.hpp"
#include "common/text/huffman.hpp"
#include "common/text/row_table.hpp"
#include "common/vectors/judge.hpp"
#include "common/vectors/settings.hpp"
#include "common/vectors/training.hpp"
#include "common/vectors/training_text.hpp"

namespace primer::chapter {

// The first page, plain.cpp

using vectors::Gold;
using vectors::Predicts;
using vectors::Quality;
using vectors::Training;
using Text = vectors::TrainingText;

enum class Output {
  negative_sampling,
  hierarchical_softmax,
};

struct Settings : vectors::Settings {
  Output output = Output::negative_sampling;
};
/// What a training is called while it runs, "CBOW with a tree, plain".
inline std::string called(const Settings& settings, const std::string& how) {
  const bool cbow = settings.predicts == Predicts::middle;
  const bool tree = settings.output == Output::hierarchical_softmax;
  return std::string(cbow ? "CBOW" : "skip-gram") +
         (tree ? " with a tree, " : ", ") + how;
}

/// The rate that word2vec takes: 0.025 for skip-gram, 0.05 for CBOW.
double usual_rate(Predicts predicts);

/// Two vectors for each word: as one that is there, and as one to predict.
/// With hierarchical softmax the second are of the tree's inner nodes.
struct Model {
  /// Random small vectors, and zeros for what is to predict.
  Model(const text::Vocabulary& vocabulary, const Settings& settings);

  text::RowTable words;    ///< (V, dimensions)
  text::RowTable outputs;  ///< (V or V - 1, dimensions)
  text::HuffmanTree tree;  ///< empty unless it is asked for
};

/// One step of logistic regression: moves `output` up if `right`, else down,
/// and adds to `error` where the input should move.
void learn(std::span<const float> input, std::span<float> output, bool right,
           float rate, std::span<float> error);

/// The algorithm as it was published, all four of it.
Model train_plain(const Text& text, const Settings& settings);
/// The same, beginning with a model that is there.
void train_plain(Model& model, const Text& text, const Settings& settings);

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

// The fourth page, rivals.cpp

/// Keeps mean and spread of what several seeds gave, "key.similarity.mean" and
/// so on; words per second go to the timing.
/// @param seeds one at least, all with the same names
void keep_spread(app::Run& run, const std::string& key,
                 std::span<const train::Numbers> seeds);
/// Trains with five seeds, in blocks and plainly, and judges beside that others'
/// vectors of the same text.
/// @param folder their files, LIBRARY.KIND.SEED.bin
/// @throws Error when there are none, which leaves the text there for those
/// who are to learn from it, or when one lacks a word of it
void compare(app::Run& run, const Text& text, const Gold& gold,
             const std::filesystem::path& folder);

// The last page, results.cpp

void program(app::Run& run);

}  // namespace primer::chapter
