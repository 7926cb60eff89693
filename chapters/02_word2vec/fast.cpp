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
#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "chapters/02_word2vec/word2vec.hpp"
#include "common/text/rows.hpp"

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
// What is to move, moves along a weighted sum of other rows. `Sums` keeps such a
// list for each of several rows: where to go, and how far. The work is done by two
// functions of `common/text/rows.hpp`. `dots` multiplies one or two rows by four
// at a time and keeps four or eight sums in registers, in chains that do not wait
// for one another. `weighted_sum` runs through a list while a piece of the result
// stays in registers. They are what `learn` of the last page becomes when there is
// more than one vector at a time.

class Sums {
 public:
  Sums() = default;
  Sums(int sums, int terms)
      : terms_(static_cast<std::size_t>(terms + 7) / 8 * 8),
        counts_(static_cast<std::size_t>(sums)),
        weights_(counts_.size() * terms_),
        rows_(counts_.size() * terms_) {}

  void clear() { std::ranges::fill(counts_, 0); }
  void add(int sum, const float* row, float weight) {
    int& count = counts_[static_cast<std::size_t>(sum)];
    const std::size_t term = first(sum) + static_cast<std::size_t>(count++);
    weights_[term] = weight;
    rows_[term] = row;
  }
  int count(int sum) const { return counts_[static_cast<std::size_t>(sum)]; }
  const float* weights(int sum) const { return &weights_[first(sum)]; }

  // Puts the sigmoid of x · row in the place of each weight.
  std::span<float> scores(int sum, const float* x, std::int64_t columns) {
    const auto length = static_cast<std::size_t>(count(sum));
    float* weights = &weights_[first(sum)];
    const float** rows = &rows_[first(sum)];
    for (std::size_t j = length; j % 4 != 0; ++j) rows[j] = rows[0];
    for (std::size_t j = 0; j < length; j += 4) {
      rows::dots<1>(&x, rows + j, columns, weights + j, 0);
    }
    for (std::size_t j = 0; j < length; j += text::lanes) {
      rows::sigmoid(weights + j);
    }
    return {weights, length};
  }
  void write(float* out, int sum, std::int64_t columns) const {
    rows::weighted_sum<false>(out, columns, count(sum), weights(sum),
                              &rows_[first(sum)]);
  }
  void add_to(float* out, int sum, std::int64_t columns) const {
    rows::weighted_sum<true>(out, columns, count(sum), weights(sum),
                             &rows_[first(sum)]);
  }

 private:
  std::size_t first(int sum) const {
    return static_cast<std::size_t>(sum) * terms_;
  }

  std::size_t terms_ = 8;
  std::vector<int> counts_;
  std::vector<float> weights_;      // (sums, terms)
  std::vector<const float*> rows_;  // (sums, terms)
};

// ## Windows first
//
// To cut a text into blocks of eight, sentences get in the way, for many are
// shorter. So we write sentences one behind the other, and beside each word
// where its window begins and ends, which is never beyond its sentence. When two
// thousand words have come together, they are cut into blocks and learned from.

class Blocks {
 public:
  Blocks(Model& model, Training& training, Sharing sharing);
  /// Opens windows in a sentence, and learns when enough have come together.
  void add(std::span<const std::int32_t> sentence, float rate,
           text::FastRandom& random);
  /// Learns from what has come together.
  void learn(float rate, text::FastRandom& random);

 private:
  struct Block {
    int first, last;  // the words that it names
    int begin, end;   // the places that their windows reach
  };
  Block block_at(int first) const;
  void draw(text::FastRandom& random);
  void prefetch(int first) const;
  void fetch(const Block& block);
  void against_noise(const float* const* rows, int count);
  void skip_gram(const Block& block, float rate);
  void cbow(const Block& block, float rate);
  float* input(int place) const { return model_.words.row(word(place)); }
  float* output(int place) const { return model_.outputs.row(word(place)); }
  std::int32_t word(int place) const { return words_[at(place)]; }
  static std::size_t at(int place) { return static_cast<std::size_t>(place); }
  // By how much a noise word counts, and in which direction.
  float noise_share(float rate) const {
    return -rate * static_cast<float>(training_.settings.negatives) /
           static_cast<float>(sharing_.noise);
  }

  Model& model_;
  Training& training_;
  const Sharing sharing_;
  const std::int64_t columns_;
  const int width_;  // of the noise, filled up to whole registers

  std::vector<std::int32_t> words_, begins_, ends_;  // of the windows
  std::vector<std::int32_t> drawn_, next_;           // noise
  std::vector<float*> inputs_, noise_;               // rows of the block
  std::vector<float> said_;                          // (places, width)
  std::vector<float> pairs_;                         // (places)
  std::vector<float> push_;                          // (noise, places)
  Sums of_places_, of_words_, of_noise_;
  text::RowTable moves_, means_;
};

static int filled_up(int value) { return (value + 7) / 8 * 8; }

Blocks::Blocks(Model& model, Training& training, Sharing sharing)
    : model_(model),
      training_(training),
      sharing_(sharing),
      columns_(model.words.padded()),
      width_(filled_up(sharing.noise)),
      next_(at(width_)),
      noise_(at(width_)),
      moves_(filled_up(sharing.block + 2 * training.settings.window), columns_),
      means_(filled_up(sharing.block), columns_) {
  const int reach = 2 * training.settings.window;
  const int places = filled_up(sharing.block + reach);
  inputs_.resize(at(places));
  said_.resize(at(places * width_));
  pairs_.resize(at(places));
  push_.resize(at(places * width_));
  of_places_ = Sums(places, sharing.noise + sharing.block);
  of_words_ = Sums(sharing.block, std::max(filled_up(reach), width_ + 1));
  of_noise_ = Sums(sharing.noise, places);
}

void Blocks::add(std::span<const std::int32_t> sentence, float rate,
                 text::FastRandom& random) {
  const auto start = static_cast<std::int32_t>(words_.size());
  const auto length = static_cast<std::int32_t>(sentence.size());
  const auto most = static_cast<std::uint32_t>(training_.settings.window);
  for (std::int32_t i = 0; i < length; ++i) {
    const auto size = static_cast<std::int32_t>(1 + random.below(most));
    words_.push_back(sentence[at(i)]);
    begins_.push_back(start + std::max(0, i - size));
    ends_.push_back(start + std::min(length, i + size + 1));
  }
  if (words_.size() >= 2000) learn(rate, random);
}

Blocks::Block Blocks::block_at(int first) const {
  const int last =
      std::min(first + sharing_.block, static_cast<int>(words_.size()));
  Block block{first, last, first, last};
  for (int place = first; place < last; ++place) {
    block.begin = std::min(block.begin, begins_[at(place)]);
    block.end = std::max(block.end, ends_[at(place)]);
  }
  return block;
}

// ## Fetching before it is needed
//
// The next block's words are known while this one is at work, and so, if we draw
// one block ahead, is its noise. A **prefetch** asks the memory for a row and goes
// on without waiting. By the time the block comes up, its rows are in the cache.
// (The tables also ask the system for pages of 2 MB in the place of 4 KB, for
// the processor cannot remember where thousands of small pages are.)

void Blocks::draw(text::FastRandom& random) {
  drawn_ = next_;
  for (int k = 0; k < sharing_.noise; ++k) {
    next_[at(k)] = training_.noise.draw(random.next());
    rows::prefetch(model_.outputs.row(next_[at(k)]), columns_);
  }
}

void Blocks::prefetch(int first) const {
  const int all = static_cast<int>(words_.size());
  const int reach = training_.settings.window;
  for (int place = first; place < std::min(first + sharing_.block, all);
       ++place) {
    rows::prefetch(output(place), columns_);
    if (place + reach < all) rows::prefetch(input(place + reach), columns_);
  }
}

void Blocks::learn(float rate, text::FastRandom& random) {
  const int all = static_cast<int>(words_.size());
  draw(random);
  for (int first = 0; first < all; first += sharing_.block) {
    draw(random);
    prefetch(first + sharing_.block);
    const Block block = block_at(first);
    fetch(block);
    if (training_.settings.predicts == Predicts::context) {
      skip_gram(block, rate);
    } else {
      cbow(block, rate);
    }
  }
  words_.clear();
  begins_.clear();
  ends_.clear();
}

// ## A block
//
// Everything below works on rows where they lie, by lists of pointers into the
// two tables. `fetch` makes the lists. Their ends are filled up with rows whose
// products nobody reads, so that loops may take four or eight at a time.

void Blocks::fetch(const Block& block) {
  const int places = block.end - block.begin;
  for (int i = 0; i < static_cast<int>(inputs_.size()); ++i) {
    inputs_[at(i)] = input(block.begin + std::min(i, places - 1));
  }
  for (int k = 0; k < width_; ++k) {
    noise_[at(k)] = model_.outputs.row(drawn_[at(k)]);
  }
  of_places_.clear();
  of_words_.clear();
  of_noise_.clear();
}

// Rows against noise, a dense matrix of scores, and what each of them says:

void Blocks::against_noise(const float* const* rows, int count) {
  for (int i = 0; i < count; i += 2) {
    for (int k = 0; k < width_; k += 4) {
      rows::dots<2>(rows + i, noise_.data() + k, columns_,
                    &said_[at(i * width_ + k)], width_);
    }
  }
  for (int i = 0; i < count * width_; i += text::lanes) {
    rows::sigmoid(&said_[at(i)]);
  }
}

// Now skip-gram. Every term of the formula above pulls two rows together or
// pushes them apart, so each goes onto two lists: who moves, and along which row,
// how far. First we fill the lists, reading rows and changing none; then each list
// is one sum.

void Blocks::skip_gram(const Block& block, float rate) {
  const int places = block.end - block.begin;
  against_noise(inputs_.data(), places);
  std::ranges::fill(pairs_, 0.0f);

  // Each word and its window pull at one another
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    for (int near = begins_[at(place)]; near < ends_[at(place)]; ++near) {
      const int i = near - block.begin;
      if (near == place) continue;
      of_words_.add(c, inputs_[at(i)], 0);
      ++pairs_[at(i)];
    }
    const std::span<float> pulls = of_words_.scores(c, output(place), columns_);
    std::size_t next = 0;
    for (int near = begins_[at(place)]; near < ends_[at(place)]; ++near) {
      if (near == place) continue;
      float& pull = pulls[next++];
      pull = rate * (1 - pull);
      of_places_.add(near - block.begin, output(place), pull);
    }
  }

  // The noise and each place push one another away, once for each pair
  const float share = noise_share(rate);
  for (int k = 0; k < sharing_.noise; ++k) {
    float* push = &push_[at(k) * inputs_.size()];
    for (int i = 0; i < places; ++i) push[i] = share * pairs_[at(i)];
    for (int place = block.first; place < block.last; ++place) {
      if (drawn_[at(k)] != word(place)) continue;
      for (int near = begins_[at(place)]; near < ends_[at(place)]; ++near) {
        if (near != place) push[near - block.begin] -= share;
      }
    }
    for (int i = 0; i < places; ++i) {
      push[i] *= said_[at(i * width_ + k)];
      of_places_.add(i, noise_[at(k)], push[i]);
    }
  }

  for (int i = 0; i < places; ++i) {
    of_places_.write(moves_.row(i), i, columns_);
  }
  for (int place = block.first; place < block.last; ++place) {
    of_words_.add_to(output(place), place - block.first, columns_);
  }
  for (int k = 0; k < sharing_.noise; ++k) {
    rows::weighted_sum<true>(noise_[at(k)], columns_, places,
                             &push_[at(k) * inputs_.size()], inputs_.data());
  }
  for (int i = 0; i < places; ++i) {
    rows::add(inputs_[at(i)], moves_.row(i), columns_);
  }
}

// And CBOW. Here sharing saves less. Each word's window has a mean of its own,
// which is held against the noise once anyway, so a block of eight does the same
// arithmetic as eight windows. It only fetches fewer rows, and multiplies them
// in a matrix. Four noise words are enough for that: more would cost more than
// they give.

void Blocks::cbow(const Block& block, float rate) {
  const int count = block.last - block.first;
  std::array<const float*, 64> means;
  for (int c = 0; c < filled_up(count); ++c) means[at(c)] = means_.row(c);
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    const int size = ends_[at(place)] - begins_[at(place)] - 1;
    for (int near = begins_[at(place)]; near < ends_[at(place)]; ++near) {
      if (near == place) continue;
      of_words_.add(c, inputs_[at(near - block.begin)],
                    1 / static_cast<float>(size));
      of_places_.add(near - block.begin, moves_.row(c), 1);
    }
    of_words_.write(means_.row(c), c, columns_);
  }
  against_noise(means.data(), count);

  const float share = noise_share(rate);
  of_words_.clear();
  for (int place = block.first; place < block.last; ++place) {
    const int c = place - block.first;
    if (ends_[at(place)] - begins_[at(place)] < 2) continue;
    of_words_.add(c, output(place), 0);
    float& pull = of_words_.scores(c, means_.row(c), columns_)[0];
    pull = rate * (1 - pull);
    for (int k = 0; k < sharing_.noise; ++k) {
      if (drawn_[at(k)] == word(place)) continue;
      const float push = share * said_[at(c * width_ + k)];
      of_words_.add(c, noise_[at(k)], push);
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
  for (int k = 0; k < sharing_.noise; ++k) {
    of_noise_.add_to(noise_[at(k)], k, columns_);
  }
  for (int i = 0; i < block.end - block.begin; ++i) {
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
  Training training(text, settings);
  on_threads(settings.threads, [&](int thread) {
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
