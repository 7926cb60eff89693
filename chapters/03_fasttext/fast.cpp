// # The same, fetched once
//
// Of the rows that the plain program touches, most are pieces of words, and it
// touches the same ones again and again: for each neighbour of *unteachable* all
// its forty pieces are read, added, read again and moved. But between two neighbours
// nothing has changed except by one small step. If we put the word together once,
// take all steps of its window with that vector, and send their sum back to the
// pieces once, we do a sixth of the work.
//
// And as in chapter 2, several words can share their noise, so that the small
// vectors meet in a matrix product instead of one by one. This page does both.

#include <algorithm>
#include <array>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/text/rows.hpp"
#include "common/vectors/pair_scores.hpp"
#include "common/vectors/row_sums.hpp"
#include "common/vectors/shared_noise.hpp"
#include "common/vectors/windows.hpp"

namespace primer::chapter {

namespace rows = text::rows;

// ## What a block holds
//
// We take a **block** of words in a row, eight for skip-gram and sixteen for CBOW,
// and draw eight noise words for all of it. Each of them counts for 5/8, so that
// the expected step is that of five. All that a row is to do is a weighted sum of
// other rows, so that is what we keep, in the lists of
// [chapter 2](../02_word2vec/fast.cpp): `RowSums`.

constexpr int noise_words = 8;

class Blocks {
 public:
  Blocks(Model& model, const Training& training);
  /// Opens windows in a sentence, and learns when enough have come together.
  void add(std::span<const std::int32_t> sentence, float rate,
           text::FastRandom& random);
  /// Learns from what has come together.
  void learn(text::FastRandom& random);

 private:
  using Block = vectors::Windows::Block;

  float* output(int place) { return model_.outputs.row(windows_.word(place)); }
  std::span<float* const> rows_of(int place) const;
  float compose(int place, float* out, bool as_mean);
  void send_back(int place, const float* move);
  int pairs_with(int place, std::int32_t noise) const;
  void skip_gram(const Block& block);
  std::size_t slot(int place) const;
  void open(int end);
  void close(int end);
  void give(const Block& block);
  void name_middles(const Block& block);
  void take_back(const Block& block);

  Model& model_;
  const Training& training_;
  const bool is_skip_gram_;
  const int size_;     // words of a block
  const int reach_;    // places of a block, at most
  const float share_;  // of a noise word
  const std::int64_t columns_;
  float rate_ = 0;
  vectors::Windows windows_;
  vectors::SharedNoise noise_;
  vectors::RowSums of_words_, of_places_, of_noise_;
  text::RowTable given_, moves_;  // of the block's words
  std::vector<float*> given_rows_;
  std::vector<float*> pieces_;             // of all places
  std::vector<std::size_t> begins_ = {0};  // where a place's pieces begin
  std::vector<float> shares_;

  // Of CBOW
  int opened_ = 0, closed_ = 0;
  std::vector<float> counts_;          // of an open place's pieces
  text::RowTable sums_, waiting_;      // an open place's vector, and its move
  text::RowTable step_;                // what a block adds to that
  std::vector<const float*> middles_;  // the outputs to be named
  vectors::PairScores middle_;
  std::vector<float> pushes_;  // (noise words, words of a block)
};

Blocks::Blocks(Model& model, const Training& training)
    : model_(model),
      training_(training),
      is_skip_gram_(training.settings.predicts == Predicts::context),
      size_(is_skip_gram_ ? 8 : 16),
      reach_(size_ + 2 * training.settings.window),
      share_(static_cast<float>(training.settings.negatives) /
             static_cast<float>(noise_words)),
      columns_(model.inputs.padded()),
      noise_(model.outputs, training.noise, noise_words),
      of_words_(size_, 2 * training.settings.window + noise_words),
      of_places_(reach_, size_),
      of_noise_(noise_words, size_),
      given_(size_, columns_),
      moves_(size_, columns_),
      counts_(static_cast<std::size_t>(reach_)),
      sums_(reach_, columns_),
      waiting_(reach_, columns_),
      step_(1, columns_),
      middles_(static_cast<std::size_t>(size_)),
      pushes_(static_cast<std::size_t>(noise_words * size_)) {
  for (int c = 0; c < size_; ++c) given_rows_.push_back(given_.row(c));
}

void Blocks::add(std::span<const std::int32_t> sentence, float rate,
                 text::FastRandom& random) {
  windows_.add(sentence, training_.settings.window, random);
  for (const std::int32_t word : sentence) {
    for (const std::int32_t r : model_.subwords.of(word)) {
      pieces_.push_back(model_.inputs.row(r));
    }
    begins_.push_back(pieces_.size());
  }
  rate_ = rate;
  if (windows_.size() >= 2000) learn(random);
}

void Blocks::learn(text::FastRandom& random) {
  noise_.draw(random);
  for (int first = 0; first < windows_.size(); first += size_) {
    noise_.draw(random);
    of_words_.clear();
    of_places_.clear();
    of_noise_.clear();
    const Block block = windows_.block(first, size_);
    if (is_skip_gram_) {
      skip_gram(block);
    } else {
      open(block.end);
      give(block);
      name_middles(block);
      take_back(block);
      close(block.last - training_.settings.window);
    }
  }
  close(opened_);
  opened_ = closed_ = 0;
  windows_.clear();
  pieces_.clear();
  begins_.resize(1);
}

// ## Together, and apart again
//
// A word is put together from its pieces, and later its pieces get their move.
// Nothing else on this page touches the large table. Where the pieces of each place
// lie was written down when the sentence came, one place behind the other.

std::span<float* const> Blocks::rows_of(int place) const {
  const auto p = static_cast<std::size_t>(place);
  return std::span(pieces_).subspan(begins_[p], begins_[p + 1] - begins_[p]);
}

float Blocks::compose(int place, float* out, bool as_mean) {
  const auto list = rows_of(place);
  const auto count = static_cast<float>(list.size());
  shares_.assign(list.size(), as_mean ? 1 / count : 1);
  rows::weighted_sum<false>(out, columns_, static_cast<int>(list.size()),
                            shares_.data(), list.data());
  return count;
}

void Blocks::send_back(int place, const float* move) {
  const auto list = rows_of(place);
  rows::add_to_each(list.data(), static_cast<int>(list.size()), move, columns_);
}

// Two things about these few lines we found by trying, on one machine. All pieces of a
// word get the same move, so `add_to_each` keeps half of it in registers and runs down
// the list twice, where it was read again for each piece: CBOW became a twentieth
// faster. And fetching rows ahead, as [chapter 2](../02_word2vec/fast.cpp) does it, gains
// nothing here: not a word ahead, nor a block ahead, nor a few rows at a time while the
// processor multiplies. What the memory is asked for it has to bring, sooner or later,
// and here it seems to have no time to spare. So this page fetches nothing ahead but the noise.

// ## Skip-gram
//
// Each word of the block is put together, held against all words of its window,
// which it should name, and against the noise. A noise word counts once for each
// pair of the window, but not where it happens to be the right answer.

int Blocks::pairs_with(int place, std::int32_t noise) const {
  int pairs = 0;
  for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
    pairs += near != place && windows_.word(near) != noise;
  }
  return pairs;
}

void Blocks::skip_gram(const Block& block) {
  for (int c = 0; c < block.words(); ++c) {
    compose(block.first + c, given_.row(c), true);
  }
  noise_.score(given_rows_.data(), block.words());

  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    const float* given = given_.row(c);

    // The words of the window pull
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      if (near != place) of_words_.add(c, output(near), 0);
    }
    const std::span<float> pulls = of_words_.scores(c, given, columns_);
    std::size_t next = 0;
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      if (near == place) continue;
      float& pull = pulls[next++];
      pull = rate_ * (1 - pull);
      of_places_.add(near - block.begin, given, pull);
    }

    // and the noise pushes
    for (int k = 0; k < noise_words; ++k) {
      const auto pairs = static_cast<float>(pairs_with(place, noise_.word(k)));
      const float push = -rate_ * share_ * pairs * noise_.said(c, k);
      of_words_.add(c, noise_.row(k), push);
      of_noise_.add(k, given, push);
    }
  }

  for (int c = 0; c < block.words(); ++c) {
    of_words_.write(moves_.row(c), c, columns_);
  }
  for (int place = block.begin; place < block.end; ++place) {
    of_places_.add_to(output(place), place - block.begin, columns_);
  }
  for (int k = 0; k < noise_words; ++k) {
    of_noise_.add_to(noise_.row(k), k, columns_);
  }
  for (int c = 0; c < block.words(); ++c) {
    send_back(block.first + c, moves_.row(c));
  }
}

// ## CBOW
//
// Here the windows give and the middle is named. Neighbouring windows share most of
// their words, in one block and across its edge, so a place is **opened** before the
// first block that reaches it, and **closed** behind the last: put together once,
// as a sum, and taken apart once. Few places are open at a time, and they take turns
// in as many slots.

std::size_t Blocks::slot(int place) const {
  return static_cast<std::size_t>(place % reach_);
}

void Blocks::open(int end) {
  for (; opened_ < end; ++opened_) {
    const std::size_t s = slot(opened_);
    counts_[s] = compose(opened_, sums_.row(s), false);
    std::fill_n(waiting_.row(s), columns_, 0.0f);
  }
}

void Blocks::close(int end) {
  for (; closed_ < end; ++closed_) {
    send_back(closed_, waiting_.row(slot(closed_)));
  }
}

// The mean over all pieces of a window is the sum of its words' sums by the number
// of pieces.

void Blocks::give(const Block& block) {
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    float pieces = 0;
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      if (near != place) pieces += counts_[slot(near)];
    }
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      if (near == place) continue;
      of_words_.add(c, sums_.row(slot(near)), 1 / pieces);
      of_places_.add(near - block.begin, moves_.row(c), 1);
    }
    of_words_.write(given_.row(c), c, columns_);
    middles_[static_cast<std::size_t>(c)] = output(place);
  }
}

// The middle pulls the window's mean, and all noise words push it. (A word that
// stands alone has a mean of nothing, zero, and by zero nothing is moved.) Every
// mean meets every noise word, so their weights are a small matrix and need no lists.

void Blocks::name_middles(const Block& block) {
  noise_.score(given_rows_.data(), block.words());
  middle_.score(given_rows_.data(), middles_.data(), block.words(), columns_);

  std::array<const float*, noise_words> noise;
  for (int k = 0; k < noise_words; ++k) {
    noise[static_cast<std::size_t>(k)] = noise_.row(k);
  }
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    std::array<float, noise_words> pushes;
    for (int k = 0; k < noise_words; ++k) {
      const bool is_right = noise_.word(k) == windows_.word(place);
      const float push = is_right ? 0 : -rate_ * share_ * noise_.said(c, k);
      pushes[static_cast<std::size_t>(k)] = push;
      pushes_[static_cast<std::size_t>(k * size_ + c)] = push;
    }
    const float pull = rate_ * (1 - middle_.said(c));
    const float* middle = output(place);
    const float* given = given_.row(c);
    rows::weighted_sum<false>(moves_.row(c), columns_, noise_words,
                              pushes.data(), noise.data());
    rows::weighted_sum<true>(moves_.row(c), columns_, 1, &pull, &middle);
    rows::weighted_sum<true>(output(place), columns_, 1, &pull, &given);
  }
  for (int k = 0; k < noise_words; ++k) {
    rows::weighted_sum<true>(noise_.row(k), columns_, block.words(),
                             &pushes_[static_cast<std::size_t>(k * size_)],
                             given_rows_.data());
  }
}

// On the way back a place collects the moves of all windows that it stands in. Its
// pieces have to wait for them until it is closed. But its own sum we can move at
// once: if each of $n$ pieces moves by $m$, their sum moves by $nm$.

void Blocks::take_back(const Block& block) {
  const float* step = step_.row(0);
  for (int place = block.begin; place < block.end; ++place) {
    const std::size_t s = slot(place);
    of_places_.write(step_.row(0), place - block.begin, columns_);
    rows::add(waiting_.row(s), step, columns_);
    rows::weighted_sum<true>(sums_.row(s), columns_, 1, &counts_[s], &step);
  }
}

Model train_blocks(const Text& text, const Settings& settings) {
  Model model(text.vocabulary, settings);
  Training training(text, settings, "pieces");
  vectors::on_threads(settings.threads, [&](int thread) {
    Blocks blocks(model, training);
    training.sentences(thread,
                       [&](auto words, float rate, text::FastRandom& random) {
                         blocks.add(words, rate, random);
                       });
    text::FastRandom random(settings.seed,
                            2'000'000 + static_cast<std::uint64_t>(thread));
    blocks.learn(random);
  });
  return model;
}

// What is done for pieces has shrunk by the size of a window, some six times, and
// the whole program takes {{timing.speed.blocks_over_plain:.1f}} times less. What has been given up?
// Within a block all steps start from the same vectors, where the plain program
// lets each see what the last has done; and eight words of noise serve where there
// were a few hundred. A [later page](words.cpp) measures what that does to
// the vectors.

}  // namespace primer::chapter
