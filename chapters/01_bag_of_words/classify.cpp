// # Sorting: a weighted sum of words
//
// "A flat-bottomed boat for carrying heavy loads": is that an artifact, an
// animal, an act? WordNet ([Miller 1995](@miller1995)) has {{classify.nouns:.0f}} definitions of
// nouns, and its lexicographers sorted them into {{classify.classes:.0f}} classes. On this page a
// program learns to do that from examples. It will give each word a number for
// each class, add the numbers up, and say the class of the largest sum. We get
// these numbers in two ways: first by counting, then by going downhill.

#include "chapters/01_bag_of_words/bag_of_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "common/error/error.hpp"
#include "common/tensor/generator.hpp"
#include "kernels/parallel.hpp"
#include "kernels/random/random.hpp"

namespace primer::chapter {

// ## Scores
//
// For a text with word $w$ in it $x_w$ times (or with weight $x_w$), the score of
// class $k$ is a **bias** $b_k$ plus what its words add:
//
// $$ z_k = b_k + \sum_w x_w\, W_{wk} $$
//
// All weights of one word stand side by side in memory, since a text needs those
// of its few words, and needs all of each.

LinearModel::LinearModel(Index words, Index classes)
    : words(words),
      classes(classes),
      weights(static_cast<std::size_t>(words * classes), 0),
      biases(static_cast<std::size_t>(classes), 0) {}

static void add_scores(const LinearModel& model, Row text, float* scores) {
  std::ranges::copy(model.biases, scores);
  for (const auto& [word, value] : text) {
    const float* weights = model.of_word(word);
    const auto x = static_cast<float>(value);
    for (Index k = 0; k < model.classes; ++k) scores[k] += x * weights[k];
  }
}

Labels predict(const LinearModel& model, const Bags& bags) {
  Labels said(static_cast<std::size_t>(bags.rows()));
  cpu::parallel_for(bags.rows(), 500, 64, [&](Index begin, Index end) {
    std::vector<float> scores(model.biases.size());
    for (Index r = begin; r < end; ++r) {
      add_scores(model, bags.row(r), scores.data());
      said[static_cast<std::size_t>(r)] = static_cast<std::int32_t>(
          std::ranges::max_element(scores) - scores.begin());
    }
  });
  return said;
}

// ## By counting: naive Bayes
//
// How probable is a class, given the text? Bayes' rule turns that around: as
// probable as the class is to begin with, times how probable the text is in that
// class. And how probable is a text? Here comes the naive part. Act as if an
// author of class $k$ drew each word from a bag, with probability $p_{wk}$, not
// looking at what was drawn before. Then the probabilities multiply, and their
// logarithms add:
//
// $$ \log P(k \mid \text{text}) = \log P(k) + \sum_w x_w \log p_{wk} +
//    \text{something that is the same for all } k $$
//
// That is a score as above. The bias is the logarithm of the class's share of the
// examples, and the weight is that of the word's share of the class's words. Both
// are counted in a single walk.
//
// What breaks: a word that never stood in an example of class $k$ has $p_{wk} = 0$,
// its logarithm is minus infinity, and one such word rules the class out whatever
// the others say. So each count starts not at zero but at a small number $\alpha$,
// the **smoothing**:
//
// $$ p_{wk} = \frac{c_{wk} + \alpha}{\sum_v (c_{vk} + \alpha)} $$

LinearModel train_naive_bayes(const Bags& counts, const Labels& labels,
                              Index classes, double smoothing) {
  if (counts.rows() == 0) {
    throw data_error("naive Bayes", "there is no text to learn from",
                     "give it some");
  }
  if (!(smoothing > 0)) {
    throw usage_error("smoothing",
                      fmt::format("{} is not above zero", smoothing),
                      "take 1, or a little less");
  }
  LinearModel model(counts.columns, classes);
  std::vector<double> texts(model.biases.size(), 0);
  for (Index r = 0; r < counts.rows(); ++r) {
    const auto k =
        static_cast<std::size_t>(labels[static_cast<std::size_t>(r)]);
    ++texts[k];
    for (const auto& [word, count] : counts.row(r)) {
      model.of_word(word)[k] += static_cast<float>(count);
    }
  }
  for (std::size_t k = 0; k < texts.size(); ++k) {
    double sum = smoothing * static_cast<double>(counts.columns);
    for (Index w = 0; w < counts.columns; ++w) sum += model.of_word(w)[k];
    for (Index w = 0; w < counts.columns; ++w) {
      float& weight = model.of_word(w)[k];
      weight = static_cast<float>(std::log((weight + smoothing) / sum));
    }
    model.biases[k] = static_cast<float>(
        std::log(texts[k] / static_cast<double>(counts.rows())));
  }
  return model;
}

// (A class without an example gets a bias of minus infinity, and is never said.
// That is as it should be.)
//
// The naive part is wrong, of course. "Genus" and "family" come together, as do
// "type" and "species", and each time the model takes one piece of evidence for
// two. So it is far too sure of itself, as we will see. The *order* of the classes
// suffers less than their probabilities, which is why it works at all.
//
// The same word twice is the worst case: who wrote "bank" once will likely write it
// again, and that says nothing new. So we give naive Bayes bags in which each word
// counts once (`TermFrequency::presence`).
//
// ## By going downhill: logistic regression
//
// Nothing says that the best weights can be counted. So let us say what we want of
// them, and look for those that give most of it. Turn the scores into
// probabilities, by **softmax**,
//
// $$ p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} , $$
//
// and call the **loss** of a text the surprise at its true class $y$, $-\log p_y$.
// The mean loss over all examples is a function of the weights. To make it small
// we must know in which direction to change each weight, which is the derivative
// of the loss by that weight. For the scores it is as short as one could wish:
//
// $$ \frac{\partial (-\log p_y)}{\partial z_k} = p_k - [k = y] $$
//
// Each class is pulled down by the probability that it was given, and the true one
// is pushed up by 1. A score depends on a weight through $x_w W_{wk}$, so the weight
// gets that slope times $x_w$. All slopes together are the **gradient**. (Chapter
// 4 makes an art of this. Here pencil and paper suffice.)
//
// One thing more. A word that stands in a single example could be given a weight
// so large that this example is right with certainty: it would be learned by heart.
// So large weights are made to cost something, half of $\lambda$ times the sum of
// their squares, called **L2 regularisation** or **weight decay**. Biases are free.
//
// $$ L = \frac1N \sum_n -\log p_{y_n} + \frac{\lambda}{2} \sum_{w,k} W_{wk}^2 $$
//
// Here it is in plain loops. `softmax` takes the largest score away first, since
// $e^{100}$ is more than a float can hold, and returns the loss.

static double softmax(std::vector<float>& scores, std::int32_t label) {
  const float largest = *std::ranges::max_element(scores);
  const float right = scores[static_cast<std::size_t>(label)] - largest;
  float sum = 0;
  for (float& z : scores) sum += z = std::exp(z - largest);
  for (float& z : scores) z /= sum;
  return std::log(sum) - right;
}

double loss(const LinearModel& model, const Bags& bags, const Labels& labels,
            double decay, LinearModel& gradient) {
  gradient = LinearModel(model.words, model.classes);
  const auto texts = static_cast<double>(bags.rows());
  const auto share = static_cast<float>(1 / texts);
  double sum = 0;
  std::vector<float> slopes(model.biases.size());
  for (Index r = 0; r < bags.rows(); ++r) {
    const std::int32_t label = labels[static_cast<std::size_t>(r)];
    add_scores(model, bags.row(r), slopes.data());
    sum += softmax(slopes, label) / texts;
    slopes[static_cast<std::size_t>(label)] -= 1;
    for (const auto& [word, value] : bags.row(r)) {
      const float x = static_cast<float>(value) * share;
      for (std::size_t k = 0; k < slopes.size(); ++k)
        gradient.of_word(word)[k] += x * slopes[k];
    }
    for (std::size_t k = 0; k < slopes.size(); ++k)
      gradient.biases[k] += share * slopes[k];
  }
  for (std::size_t i = 0; i < model.weights.size(); ++i) {
    const double weight = model.weights[i];
    sum += 0.5 * decay * weight * weight;
    gradient.weights[i] += static_cast<float>(decay * weight);
  }
  return sum;
}

// ## A text a step
//
// The gradient says which way is downhill, and the obvious thing is to take a small
// step against it, again and again: **gradient descent**. But for one step it reads
// all sixty thousand examples, and hundreds of steps are needed.
//
// Half of the examples would point in nearly the same direction. So would a hundred.
// Take that thought to its end and step after *each* text, with the gradient of its
// loss alone. Single steps stray, but not to one side: on average they go where the
// whole gradient points. This is **stochastic gradient descent**, and it has gone
// sixty thousand steps when the other has gone one. A step is cheap besides: a text
// of nine words touches nine rows of the weights and leaves tens of thousands alone.
//
// Two things need care. The cost of large weights pulls at *every* weight in each
// step, and that would touch them all. So a weight pays only when its word comes by,
// but as much the more as it comes by less often: the decay is multiplied by $N/d$,
// and on average it is the same.
//
// The other is the length of a step. The weights of "the" are pushed by nearly every
// text and those of "ketch" by three. A step that is small enough for the first
// hardly moves the second, which was what the text was about. **AdaGrad** ([Duchi,
// Hazan & Singer 2011](@duchi2011)) gives each weight its own: it adds up the squares
// of all slopes that the weight has seen, and divides by the root of that.
//
// $$ G \leftarrow G + g^2, \qquad W \leftarrow W - \eta\, \frac{g}{\sqrt G} $$
//
// So the first step of every weight is of the same size, $\eta$, whether it is the
// millionth text or the first, and then they become shorter as its word is seen more
// often. A rare word is heard when it speaks. We let $\eta$ fall to zero on a line,
// so that the last steps no longer stray.

LinearModel train_logistic(const Bags& bags, const Labels& labels,
                           Index classes, double decay,
                           const DescentOptions& options,
                           std::vector<double>* losses) {
  if (bags.rows() == 0) {
    throw data_error("logistic regression", "there is no text to learn from",
                     "give it some");
  }
  LinearModel model(bags.columns, classes), squares(bags.columns, classes);
  std::vector<float> decays;
  for (const Index d : document_frequency(bags)) {
    decays.push_back(
        static_cast<float>(decay * static_cast<double>(bags.rows()) /
                           static_cast<double>(std::max<Index>(d, 1))));
  }
  std::vector<float> slopes(model.biases.size());
  std::vector<std::int32_t> order(labels.size());
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    cpu::permutation(
        order.data(), bags.rows(),
        {derive_seed(options.seed, 1, static_cast<std::uint64_t>(epoch)), 0},
        {});
    const auto rate = static_cast<float>(
        options.rate * (1 - static_cast<double>(epoch) / options.epochs));
    const auto step = [&](float& weight, float& square, float slope) {
      square += slope * slope;
      weight -=
          rate * slope / (options.adaptive ? std::sqrt(square + 1e-8f) : 1.0f);
    };
    double sum = 0;
    for (const std::int32_t r : order) {
      const std::int32_t label = labels[static_cast<std::size_t>(r)];
      add_scores(model, bags.row(r), slopes.data());
      sum += softmax(slopes, label);
      slopes[static_cast<std::size_t>(label)] -= 1;
      for (const auto& [word, value] : bags.row(r)) {
        float* weights = model.of_word(word);
        float* seen = squares.of_word(word);
        const auto x = static_cast<float>(value);
        const float lambda = decays[static_cast<std::size_t>(word)];
        for (std::size_t k = 0; k < slopes.size(); ++k)
          step(weights[k], seen[k], x * slopes[k] + lambda * weights[k]);
      }
      for (std::size_t k = 0; k < slopes.size(); ++k)
        step(model.biases[k], squares.biases[k], slopes[k]);
    }
    if (!std::isfinite(sum)) {
      throw data_error("logistic regression", "the loss is no longer a number",
                       "take a smaller learning rate");
    }
    if (losses) losses->push_back(sum / static_cast<double>(bags.rows()));
  }
  return model;
}

// Nothing here runs on several cores, for each step begins where the last one ended.
// But several settings have to be tried, and those do not wait for one another.

}  // namespace primer::chapter
