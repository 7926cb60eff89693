// Words per second of the plain and the fast program, and of gensim and fastText
// beside them, with the same settings: 100 numbers, a window of 5, 5 noise words.

#include <fmt/core.h>
#include <omp.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/io/file.hpp"
#include "common/testing/contest.hpp"
#include "common/text/gcide.hpp"

namespace primer::chapter {
namespace {

/// Every 16th line of a file, in a file of its own that goes in the end: a pass
/// over it takes the rival about a second.
class Slice {
 public:
  explicit Slice(const std::filesystem::path& whole)
      : path(std::filesystem::temp_directory_path() /
             fmt::format("primer_slice_{}.txt", getpid())) {
    text::LineReader lines(whole);
    std::string some;
    std::string_view line;
    for (std::int64_t number = 0; lines.next(line); ++number) {
      if (number % 16 == 0) (some += line) += '\n';
    }
    write_file_atomically(path, some);
  }
  ~Slice() { std::remove(path.c_str()); }

  const std::filesystem::path path;
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
  const std::filesystem::path corpus = text::gcide_corpus({}, {});
  const Slice slice(corpus);
  setenv("PRIMER_CORPUS", corpus.c_str(), 1);
  setenv("PRIMER_SLICE", slice.path.c_str(), 1);

  // Beside gensim: training alone, with the whole corpus's vocabulary. Both
  // have counted it before.
  const int threads = omp_get_max_threads();
  Text text{slice.path, text::count_words(corpus, 5, threads), {}};
  text.corpus = text::read_corpus(slice.path, text.vocabulary, threads);
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
          const Text own = vectors::read_training_text(slice.path, 5, threads);
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
