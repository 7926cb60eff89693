// # The same, several times as fast
//
// The plain program of the [last page](plain.cpp) is not slow because it is badly
// written. Its inner loop is three lines, the compiler turns them into vector
// instructions, and still the processor spends most of its time waiting. This
// page finds out for what. It is the book's first lesson in performance, and the
// lesson is older than computers: fetch things once, and use them often.
//
// ## What does a product cost?
//
// Take one question, *real or noise?*, with vectors of a hundred numbers. Reading
// $u$ and $v$ and multiplying them is 200 numbers in for 100 multiply-adds; moving
// both is 200 numbers in and 200 out for 200 more. So each number that comes
// from the cache or from memory is used about once before it goes back. A core of
// ours can do eight multiply-adds at a time but not fetch sixteen numbers for
// them, much less from a table of 14 MB that its caches do not hold.
//
// Matrix products are the cure. Multiply ten rows by eight rows, and each number
// that was fetched is used eight or ten times. But the rows that meet in word2vec
// are random words, a different handful at each step. Where should a matrix come
// from?

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/text/rows.hpp"
#include "common/vectors/pair_scores.hpp"
#include "common/vectors/row_sums.hpp"
#include "common/vectors/shared_noise.hpp"
#include "common/vectors/windows.hpp"

namespace primer::chapter {

namespace rows = text::rows;

// ## First idea: one draw for a whole window
//
// In a window of ten neighbours the plain program names the same word ten times,
// each time against five noise words of its own. Why of its own? Noise is noise.
// [Ji and others (2016)](@ji2016) draw five words *once* and hold all ten
// neighbours against the same five. Now ten rows meet six rows, and that is a small
// matrix product: sixteen rows are fetched where it used to be some seventy.
//
// The expected gradient is what it was, for each pair still sees five words drawn
// from the same distribution. What changes is that the pairs of a window see the
// *same* five. The steps become more alike and their sum is noisier.
//
// ## Second idea: blocks
//
// Then why stop at one window? Neighbouring windows overlap: eight words in a
// row have, with theirs, perhaps sixteen different places around them, not eighty.
// We take such a **block** of eight words, draw eight noise words for all of it,
// and hold every place of the block against every noise word. Each counts for
// 5/8, so that a pair still meets five on average. In formulas, with $m_i$ for the
// number of the block's words whose window holds place $i$,
//
// $$ \sum_{(i, c)} \log \sigma(u_c \cdot v_i)
//    + \sum_i \frac{5 m_i}{8} \sum_{k=1}^{8} \log \sigma(-u_{n_k} \cdot v_i) $$
//
// The second sum no longer depends on the pairs at all. A place that is in six
// windows is held against eight noise words once, where the plain program did it
// thirty times. This is no trick of the machine any more. It is *less arithmetic*,
// bought with noise that is less varied, and we have to find out what that costs.
//
// Both ideas are one program with two numbers.

struct Sharing {
  int block;  ///< words to name at a time
  int noise;  ///< words drawn for all of them
};

// ## Lists of rows
//
// In the plain program a row is moved by one question after the other. Here it is
// moved once a block, by the weighted sum of all the rows that met it there. So we
// keep lists. `RowSums` (`common/vectors/row_sums.hpp`) has one for each row that is
// to move: along which others, and how far. `scores` says what each row of a list
// gets with some vector, $\sigma(u \cdot v)$, and `write` and `add_to` make the sum.
// `SharedNoise` beside it has the drawn words, and its `score` holds all places of a
// block against all of them. That is the matrix product that we were after.
//
// The work in both is done by two functions of `common/text/rows.hpp`. `dots`
// multiplies one or two rows by four at a time and keeps four or eight sums in
// registers, in chains that do not wait for one another. `weighted_sum` runs through
// a list while a piece of the result stays in registers. They are what `learn` of
// the last page becomes when there is more than one vector at a time.
//
// ## Windows first
//
// To cut a text into blocks of eight, sentences get in the way, for many are
// shorter. So `Windows` writes sentences one behind the other, and beside each
// word where its window begins and ends, which is never beyond its sentence. When
// two thousand words have come together, they are cut into blocks and learned from.
// The position of a word in this row of sentences is its *place*.

class Blocks {
 public:
  Blocks(Model& model, const Training& training, Sharing sharing);
  /// Opens windows in a sentence, and learns when enough have come together.
  void add(std::span<const std::int32_t> sentence, float rate,
           text::FastRandom& random);
  /// Learns from what has come together.
  void learn(float rate, text::FastRandom& random);

 private:
  using Block = vectors::Windows::Block;

  void prefetch(int first) const;
  void fetch(const Block& block);
  void skip_gram(const Block& block, float rate);
  void cbow(const Block& block, float rate);
  float* input(int place) const {
    return model_.words.row(windows_.word(place));
  }
  float* output(int place) const {
    return model_.outputs.row(windows_.word(place));
  }
  static std::size_t at(int place) { return static_cast<std::size_t>(place); }
  // By how much a noise word counts, and in which direction.
  float noise_share(float rate) const {
    return -rate * static_cast<float>(training_.settings.negatives) /
           static_cast<float>(noise_.count());
  }

  Model& model_;
  const Training& training_;
  const int size_;  // of a block
  const std::int64_t columns_;
  vectors::Windows windows_;
  vectors::SharedNoise noise_;
  std::vector<float*> inputs_;                     // rows of the block
  std::vector<const float*> mean_rows_, middles_;  // CBOW's
  vectors::PairScores middle_;
  std::vector<float> pairs_;  // (places)
  std::vector<float> push_;   // (noise, places)
  vectors::RowSums of_places_, of_words_, of_noise_;
  text::RowTable moves_, means_;
};

static int filled_up(int value) { return (value + 7) / 8 * 8; }

Blocks::Blocks(Model& model, const Training& training, Sharing sharing)
    : model_(model),
      training_(training),
      size_(sharing.block),
      columns_(model.words.padded()),
      noise_(model.outputs, training.noise, sharing.noise),
      moves_(filled_up(size_ + 2 * training.settings.window), columns_),
      means_(filled_up(size_), columns_) {
  const int reach = 2 * training.settings.window;
  const int places = filled_up(size_ + reach);
  inputs_.resize(at(places));
  pairs_.resize(at(places));
  push_.resize(at(places * sharing.noise));
  for (int c = 0; c < means_.rows(); ++c) mean_rows_.push_back(means_.row(c));
  middles_.resize(at(size_));
  of_places_ = vectors::RowSums(places, sharing.noise + size_);
  of_words_ = vectors::RowSums(size_, std::max(reach, sharing.noise + 1));
  of_noise_ = vectors::RowSums(sharing.noise, places);
}

void Blocks::add(std::span<const std::int32_t> sentence, float rate,
                 text::FastRandom& random) {
  windows_.add(sentence, training_.settings.window, random);
  if (windows_.size() >= 2000) learn(rate, random);
}

// ## Fetching before it is needed
//
// The next block's words are known while this one is at work, and so, since
// `SharedNoise` draws one block ahead, is its noise. A **prefetch** asks the memory
// for a row and goes on without waiting. By the time the block comes up, its rows
// should be in the cache. Should: on the machine of this page the program was as fast
// without it. Perhaps sums that wait for several rows at once have left little to
// gain. Try it on yours. (The tables also ask the system for pages of 2 MB in the place
// of 4 KB, for the processor cannot remember where thousands of small pages are.)

void Blocks::prefetch(int first) const {
  const int reach = training_.settings.window;
  const int last = std::min(first + size_, windows_.size());
  for (int place = first; place < last; ++place) {
    rows::prefetch(output(place), columns_);
    if (place + reach >= windows_.size()) continue;
    rows::prefetch(input(place + reach), columns_);
  }
}

void Blocks::learn(float rate, text::FastRandom& random) {
  noise_.draw(random);
  for (int first = 0; first < windows_.size(); first += size_) {
    noise_.draw(random);
    prefetch(first + size_);
    const Block block = windows_.block(first, size_);
    fetch(block);
    if (training_.settings.predicts == Predicts::context) {
      skip_gram(block, rate);
    } else {
      cbow(block, rate);
    }
  }
  windows_.clear();
}

// ## A block
//
// Everything below works on rows where they lie, by lists of pointers into the
// two tables. `fetch` makes the list of the block's places. Its end is filled up with
// rows whose products nobody reads, so that loops may take two or four at a time.

void Blocks::fetch(const Block& block) {
  for (int i = 0; i < static_cast<int>(inputs_.size()); ++i) {
    inputs_[at(i)] = input(block.begin + std::min(i, block.places() - 1));
  }
  of_places_.clear();
  of_words_.clear();
  of_noise_.clear();
}

// Now skip-gram. Every term of the formula above pulls two rows together or
// pushes them apart, so each goes onto two lists: who moves, and along which row,
// how far. First we fill the lists, reading rows and changing none; then each list
// is one sum.

void Blocks::skip_gram(const Block& block, float rate) {
  const int places = block.places();
  noise_.score(inputs_.data(), places);
  std::ranges::fill(pairs_, 0.0f);

  // Each word and its window pull at one another
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      const int i = near - block.begin;
      if (near == place) continue;
      of_words_.add(c, inputs_[at(i)], 0);
      ++pairs_[at(i)];
    }
    const std::span<float> pulls = of_words_.scores(c, output(place), columns_);
    std::size_t next = 0;
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      if (near == place) continue;
      float& pull = pulls[next++];
      pull = rate * (1 - pull);
      of_places_.add(near - block.begin, output(place), pull);
    }
  }

  // The noise and each place push one another away, once for each pair
  const float share = noise_share(rate);
  for (int k = 0; k < noise_.count(); ++k) {
    float* push = &push_[at(k) * inputs_.size()];
    for (int i = 0; i < places; ++i) push[i] = share * pairs_[at(i)];
    for (int place = block.first; place < block.last; ++place) {
      if (noise_.word(k) != windows_.word(place)) continue;
      for (int near = windows_.begin(place); near < windows_.end(place);
           ++near) {
        if (near != place) push[near - block.begin] -= share;
      }
    }
    for (int i = 0; i < places; ++i) {
      push[i] *= noise_.said(i, k);
      of_places_.add(i, noise_.row(k), push[i]);
    }
  }

  for (int i = 0; i < places; ++i) {
    of_places_.write(moves_.row(i), i, columns_);
  }
  for (int place = block.first; place < block.last; ++place) {
    of_words_.add_to(output(place), place - block.first, columns_);
  }
  for (int k = 0; k < noise_.count(); ++k) {
    rows::weighted_sum<true>(noise_.row(k), columns_, places,
                             &push_[at(k) * inputs_.size()], inputs_.data());
  }
  for (int i = 0; i < places; ++i) {
    rows::add(inputs_[at(i)], moves_.row(i), columns_);
  }
}

// And CBOW. Here sharing saves less. Each word's window has a mean of its own,
// which is held against the noise once anyway, so a block of eight does the same
// arithmetic as eight windows. It only fetches fewer rows, and multiplies them
// in a matrix. Noise is what it spends its time on, so we take four words, not
// eight. What that costs, the [fourth page](rivals.cpp) will find out.
//
// Each mean is also held against one row that nobody else wants, that of the word in
// the middle. That is no matrix, but it can still be done in fours: while the sum of
// one pair waits for its row, the other three go on. `PairScores` does that. In a
// trial CBOW became a tenth faster by it.

void Blocks::cbow(const Block& block, float rate) {
  const int count = block.words();
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    const int size = windows_.end(place) - windows_.begin(place) - 1;
    for (int near = windows_.begin(place); near < windows_.end(place); ++near) {
      if (near == place) continue;
      of_words_.add(c, inputs_[at(near - block.begin)],
                    1 / static_cast<float>(size));
      of_places_.add(near - block.begin, moves_.row(c), 1);
    }
    of_words_.write(means_.row(c), c, columns_);
    middles_[at(c)] = output(place);
  }
  noise_.score(mean_rows_.data(), count);
  middle_.score(mean_rows_.data(), middles_.data(), count, columns_);

  const float share = noise_share(rate);
  of_words_.clear();
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    if (windows_.end(place) - windows_.begin(place) < 2) continue;
    of_words_.add(c, output(place), rate * (1 - middle_.said(c)));
    for (int k = 0; k < noise_.count(); ++k) {
      if (noise_.word(k) == windows_.word(place)) continue;
      const float push = share * noise_.said(c, k);
      of_words_.add(c, noise_.row(k), push);
      of_noise_.add(k, means_.row(c), push);
    }
  }

  for (int c = 0; c < count; ++c) {
    of_words_.write(moves_.row(c), c, columns_);
  }
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    const float* mean = means_.row(c);
    if (of_words_.count(c) == 0) continue;
    rows::weighted_sum<true>(output(place), columns_, 1, of_words_.weights(c),
                             &mean);
  }
  for (int k = 0; k < noise_.count(); ++k) {
    of_noise_.add_to(noise_.row(k), k, columns_);
  }
  for (int i = 0; i < block.places(); ++i) {
    of_places_.add_to(inputs_[at(i)], i, columns_);
  }
}

// ## Trained
//
// `train_shared` is the first idea, a window at a time and five words of noise,
// and `train_blocks` the second.

static void train_in_blocks(Model& model, const Text& text,
                            const Settings& settings, Sharing sharing) {
  if (settings.output != Output::negative_sampling) {
    throw std::invalid_argument("a tree has no noise to share");
  }
  const std::string how = sharing.block == 1 ? "window by window" : "in blocks";
  Training training(text, settings, called(settings, how));
  vectors::on_threads(settings.threads, [&](int thread) {
    Blocks blocks(model, training, sharing);
    float last_rate = 0;
    training.sentences(thread,
                       [&](auto words, float rate, text::FastRandom& random) {
                         blocks.add(words, rate, random);
                         last_rate = rate;
                       });
    text::FastRandom random(settings.seed,
                            2'000'000 + static_cast<std::uint64_t>(thread));
    blocks.learn(last_rate, random);
  });
}

Model train_shared(const Text& text, const Settings& settings) {
  Model model(text.vocabulary, settings);
  train_in_blocks(model, text, settings,
                  {.block = 1, .noise = settings.negatives});
  return model;
}

void train_blocks(Model& model, const Text& text, const Settings& settings) {
  const bool skip_gram = settings.predicts == Predicts::context;
  train_in_blocks(model, text, settings,
                  {.block = 8, .noise = skip_gram ? 8 : 4});
}

Model train_blocks(const Text& text, const Settings& settings) {
  Model model(text.vocabulary, settings);
  train_blocks(model, text, settings);
  return model;
}

// ## What it gained, and what it cost
//
// | | million words a second | objective a pair | $\rho$ |
// |---|---|---|---|
// | plain | {{timing.speed.ladder.plain:.2f}} | {{ladder.plain.objective:.3f}} | {{ladder.plain.similarity:.3f}} |
// | one draw for a window | {{timing.speed.ladder.shared:.2f}} | {{ladder.shared.objective:.3f}} | {{ladder.shared.similarity:.3f}} |
// | blocks of 8 words and 8 draws | {{timing.speed.ladder.blocks:.2f}} | {{ladder.blocks.objective:.3f}} | {{ladder.blocks.similarity:.3f}} |
//
// ![Words per second of the three programs](results/ladder.svg)
//
// One draw for a window makes the program {{timing.speed.shared_over_plain:.1f}}
// times as fast, blocks make it {{timing.speed.blocks_over_plain:.1f}} times.
//
// Is it still the same training? The last column, how well the vectors agree
// with a dictionary (the [next page](evaluate.cpp) explains it), cannot tell. With
// other seeds the last row alone has a spread of
// {{seeds.skip_gram.similarity.spread:.3f}}, and its mean over three is
// {{seeds.skip_gram.similarity.mean:.3f}}. The objective can tell, for its spread is
// {{seeds.skip_gram.objective.spread:.4f}}: it is the mean, over a sample of the
// pairs, of the formula that all three make larger, and blocks leave it lower.
// That is the price. Noise that is less varied teaches a little less, and
// a test of 1 500 word pairs does not notice. In a trial, sixteen words with eight
// draws were a little faster again, and lower again. Eight is our choice, and nothing
// but such numbers stands behind it.
//
// ## What we did not do
//
// Half-precision tables are the next step. A row would be half as many cache
// lines, with arithmetic in single precision still. On a machine with wide vector units
// it should pay, for there memory is what is left. The processor that this page was
// written on takes several instructions to unpack eight half-precision numbers, and
// a trial with a vocabulary small enough for its cache was only a tenth faster,
// so memory was not what it waited for. Try it on yours.

}  // namespace primer::chapter
