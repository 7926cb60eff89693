// Words per second of the plain and the fast program, and of gensim and fastText
// beside them, with the same settings: 100 numbers, a window of 5, 5 noise words.

#include <fmt/core.h>
#include <omp.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/testing/contest.hpp"

namespace primer::chapter {
namespace {

/// The text as we see it, and every 16th sentence of it, over which a pass takes
/// the rival about a second: in files that go in the end.
class Files {
 public:
  explicit Files(const Text& text)
      : whole(name("whole")), slice(name("slice")) {
    write_text(text, whole);
    write_text(text, slice, 16);
  }
  ~Files() {
    std::remove(whole.c_str());
    std::remove(slice.c_str());
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  const std::filesystem::path whole, slice;

 private:
  static std::filesystem::path name(const char* part) {
    return std::filesystem::temp_directory_path() /
           fmt::format("primer_{}_{}.txt", part, getpid());
  }
};

Settings settings_for(Predicts predicts) {
  Settings settings;
  settings.predicts = predicts;
  settings.rate = usual_rate(predicts);
  settings.epochs = 1;
  settings.threads = omp_get_max_threads();
  return settings;
}

void print_words(const testing::Contest& contest, std::int64_t words) {
  const testing::Result& result = contest.results().back();
  const auto thousands = [&](double milliseconds) {
    return static_cast<double>(words) / milliseconds;
  };
  fmt::print("{:<24} {:>9.0f} k words/s", "", thousands(result.milliseconds));
  if (result.rival) {
    fmt::print("   {} {:.0f} k words/s   {:.1f} times as many",
               result.rival->name, thousands(result.rival->milliseconds),
               1 / result.rival->ratio.median);
  }
  fmt::print("\n");
  std::fflush(stdout);
}

void measure(testing::Contest& contest) {
  constexpr int pairs = 7;
  const int threads = omp_get_max_threads();
  const Files files(
      vectors::read_training_text(vectors::dictionary_file(), 5, threads));
  setenv("PRIMER_CORPUS", files.whole.c_str(), 1);
  setenv("PRIMER_SLICE", files.slice.c_str(), 1);

  // Beside gensim: training alone, with the whole text's vocabulary. Both have
  // counted it before.
  Text text{files.slice, text::count_words(files.whole, 5, threads), {}};
  text.corpus = text::read_corpus(files.slice, text.vocabulary, threads);
  for (const auto& [name, predicts] :
       {std::pair{"skip_gram", Predicts::context},
        std::pair{"cbow", Predicts::middle}}) {
    const Settings settings = settings_for(predicts);
    Model model(text.vocabulary, settings);
    contest.race(
        name, [&] { train_blocks(model, text, settings); }, pairs);
    print_words(contest, text.words());
  }

  // Beside fastText: from the file to the vectors, for it does not part the two
  for (const auto& [name, predicts] :
       {std::pair{"skip_gram_fasttext", Predicts::context},
        std::pair{"cbow_fasttext", Predicts::middle}}) {
    const Settings settings = settings_for(predicts);
    std::int64_t words = 0;
    contest.race(
        name,
        [&] {
          const Text own = vectors::read_training_text(files.slice, 5, threads);
          words = own.words();
          train_blocks(own, settings);
        },
        pairs);
    print_words(contest, words);
  }
}

}  // namespace
}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::testing::contest(
      argc, argv, {"chapters/02_word2vec/twin.py", "gensim", "gensim"},
      primer::chapter::measure);
}
