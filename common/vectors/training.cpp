#include "common/vectors/training.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <thread>

#include "common/train/interrupt.hpp"

namespace primer::vectors {

double keep_probability(double share, double sample) {
  if (sample <= 0 || share <= 0) return 1;
  return std::min(1.0, std::sqrt(sample / share) + sample / share);
}

std::vector<double> noise_weights(const text::Vocabulary& vocabulary) {
  std::vector<double> weights;
  for (const std::int64_t count : vocabulary.counts()) {
    weights.push_back(std::pow(static_cast<double>(count), 0.75));
  }
  return weights;
}

Training::Training(const TrainingText& its_text, const Settings& its_settings,
                   const std::string& stage)
    : text(its_text), settings(its_settings), noise(noise_weights(its_text.vocabulary)) {
  const auto total = static_cast<double>(text.vocabulary.total());
  for (const std::int64_t count : text.vocabulary.counts()) {
    const double share = static_cast<double>(count) / total;
    keep_.push_back(static_cast<float>(keep_probability(share, settings.sample)));
  }
  if (!stage.empty()) {
    progress_ = std::make_unique<train::Progress>(train::ProgressState{.stage = stage,
                                                                       .epochs = settings.epochs,
                                                                       .batches = text.words(),
                                                                       .batch_name = "word",
                                                                       .example_name = "words"});
  }
}

void Training::sentences(int thread, const Take& take) {
  text::FastRandom random(settings.seed, static_cast<std::uint64_t>(thread));
  const std::atomic_ref done(done_);
  const double total = static_cast<double>(text.words()) * std::max(1, settings.epochs);
  std::vector<std::int32_t> kept;
  std::int64_t seen = 0;
  for (int epoch = 0; epoch < settings.epochs; ++epoch) {
    text.sentences(thread, settings.threads, [&](std::span<const std::int32_t> sentence) {
      // Thin out the frequent words
      kept.clear();
      for (const std::int32_t word : sentence) {
        const float keep = keep_[static_cast<std::size_t>(word)];
        if (keep >= 1 || random.unit() < keep) kept.push_back(word);
      }

      // Now and then, tell the others how far this thread is
      seen += static_cast<std::int64_t>(sentence.size());
      if (seen >= 10'000) {
        done.fetch_add(seen, std::memory_order_relaxed);
        seen = 0;
        look_up(thread);
      }
      const double left = 1 - static_cast<double>(done.load(std::memory_order_relaxed)) / total;
      take(kept, static_cast<float>(settings.rate * std::max(left, 1e-4)), random);
    });
  }
}

void Training::look_up(int thread) {
  if (const int signal = train::interrupt_requested()) throw train::Interrupted(signal);
  if (thread != 0 || !progress_) return;
  const std::int64_t done = std::atomic_ref(done_).load(std::memory_order_relaxed);
  const std::int64_t words = std::max<std::int64_t>(1, text.words());
  const std::int64_t epoch = std::min<std::int64_t>(done / words, settings.epochs - 1);
  progress_->update(epoch + 1, done - epoch * words, std::numeric_limits<double>::quiet_NaN(),
                    done - shown_);
  shown_ = done;
}

void sample_windows(const TrainingText& text, const Settings& settings,
                    const std::function<void(std::span<const std::int32_t>, std::size_t,
                                             std::size_t, std::size_t, text::FastRandom&)>& take) {
  Settings once = settings;
  once.epochs = once.threads = 1;
  once.seed = 12345;
  const std::int64_t every = 1 + text.words() / 200'000;
  std::int64_t sentence = 0;
  Training(text, once).sentences(0, [&](auto words, float, text::FastRandom& random) {
    if (sentence++ % every != 0) return;
    for (std::size_t middle = 0; middle < words.size(); ++middle) {
      const std::size_t size = 1 + random.below(static_cast<std::uint32_t>(settings.window));
      const std::size_t begin = middle - std::min(middle, size);
      const std::size_t end = std::min(words.size(), middle + size + 1);
      if (end - begin > 1) take(words, middle, begin, end, random);
    }
  });
}

void on_threads(int threads, const std::function<void(int)>& work) {
  std::vector<std::exception_ptr> problems(static_cast<std::size_t>(threads));
  const auto guarded = [&](int thread) {
    try {
      work(thread);
    } catch (...) {
      problems[static_cast<std::size_t>(thread)] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (int t = 1; t < threads; ++t) others.emplace_back(guarded, t);
    guarded(0);
  }
  for (const auto& problem : problems) {
    if (problem) std::rethrow_exception(problem);
  }
}

}  // namespace primer::vectors
