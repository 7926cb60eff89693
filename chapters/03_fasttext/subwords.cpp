// # FastText: words are made of letters
//
// For the vectors of [chapter 2](../02_word2vec/plain.cpp), *teach*, *teacher* and
// *teaching* are three words as different as three words can be, and *teachable*,
// which the dictionary has too seldom, is none at all. You know better. You have
// never read *unteachability*, and you know what it means.
//
// **FastText** ([Bojanowski and others 2017](@bojanowski2017)) lets word2vec see
// the letters. A word's vector becomes the mean of the vectors of its pieces, and
// pieces are shared: what *teacher* learns, *teachable* has learned with it. A word
// that was never read is made of pieces that were. The same program has a second
// half ([Joulin and others 2017](@joulin2017)): a classifier so simple that it
// learns from all definitions of a dictionary in seconds. Put together they are
// the first complete case of this book's subject, **pre-training** on a text
// without labels and **fine-tuning** on a few with them.
//
// This page takes words apart and trains on the pieces, in plain loops. The
// [second](fast.cpp) makes that faster, and the [third](classify.cpp) is the
// classifier. Then we look at [words that nobody has read](words.cpp), read
// [models from elsewhere](files.cpp), [tune](tune.cpp) everybody who is to be
// compared, and [bring all of it together](results.cpp).

#include <algorithm>
#include <cmath>

#include "chapters/03_fasttext/fasttext.hpp"

namespace primer::chapter {

// ## Pieces
//
// The pieces of a word are all stretches of three to six characters, **n-grams**.
// First we put marks at its ends, so that the *her* of `<her>` is not that of
// *teacher*, and the ending `er>` is a piece of its own. `<cat>` gives
//
// `<ca`, `<cat`, `<cat>`, `cat`, `cat>`, `at>`
//
// A character is not a byte: é has two of them in UTF-8, and half a letter
// is no piece. The second and later bytes of a character begin with the bits 10,
// so a piece may end only where no such byte follows.

static bool inside_character(char c) { return (c & 0xC0) == 0x80; }

std::vector<std::string> grams_of(std::string_view word, const Grams& grams) {
  std::string marked = "<";
  marked.append(word).push_back('>');
  std::vector<std::string> pieces;
  for (std::size_t begin = 0; begin < marked.size(); ++begin) {
    if (inside_character(marked[begin])) continue;
    std::size_t end = begin;
    for (int n = 1; n <= grams.longest && end < marked.size(); ++n) {
      ++end;
      while (end < marked.size() && inside_character(marked[end])) ++end;
      if (n < grams.shortest) continue;
      if (n == 1 && (begin == 0 || end == marked.size())) continue;
      pieces.push_back(marked.substr(begin, end - begin));
    }
  }
  return pieces;
}

// ## A row for each piece, or nearly
//
// The words of our dictionary have some hundreds of thousands of different
// pieces, and those of a large corpus have many millions. Nobody keeps a list. A
// **hash function** turns a piece into a number that looks random, and its
// remainder by the number of buckets is the piece's row. Two pieces may fall into
// one bucket and then have to share its vector. That sounds worse than it is:
// most pieces are rare, and a word has a dozen others to be told by.
//
// The function is FNV-1a: XOR a byte in, multiply by a prime, go on. FastText's
// C++ reads bytes as signed numbers, so that an é sets the upper 24 bits as well.
// That was hardly meant, but its files depend on it, and we do the same.

std::uint32_t fnv1a(std::string_view bytes) {
  std::uint32_t hash = 2166136261u;
  for (const char c : bytes) {
    hash ^= static_cast<std::uint32_t>(static_cast<std::int8_t>(c));
    hash *= 16777619u;
  }
  return hash;
}

std::vector<std::int64_t> buckets_of(std::string_view word,
                                     const Grams& grams) {
  std::vector<std::int64_t> buckets;
  if (grams.buckets < 1) return buckets;
  for (const std::string& piece : grams_of(word, grams)) {
    buckets.push_back(fnv1a(piece) % grams.buckets);
  }
  return buckets;
}

// A word of the vocabulary keeps a row of its own besides. *Hunger* may then mean
// something that *anger* does not, however many letters they share. The list of
// rows is made once for each word.

Subwords::Subwords(const text::Vocabulary& vocabulary, const Grams& grams)
    : vocabulary_(&vocabulary), grams_(grams), words_(vocabulary.size()) {
  for (const std::string& word : vocabulary.words()) {
    const std::vector<std::int32_t> rows = of(word);
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    begins_.push_back(rows_.size());
  }
}

std::vector<std::int32_t> Subwords::of(std::string_view word) const {
  std::vector<std::int32_t> rows;
  const std::int32_t id = vocabulary_->id(word);
  if (id != text::Vocabulary::unknown) rows.push_back(id);
  for (const std::int64_t bucket : buckets_of(word, grams_)) {
    rows.push_back(static_cast<std::int32_t>(words_ + bucket));
  }
  return rows;
}

std::span<const std::int32_t> Subwords::of(std::int32_t word) const {
  const auto w = static_cast<std::size_t>(word);
  return std::span(rows_).subspan(begins_[w], begins_[w + 1] - begins_[w]);
}

// ## Vectors of words
//
// On the side where a word is given, its vector is the mean of its rows. On the
// side where it is to be named it stays whole, with one vector as in chapter 2:
// to name a word is to choose it from others, and there pieces would only blur.

Model::Model(const text::Vocabulary& words, const Settings& settings)
    : vocabulary(&words),
      subwords(words, settings.grams),
      inputs(subwords.rows(), settings.dimensions),
      outputs(words.size(), settings.dimensions) {
  text::FastRandom random(settings.seed, 1'000'000);
  const float scale = 2 / static_cast<float>(settings.dimensions);
  for (std::int64_t r = 0; r < inputs.rows(); ++r) {
    for (std::int64_t d = 0; d < inputs.columns(); ++d) {
      inputs.row(r)[d] = (random.unit() - 0.5f) * scale;
    }
  }
}

std::vector<float> Model::vector(std::string_view word) const {
  std::vector<float> sum(static_cast<std::size_t>(inputs.columns()));
  const std::vector<std::int32_t> rows = subwords.of(word);
  for (const std::int32_t r : rows) {
    for (std::size_t d = 0; d < sum.size(); ++d) sum[d] += inputs.row(r)[d];
  }
  for (float& value : sum) {
    value /= static_cast<float>(std::max<std::size_t>(1, rows.size()));
  }
  return sum;
}

text::Embeddings Model::table(std::span<const std::string> further) const {
  text::Embeddings table{vocabulary->words(), {}, inputs.columns()};
  table.words.insert(table.words.end(), further.begin(), further.end());
  for (const std::string& word : table.words) {
    const std::vector<float> v = vector(word);
    table.values.insert(table.values.end(), v.begin(), v.end());
  }
  return table;
}

// ## The text
//
// As in chapter 2, words that occur less than five times have no row of their own,
// frequent ones are thinned out, noise is drawn by frequency to the power 3/4, and
// several threads work on the same tables without locks. It is the same code,
// `common/vectors/training.hpp`.
//
// ## One step
//
// Given some rows, name a word. The rows' mean $h$ is held against the word's
// output vector $u_o$ and against those of five noise words, and each is a logistic
// regression: *real or noise?*
//
// $$ \log \sigma(u_o \cdot h) + \sum_{k=1}^{5} \log \sigma(-u_{n_k} \cdot h),
//    \qquad h = \frac{1}{|R|} \sum_{r \in R} z_r $$
//
// What is new is the way back. The slope by one row $z_r$ is the slope by $h$,
// divided by the number of rows. FastText leaves the division out: each row moves
// by the whole of it. For a word with fifteen rows that is a rate fifteen times as
// high, row by row; and just what moves their *mean* as far as chapter 2 moves a
// word. We do the same.

static void name_word(Model& model, const Training& training, std::int32_t word,
                      std::span<const std::int32_t> rows, float rate,
                      text::FastRandom& random, std::vector<float>& mean,
                      std::vector<float>& error) {
  const auto n = static_cast<std::size_t>(model.inputs.columns());
  mean.assign(n, 0);
  error.assign(n, 0);
  for (const std::int32_t r : rows) {
    for (std::size_t d = 0; d < n; ++d) mean[d] += model.inputs.row(r)[d];
  }
  for (float& value : mean) value /= static_cast<float>(rows.size());

  for (int k = 0; k <= training.settings.negatives; ++k) {
    const bool right = k == 0;
    const std::int32_t named =
        right ? word : training.noise.draw(random.next());
    if (!right && named == word) continue;
    float* output = model.outputs.row(named);
    float score = 0;
#pragma omp simd reduction(+ : score)
    for (std::size_t d = 0; d < n; ++d) score += mean[d] * output[d];
    const float said = 1 / (1 + std::exp(-score));
    const float step = rate * ((right ? 1.0f : 0.0f) - said);
    for (std::size_t d = 0; d < n; ++d) error[d] += step * output[d];
    for (std::size_t d = 0; d < n; ++d) output[d] += step * mean[d];
  }
  for (const std::int32_t r : rows) {
    float* row = model.inputs.row(r);
    for (std::size_t d = 0; d < n; ++d) row[d] += error[d];
  }
}

// Skip-gram gives the word in the middle and names each one around it. CBOW gives
// all pieces of all words around and names the one in the middle.

Model train_plain(const Text& text, const Settings& settings) {
  Model model(text.vocabulary, settings);
  Training training(text, settings, "plain");
  vectors::on_threads(settings.threads, [&](int thread) {
    std::vector<float> mean, error;
    std::vector<std::int32_t> given;
    training.sentences(thread, [&](std::span<const std::int32_t> words,
                                   float rate, text::FastRandom& random) {
      const int length = static_cast<int>(words.size());
      const auto most = static_cast<std::uint32_t>(settings.window);
      for (int i = 0; i < length; ++i) {
        const int size = 1 + static_cast<int>(random.below(most));
        const int begin = std::max(0, i - size);
        const int end = std::min(length, i + size + 1);
        const std::int32_t middle = words[static_cast<std::size_t>(i)];
        given.clear();
        for (int j = begin; j < end; ++j) {
          if (j == i) continue;
          const std::int32_t near = words[static_cast<std::size_t>(j)];
          if (settings.predicts == Predicts::context) {
            name_word(model, training, near, model.subwords.of(middle), rate,
                      random, mean, error);
          } else {
            const auto rows = model.subwords.of(near);
            given.insert(given.end(), rows.begin(), rows.end());
          }
        }
        if (given.empty()) continue;
        name_word(model, training, middle, given, rate, random, mean, error);
      }
    });
  });
  return model;
}

// ## How far along
//
// To compare two ways of training we also want what they are meant to make large,
// on a sample of the text, with noise drawn anew. Only skip-gram is measured so.

double objective(const Model& model, const Text& text,
                 const Settings& settings) {
  const Training training(text, settings);
  const auto log_sigmoid = [](double x) { return -std::log1p(std::exp(-x)); };
  double sum = 0;
  std::int64_t pairs = 0;
  vectors::sample_windows(
      text, settings,
      [&](auto words, std::size_t middle, std::size_t begin, std::size_t end,
          text::FastRandom& random) {
        const std::vector<float> h =
            model.vector(text.vocabulary.word(words[middle]));
        const auto score = [&](std::int32_t word) {
          const float* output = model.outputs.row(word);
          double product = 0;
          for (std::size_t d = 0; d < h.size(); ++d) {
            product += static_cast<double>(h[d]) * output[d];
          }
          return product;
        };
        for (std::size_t near = begin; near < end; ++near) {
          if (near == middle) continue;
          sum += log_sigmoid(score(words[near]));
          for (int k = 0; k < settings.negatives; ++k) {
            sum += log_sigmoid(-score(training.noise.draw(random.next())));
          }
          ++pairs;
        }
      });
  return pairs > 0 ? sum / static_cast<double>(pairs) : std::nan("");
}

// ## What does it cost?
//
// Look at `name_word` for a word of fifteen rows: fifteen are read for the mean, six
// outputs are read and written, and fifteen rows are read and written on the way
// back. Of forty-two rows that are touched for a pair, thirty are pieces. And the
// next pair of the same window does it all again, with the same word and the
// same pieces. The [next page](fast.cpp) has something to say about that.

}  // namespace primer::chapter
