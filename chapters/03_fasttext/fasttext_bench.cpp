// Words per second of training with pieces, and of the classifier, beside fastText
// with the same settings.

#include <omp.h>

#include <cstdlib>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/io/file.hpp"
#include "common/testing/files.hpp"
#include "common/testing/word_race.hpp"
#include "common/text/wordnet.hpp"

namespace primer::chapter {
namespace {

constexpr int pairs = 5;

// From the file to the vectors, for fastText does not part reading from training.
// The text is written as we cut it into words, and every 8th sentence of it. Five
// epochs over that take fastText some ten seconds.
void race_vectors(testing::Contest& contest) {
  const int threads = omp_get_max_threads();
  const testing::TemporaryFolder folder;
  const auto slice = folder / "slice.txt";
  vectors::write_sentences(
      vectors::read_training_text(vectors::dictionary_file(), 5, threads),
      slice, 8);
  setenv("PRIMER_SLICE", slice.c_str(), 1);
  for (const auto& [name, predicts] :
       {std::pair{"skip_gram", Predicts::context},
        std::pair{"cbow", Predicts::middle}}) {
    Settings settings;
    settings.predicts = predicts;
    settings.threads = threads;
    std::int64_t words = 0;
    testing::race_words(
        contest, name, words,
        [&] {
          const Text text = vectors::read_training_text(slice, 5, threads);
          words = text.words() * settings.epochs;
          train_blocks(text, settings);
        },
        pairs);
  }
}

// Half of the definitions, once through: rows of words and pairs, and softmax.
void race_classifier(testing::Contest& contest) {
  const auto splits = text::definition_splits(text::load_wordnet(),
                                              text::WordNetSplit::hypernym);
  const auto texts = text::few_labels(splits.train, splits.train.size() / 2, 1);
  const testing::TemporaryFolder folder;
  std::string labelled;
  for (std::int64_t i = 0; i < texts.size(); ++i) {
    const auto t = static_cast<std::size_t>(i);
    labelled +=
        fmt::format("__label__{} {}\n", texts.labels[t], texts.texts[t]);
  }
  const auto path = folder.path() / "labelled.txt";
  write_file_atomically(path, labelled);
  setenv("PRIMER_LABELLED", path.c_str(), 1);

  std::vector<std::int64_t> counts(texts.classes.size());
  for (const std::int32_t label : texts.labels) {
    ++counts[static_cast<std::size_t>(label)];
  }
  const Recipe recipe{.epochs = 1};
  std::int64_t words = 0;
  testing::race_words(
      contest, "classifier", words,
      [&] {
        const Features features(words_of(texts), 200'000);
        const Examples examples = features.of(texts);
        words = std::ssize(examples.rows) / 2;
        Classifier classifier(features.rows(), counts, recipe, 1);
        classifier.train(examples);
      },
      pairs);
}

void measure(testing::Contest& contest) {
  race_vectors(contest);
  race_classifier(contest);
}

}  // namespace
}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::testing::contest(
      argc, argv, {"chapters/03_fasttext/twin.py", "fasttext", "fastText"},
      primer::chapter::measure);
}
