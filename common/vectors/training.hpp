#pragma once
// The frame of a training of word vectors: who reads what, what is thinned out, and how the rate falls.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "common/text/alias.hpp"
#include "common/text/fast_random.hpp"
#include "common/train/progress.hpp"
#include "common/vectors/settings.hpp"
#include "common/vectors/training_text.hpp"

namespace primer::vectors {

/// With what probability a word that is this share of the text is kept: √(t/f) + t/f, at most 1. This is what
/// word2vec's program does; its paper (Mikolov et al. 2013b) has √(t/f).
/// @param sample t; 0 keeps all
double keep_probability(double share, double sample);
/// How often each word is drawn as noise, its count to the power 3/4 (Mikolov et al. 2013b), not yet divided by their
/// sum.
std::vector<double> noise_weights(const text::Vocabulary& vocabulary);

/// What the threads of a training share.
class Training {
 public:
  /// @param text, settings to be kept as long as this
  /// @param stage what to call it in the line that shows how far it is; empty: none is shown
  Training(const TrainingText& text, const Settings& settings, const std::string& stage = {});

  /// What takes a sentence: its words, thinned out, the rate to learn with, and the thread's random numbers.
  using Take = std::function<void(std::span<const std::int32_t> words /* (n) */, float rate,
                                  text::FastRandom& random)>;
  /// Hands out a thread's part of the sentences, all epochs. Each of settings.threads threads calls it once, with its
  /// number. The rate falls in a straight line to a ten-thousandth of what it was, while the words of all threads go
  /// by.
  /// @throws train::Interrupted when that was asked for
  void sentences(int thread, const Take& take);

  const TrainingText& text;  ///< to learn from
  const Settings& settings;  ///< as they were given
  text::AliasTable noise;    ///< draws words to tell the real ones from

 private:
  void look_up(int thread);

  std::vector<float> keep_;
  std::int64_t done_ = 0;   // words of all threads; through atomic_ref alone
  std::int64_t shown_ = 0;  // of them when progress was last told
  std::unique_ptr<train::Progress> progress_;
};

/// Hands out windows of a sample of the text, about 200 000 words of it, for measuring how well a training does: always the
/// same ones, whatever settings.seed. `middle` is a place in `words`, and so are `begin` and `end`, of the window; it
/// has another word at least.
void sample_windows(
    const TrainingText& text, const Settings& settings,
    const std::function<void(std::span<const std::int32_t> words, std::size_t middle,
                             std::size_t begin, std::size_t end, text::FastRandom& random)>& take);

/// Calls work(0), …, work(threads - 1), each on a thread of its own, and throws again what one of them has thrown.
void on_threads(int threads, const std::function<void(int)>& work);

}  // namespace primer::vectors
