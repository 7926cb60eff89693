// # A classifier that is one sum
//
// *A domesticated carnivorous mammal that barks.* Which kind of noun is defined
// here: an animal, a plant, a person, an act? Order hardly matters. Somebody who is
// told only that *mammal*, *barks* and *carnivorous* occur will get it right.
//
// So take the mean of the vectors of all words, and put a linear classifier on it.
// That is the whole model of [Joulin and others (2017)](@joulin2017), and their
// title calls it *a bag of tricks*. There is no other layer, and what makes it
// different from logistic regression on counts is one thing: the vectors in the
// middle are learned as well, or can be brought along.

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/text/tokenizer.hpp"
#include "common/train/interrupt.hpp"

namespace primer::chapter {

// ## What a text is made of
//
// Each word that we know is a row of the table. A little order can be had
// for little money: each *pair* of neighbours is a row, too. There are far too many
// pairs for a list, and the answer is that of the first page: hash them into
// buckets. *Hot dog* is then something else than *dog, hot*.

text::WordTable words_of(const text::LabelledTexts& texts) {
  text::WordTable words;
  for (const std::string& text : texts.texts) {
    text::for_each_token(text, [&](std::string_view word) { words.add(word); });
  }
  return words;
}

std::int64_t pair_bucket(std::uint32_t first, std::uint32_t second,
                         std::int64_t buckets) {
  const auto widened = [](std::uint32_t hash) {  // with its sign, as fastText
    return static_cast<std::uint64_t>(static_cast<std::int32_t>(hash));
  };
  const std::uint64_t pair = widened(first) * 116049371 + widened(second);
  return static_cast<std::int64_t>(pair % static_cast<std::uint64_t>(buckets));
}

Examples Features::of(const text::LabelledTexts& texts) const {
  Examples examples;
  examples.labels = texts.labels;
  for (const std::string& text : texts.texts) {
    std::optional<std::uint32_t> before;
    text::for_each_token(text, [&](std::string_view word) {
      const std::int32_t row = words_.find(word);
      if (row != text::WordTable::none) examples.rows.push_back(row);
      if (buckets_ == 0) return;
      const std::uint32_t hash = fnv1a(word);
      if (before) {
        const auto bucket = pair_bucket(*before, hash, buckets_);
        examples.rows.push_back(words_.size() +
                                static_cast<std::int32_t>(bucket));
      }
      before = hash;
    });
    examples.begins.push_back(examples.rows.size());
  }
  return examples;
}

// ## The model
//
// With $R$ for the rows of a text, $z_r$ for their vectors and $u_k$ for one
// vector for each class,
//
// $$ h = \frac{1}{|R|} \sum_{r \in R} z_r, \qquad
//    p_k = \frac{e^{u_k \cdot h}}{\sum_j e^{u_j \cdot h}} $$
//
// Word vectors begin at small random values, class vectors at zero. And because a
// comparison needs its cheapest case, there is a switch, `direct`, that takes the
// middle out: a word has one number for each class and nothing else, $u_k$ is the
// $k$-th unit vector and stays that. What remains is **logistic regression** on the
// words and pairs of a text.

Classifier::Classifier(std::int64_t rows, std::span<const std::int64_t> counts,
                       const Recipe& recipe, std::uint64_t seed)
    : recipe_(recipe),
      classes_(static_cast<std::int32_t>(counts.size())),
      tree_(counts),
      inputs_(rows, recipe.direct ? classes_ : recipe.dimensions),
      outputs_(recipe.tree ? std::max(1, tree_.nodes()) : classes_,
               inputs_.columns()),
      random_(seed, 3) {
  if (recipe.direct) {
    for (std::int32_t k = 0; k < classes_; ++k) outputs_.row(k)[k] = 1;
    return;
  }
  const float scale = 2 / static_cast<float>(recipe.dimensions);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t d = 0; d < inputs_.columns(); ++d) {
      inputs_.row(r)[d] = (random_.unit() - 0.5f) * scale;
    }
  }
}

// To bring vectors along means to write them into the table before training
// begins. Words without one, and all pairs, then begin at zero: they have nothing
// to say until a label has moved them.

void Classifier::start_from(const text::Embeddings& vectors) {
  if (vectors.size() > inputs_.rows() ||
      vectors.dimensions != inputs_.columns()) {
    throw std::invalid_argument(fmt::format(
        "{} vectors of {} numbers do not fit into a table of {} by {}",
        vectors.size(), vectors.dimensions, inputs_.rows(), inputs_.columns()));
  }
  for (std::int64_t r = 0; r < inputs_.rows(); ++r) {
    float* row = inputs_.row(r);
    std::fill_n(row, inputs_.columns(), 0.0f);
    if (r < vectors.size()) std::ranges::copy(vectors.row(r), row);
  }
}

std::vector<float> Classifier::mean(std::span<const std::int32_t> rows) const {
  std::vector<float> sum(static_cast<std::size_t>(inputs_.columns()));
  for (const std::int32_t r : rows) {
    const float* row = inputs_.row(r);
    for (std::size_t d = 0; d < sum.size(); ++d) sum[d] += row[d];
  }
  const auto n = static_cast<float>(std::max<std::size_t>(1, rows.size()));
  for (float& value : sum) value /= n;
  return sum;
}

static float dot(std::span<const float> a, const float* b) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t d = 0; d < a.size(); ++d) sum += a[d] * b[d];
  return sum;
}

static float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

// A text without any known word has a mean of zero, and every class is then as
// likely as any other.

std::vector<float> Classifier::probabilities(
    std::span<const std::int32_t> rows) const {
  const std::vector<float> h = mean(rows);
  std::vector<float> p(static_cast<std::size_t>(classes_));
  if (recipe_.tree) {
    for (std::int32_t k = 0; k < classes_; ++k) {
      float product = 1;
      for (const auto& [node, right] : tree_.path(k)) {
        const float score = dot(h, outputs_.row(node));
        product *= sigmoid(right ? -score : score);
      }
      p[static_cast<std::size_t>(k)] = product;
    }
    return p;
  }
  for (std::int32_t k = 0; k < classes_; ++k) {
    p[static_cast<std::size_t>(k)] = dot(h, outputs_.row(k));
  }
  const float largest = *std::ranges::max_element(p);
  float sum = 0;
  for (float& value : p) sum += value = std::exp(value - largest);
  for (float& value : p) value /= sum;
  return p;
}

std::int32_t Classifier::predict(std::span<const std::int32_t> rows) const {
  const std::vector<float> p = probabilities(rows);
  return static_cast<std::int32_t>(std::ranges::max_element(p) - p.begin());
}

// ## Learning
//
// The loss is $-\log p_y$ for the right class $y$, and its slope by the score of
// class $k$ is $p_k - [k = y]$, what was said minus what is true. All class vectors
// move along $h$, and what they would have $h$ do is collected in `error`.

float Classifier::learn_softmax(std::int32_t label,
                                std::span<const float> input, float rate,
                                std::span<float> error) {
  std::array<float, 256> p;
  float largest = -INFINITY, sum = 0;
  for (std::int32_t k = 0; k < classes_; ++k) {
    p[static_cast<std::size_t>(k)] = dot(input, outputs_.row(k));
    largest = std::max(largest, p[static_cast<std::size_t>(k)]);
  }
  for (std::int32_t k = 0; k < classes_; ++k) {
    float& value = p[static_cast<std::size_t>(k)];
    sum += value = std::exp(value - largest);
  }
  for (std::int32_t k = 0; k < classes_; ++k) {
    const float said = p[static_cast<std::size_t>(k)] / sum;
    const float step = rate * ((k == label ? 1.0f : 0.0f) - said);
    float* output = outputs_.row(k);
    for (std::size_t d = 0; d < error.size(); ++d) error[d] += step * output[d];
    if (recipe_.direct) continue;
    for (std::size_t d = 0; d < error.size(); ++d) output[d] += step * input[d];
  }
  return std::log(sum / p[static_cast<std::size_t>(label)]);
}

// ## Many classes
//
// Softmax asks all classes about every text. With our 26 that costs little, with the
// hundreds of thousands of tags of a photo archive everything. **Hierarchical
// softmax** asks a few yes-or-no questions instead, on the way from the root of
// Huffman's tree to the class, as in [chapter 2](../02_word2vec/plain.cpp): frequent
// classes have short ways.

float Classifier::learn_tree(std::int32_t label, std::span<const float> input,
                             float rate, std::span<float> error) {
  float loss = 0;
  for (const auto& [node, right] : tree_.path(label)) {
    float* output = outputs_.row(node);
    const float said = sigmoid(dot(input, output));
    const float step = rate * ((right ? 0.0f : 1.0f) - said);
    loss -= std::log(std::max(right ? 1 - said : said, 1e-12f));
    for (std::size_t d = 0; d < error.size(); ++d) error[d] += step * output[d];
    for (std::size_t d = 0; d < error.size(); ++d) output[d] += step * input[d];
  }
  return loss;
}

// Texts come one at a time, in another order each epoch, and the rate falls in a
// straight line to nothing. Here the division by $|R|$ on the way back stays in,
// other than on the first page: FastText's classifier has it, and long texts would
// otherwise pull harder than short ones.

double Classifier::train(const Examples& examples) {
  if (classes_ > 256 && !recipe_.tree) {
    throw std::invalid_argument("more than 256 classes want a tree");
  }
  std::vector<std::size_t> order(examples.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const double total = static_cast<double>(order.size()) * recipe_.epochs;
  double done = 0, loss = 0;
  std::vector<float> error;
  for (int epoch = 0; epoch < recipe_.epochs; ++epoch) {
    loss = 0;
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[random_.below(static_cast<unsigned>(i))]);
    }
    if (const int signal = train::interrupt_requested()) {
      throw train::Interrupted(signal);
    }
    for (const std::size_t i : order) {
      const auto rate = static_cast<float>(recipe_.rate * (1 - done++ / total));
      const auto rows = examples.text(i);
      if (rows.empty()) continue;
      const std::vector<float> input = mean(rows);
      error.assign(input.size(), 0);
      loss += recipe_.tree
                  ? learn_tree(examples.labels[i], input, rate, error)
                  : learn_softmax(examples.labels[i], input, rate, error);
      if (recipe_.frozen) continue;
      const float share = 1 / static_cast<float>(rows.size());
      for (const std::int32_t r : rows) {
        float* row = inputs_.row(r);
        for (std::size_t d = 0; d < error.size(); ++d)
          row[d] += share * error[d];
      }
    }
  }
  return loss / static_cast<double>(std::max<std::size_t>(1, order.size()));
}

// ## Judging
//
// **Accuracy** is the share of texts that are classified rightly. Some classes have
// ten thousand definitions and one has forty, and accuracy hardly notices whether
// the small ones are ever found; the mean of **F1** over the classes does.

Grade grade(const Classifier& classifier, const Examples& examples,
            std::int64_t classes) {
  struct Tally {
    double both = 0, said = 0, is = 0;
  };
  std::vector<Tally> tallies(static_cast<std::size_t>(classes));
  double right = 0;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const auto label = static_cast<std::size_t>(examples.labels[i]);
    const auto said =
        static_cast<std::size_t>(classifier.predict(examples.text(i)));
    right += said == label;
    tallies[label].both += said == label;
    ++tallies[label].is;
    ++tallies[said].said;
  }
  double f1 = 0;
  for (const Tally& t : tallies) {
    if (t.said + t.is > 0) f1 += 2 * t.both / (t.said + t.is);
  }
  const double count = static_cast<double>(examples.size());
  return {count > 0 ? right / count : 0, f1 / static_cast<double>(classes)};
}

}  // namespace primer::chapter
