// What the threads of a training read, and how a text is refused.

#include "common/vectors/training.hpp"

#include <algorithm>
#include <cmath>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "common/testing/made_up_text.hpp"
#include "common/train/interrupt.hpp"

namespace primer::vectors {
namespace {

using testing::Approx;
using testing::two_topics;
using testing::WrittenText;

}  // namespace

TEST_CASE("Several threads share the sentences out and all learn") {
  const WrittenText written(two_topics(1000));
  const TrainingText text = read_training_text(written.file, 1, 1);
  Settings settings;
  settings.dimensions = 12;
  settings.sample = 0;
  settings.epochs = 2;
  settings.threads = 3;
  Training training(text, settings);
  std::vector<std::int64_t> seen(3, 0);
  for (int thread = 0; thread < 3; ++thread) {
    training.sentences(thread, [&](auto words, float, text::FastRandom&) {
      seen[static_cast<std::size_t>(thread)] += static_cast<std::int64_t>(words.size());
    });
  }
  CHECK(seen[0] + seen[1] + seen[2] == 2 * text.words());
  CHECK(std::ranges::min(seen) > text.words() / 2);
}

TEST_CASE("Frequent words are thinned out as much as the formula says") {
  CHECK(keep_probability(1e-3, 1e-3) == 1);
  CHECK(keep_probability(0.1, 1e-3) == Approx(0.11));
  CHECK(keep_probability(0.1, 0) == 1);
  std::string all;
  for (int s = 0; s < 2000; ++s)
    all += "the the the the the the the the w" + std::to_string(s % 100) + " x\n";
  const WrittenText written(all);
  const TrainingText text = read_training_text(written.file, 1, 1);
  Settings settings;
  settings.epochs = 1;
  settings.sample = 0.01;
  Training training(text, settings);
  const std::int32_t the = text.vocabulary.id("the");
  double kept = 0, others = 0;
  training.sentences(0, [&](auto words, float rate, text::FastRandom&) {
    CHECK(rate > 0);
    for (const std::int32_t word : words) (word == the ? kept : others) += 1;
  });
  const double expected = 16'000 * keep_probability(0.8, 0.01);
  CHECK(std::abs(kept - expected) < 4 * std::sqrt(expected));
  CHECK(others > 2000);
}

TEST_CASE("The rate falls to nothing while the words go by") {
  const WrittenText written(two_topics(5000));
  const TrainingText text = read_training_text(written.file, 1, 1);
  Settings settings;
  settings.epochs = 2;
  Training training(text, settings);
  std::vector<float> rates;
  training.sentences(0, [&](auto, float rate, text::FastRandom&) { rates.push_back(rate); });
  CHECK(rates.front() == 0.025f);
  CHECK(std::ranges::is_sorted(rates, std::greater<>()));
  CHECK(rates[rates.size() / 2] == Approx(0.0125).epsilon(0.15));
  CHECK(rates.back() < 0.003f);
  CHECK(rates.back() > 0);
}

TEST_CASE("Noise is drawn by the power three quarters of the counts") {
  text::WordCounts counts;
  counts.add("often", 16);
  counts.add("seldom", 1);
  const auto weights = noise_weights(text::Vocabulary(counts, 1));
  CHECK(weights[0] / weights[1] == Approx(8));
}

TEST_CASE("Texts with nothing to learn from are refused in one line") {
  for (const char* all : {"", "\n\n", "word word word word word\n", "all of these occur once\n"}) {
    const WrittenText written(all);
    CHECK_THROWS_AS(read_training_text(written.file, 5, 2), Error);
  }
  CHECK_THROWS_AS(read_training_text("/nowhere/at/all", 5, 1), Error);
}

TEST_CASE("A long text is read from its file as it would be held") {
  const WrittenText written(two_topics(40));
  const TrainingText held = read_training_text(written.file, 1, 1);
  const TrainingText streamed = read_training_text(written.file, 1, 1, 0);
  REQUIRE(held.corpus);
  REQUIRE(!streamed.corpus);
  CHECK(held.words() == streamed.words());
  for (const int parts : {1, 2, 7}) {
    std::vector<std::int32_t> one, other;
    for (int part = 0; part < parts; ++part) {
      held.sentences(part, parts,
                     [&](auto words) { one.insert(one.end(), words.begin(), words.end()); });
      streamed.sentences(
          part, parts, [&](auto words) { other.insert(other.end(), words.begin(), words.end()); });
    }
    CHECK(one == held.corpus->ids);
    CHECK(one == other);
  }
}

TEST_CASE("The beginning of a text has its vocabulary and some of its sentences") {
  const WrittenText written(two_topics(40));
  const TrainingText text = read_training_text(written.file, 1, 1);
  CHECK(text.beginning(3).words() == 27);
  CHECK(text.beginning(0).words() == 0);
  CHECK(text.beginning(1000).words() == text.words());
  CHECK(text.beginning(3).vocabulary.size() == text.vocabulary.size());
  CHECK_THROWS_AS(text.beginning(-1), std::invalid_argument);
  CHECK_THROWS_AS(read_training_text(written.file, 1, 1, 0).beginning(1), std::invalid_argument);
}

TEST_CASE("A text that is written out is read again as the same") {
  const WrittenText written("The sea, the SEA.\nrare\nA sea; a the\n");
  const TrainingText text = read_training_text(written.file, 2, 1);
  const testing::TemporaryFolder folder;
  write_sentences(text, folder / "all");
  CHECK(read_file(folder / "all") == "the sea the sea\na sea a the\n");
  CHECK(read_training_text(folder / "all", 2, 1).corpus->ids == text.corpus->ids);
  write_sentences(text, folder / "half", 2);
  CHECK(read_file(folder / "half") == "the sea the sea\n");
}

TEST_CASE("Sampled windows hold their middle and another word and never leave the sentence") {
  const WrittenText written("a b c d e f g\na\nb a\n");
  const TrainingText text = read_training_text(written.file, 1, 1);
  Settings settings;
  settings.sample = 0;
  settings.window = 3;
  std::vector<std::size_t> widths, again;
  for (auto* seen : {&widths, &again}) {
    sample_windows(text, settings,
                   [&](auto words, std::size_t middle, std::size_t begin, std::size_t end, auto&) {
                     CHECK(begin <= middle);
                     CHECK(middle < end);
                     CHECK(end <= words.size());
                     CHECK(end - begin > 1);
                     CHECK(middle - begin <= 3);
                     CHECK(end - middle <= 4);
                     seen->push_back(end - begin);
                   });
    settings.seed = 77;
  }
  CHECK(widths.size() == 9);  // a sentence of one word has no window
  CHECK(widths == again);
}

TEST_CASE("A training that is asked to end does so within some ten thousand words") {
  const WrittenText written(two_topics(5000));
  const TrainingText text = read_training_text(written.file, 1, 1);
  Settings settings;
  settings.sample = 0;
  Training training(text, settings);
  std::int64_t seen = 0;
  train::request_interrupt(2);
  CHECK_THROWS_AS(
      training.sentences(0, [&](auto words, float, auto&) { seen += std::ssize(words); }),
      train::Interrupted);
  train::clear_interrupt();
  CHECK(seen < 10'100);
}

TEST_CASE("Work on several threads is done once by each and hands on what was thrown") {
  for (const int threads : {1, 3}) {
    std::vector<int> calls(static_cast<std::size_t>(threads));
    on_threads(threads, [&](int t) { ++calls[static_cast<std::size_t>(t)]; });
    CHECK(calls == std::vector<int>(static_cast<std::size_t>(threads), 1));
    CHECK_THROWS_AS(on_threads(threads,
                               [&](int t) {
                                 if (t == threads - 1) throw std::runtime_error("one");
                               }),
                    std::runtime_error);
  }
}

}  // namespace primer::vectors
