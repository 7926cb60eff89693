// Words per second of the plain and the fast program, and of gensim and fastText
// beside them, with the same settings: 100 numbers, a window of 5, 5 noise words,
// 5 epochs.

#include <omp.h>

#include <cstdlib>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/testing/contest.hpp"
#include "common/testing/files.hpp"
#include "common/testing/word_race.hpp"

namespace primer::chapter {
namespace {

Settings settings_for(Predicts predicts) {
  Settings settings;
  settings.predicts = predicts;
  settings.rate = usual_rate(predicts);
  settings.threads = omp_get_max_threads();
  return settings;
}

void measure(testing::Contest& contest) {
  constexpr int pairs = 5;
  const int threads = omp_get_max_threads();

  // All read the sentences as we see them, and every 8th of them: then a training
  // takes the rivals three to ten seconds
  const testing::TemporaryFolder folder;
  const auto whole = folder / "whole.txt", slice = folder / "slice.txt";
  const Text all =
      vectors::read_training_text(vectors::dictionary_file(), 5, threads);
  vectors::write_sentences(all, whole);
  vectors::write_sentences(all, slice, 8);
  setenv("PRIMER_CORPUS", whole.c_str(), 1);
  setenv("PRIMER_SLICE", slice.c_str(), 1);

  // Beside gensim: training alone, with the whole text's vocabulary. Both have
  // counted it before.
  Text text{slice, all.vocabulary, {}};
  text.corpus = text::read_corpus(slice, text.vocabulary, threads);
  for (const auto& [name, predicts] :
       {std::pair{"skip_gram", Predicts::context},
        std::pair{"cbow", Predicts::middle}}) {
    const Settings settings = settings_for(predicts);
    const std::int64_t words = text.words() * settings.epochs;
    Model model(text.vocabulary, settings);
    testing::race_words(
        contest, name, words, [&] { train_blocks(model, text, settings); },
        pairs);
  }

  // Beside fastText: from the file to the vectors, for it does not part the two
  for (const auto& [name, predicts] :
       {std::pair{"skip_gram_fasttext", Predicts::context},
        std::pair{"cbow_fasttext", Predicts::middle}}) {
    const Settings settings = settings_for(predicts);
    std::int64_t read = 0;
    testing::race_words(
        contest, name, read,
        [&] {
          const Text own = vectors::read_training_text(slice, 5, threads);
          read = own.words() * settings.epochs;
          train_blocks(own, settings);
        },
        pairs);
  }
}

}  // namespace
}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::testing::contest(
      argc, argv, {"chapters/02_word2vec/twin.py", "gensim", "gensim"},
      primer::chapter::measure);
}
