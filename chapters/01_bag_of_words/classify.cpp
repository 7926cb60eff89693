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

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <deque>
#include <filesystem>
#include <limits>
#include <numeric>

#include "common/app/figures.hpp"
#include "common/app/gnuplot.hpp"
#include "common/data/dataset.hpp"
#include "common/error/error.hpp"
#include "common/text/wordnet.hpp"
#include "common/train/metrics.hpp"
#include "kernels/parallel.hpp"

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
// class. And how probable is a text? Here comes the **naive** part. Act as if an
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

// ## The same, on all cores
//
// The scores of different texts have nothing to do with one another, so the threads
// may share the texts. The gradient is another matter: two texts that both contain
// "the" add to the same weights, and two threads that do this at once lose
// additions. One could give each thread a gradient of its own and add them up in
// the end, but these are matrices of a million numbers, and the sum would depend
// on how many threads there are.
//
// The way out is to turn the matrix over, as on the last page. Now one thread owns
// a word, walks through the texts that contain it, and adds up that word's slopes
// alone. Nobody else writes there, and the order of the sum is always the same. So
// the result has the same bits on one core and on sixteen.

LogisticLoss::LogisticLoss(const Bags& bags, const Labels& labels, double decay)
    : bags_(bags),
      labels_(labels),
      texts_of_(InvertedIndex(bags).postings()),
      decay_(decay) {}

double LogisticLoss::operator()(const LinearModel& model,
                                LinearModel& gradient) const {
  const auto classes = static_cast<std::size_t>(model.classes);
  const auto texts = static_cast<double>(bags_.rows());
  std::vector<float> slopes(classes * static_cast<std::size_t>(bags_.rows()));
  std::vector<double> losses(static_cast<std::size_t>(bags_.rows()));
  cpu::parallel_for(bags_.rows(), 500, 64, [&](Index begin, Index end) {
    std::vector<float> scores(classes);
    for (auto r = static_cast<std::size_t>(begin);
         r < static_cast<std::size_t>(end); ++r) {
      add_scores(model, bags_.row(static_cast<Index>(r)), scores.data());
      losses[r] = softmax(scores, labels_[r]);
      scores[static_cast<std::size_t>(labels_[r])] -= 1;
      std::ranges::copy(scores,
                        slopes.begin() + static_cast<Index>(r * classes));
    }
  });

  std::vector<double> squares(static_cast<std::size_t>(model.words));
#pragma omp parallel for schedule(dynamic, 64)
  for (Index w = 0; w < model.words; ++w) {
    float* out = gradient.of_word(w);
    std::fill_n(out, classes, 0.0f);
    for (const auto& [text, value] : texts_of_.row(w)) {
      const float* slope = &slopes[static_cast<std::size_t>(text) * classes];
      const auto x = static_cast<float>(value);
      for (std::size_t k = 0; k < classes; ++k) out[k] += x * slope[k];
    }
    const float* weights = model.of_word(w);
    const auto share = static_cast<float>(1 / texts);
    const auto decay = static_cast<float>(decay_);
    float sum = 0;
    for (std::size_t k = 0; k < classes; ++k) {
      out[k] = out[k] * share + decay * weights[k];
      sum += weights[k] * weights[k];
    }
    squares[static_cast<std::size_t>(w)] = sum;
  }

  std::vector<double> biases(classes, 0);
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    biases[i % classes] += slopes[i] / texts;
  }
  std::ranges::copy(biases, gradient.biases.begin());
  return std::accumulate(losses.begin(), losses.end(), 0.0) / texts +
         0.5 * decay_ * std::accumulate(squares.begin(), squares.end(), 0.0);
}

// ## Downhill, with a memory
//
// **Gradient descent** takes a step against the gradient, and again, and again. How
// long a step? Too short and we never arrive, too long and we land higher than we
// were. A cure that always works is to try, and to halve the step until it has gone
// down by a fair part of what the slope promised.
//
// It is slow all the same. The weight of "the" is pulled at by every text and that of
// "ketch" by three, and a step that suits the one does nothing for the other. What
// we would want to know is the *curvature*, how fast each slope changes; with it
// one could jump to where the slope is zero. For a million weights the curvature
// is a matrix of a million by a million, which nobody can write down.
//
// But while we walk, we see some of it: a step $s$ changed the gradient by $y$.
// **L-BFGS** ([Liu & Nocedal 1989](@liu1989)) keeps the last ten such pairs, and
// corrects the gradient so that it agrees with all of them. It takes ten products
// on the way into the past and ten on the way back:

namespace {

using Vector = Eigen::Map<Eigen::VectorXf>;
using ConstVector = Eigen::Map<const Eigen::VectorXf>;

ConstVector view(const std::vector<float>& x) {
  return {x.data(), static_cast<Index>(x.size())};
}

struct Memory {
  struct Pair {
    Eigen::VectorXf step, change;
    float scale;  // 1 / (step · change)
  };
  std::size_t most;
  std::deque<Pair> pairs = {};

  void keep(const Eigen::VectorXf& step, const Eigen::VectorXf& change) {
    const float product = step.dot(change);
    if (most == 0 || !(product > 1e-10f * change.squaredNorm())) return;
    if (pairs.size() == most) pairs.pop_front();
    pairs.push_back({step, change, 1 / product});
  }

  Eigen::VectorXf direction(const std::vector<float>& gradient) const {
    Eigen::VectorXf d = -view(gradient);
    std::vector<float> taken;
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
      taken.push_back(pair->scale * pair->step.dot(d));
      d -= taken.back() * pair->change;
    }
    if (!pairs.empty()) {
      const Pair& last = pairs.back();
      d *= 1 / (last.scale * last.change.squaredNorm());
    }
    for (const Pair& pair : pairs) {
      const float back = pair.scale * pair.change.dot(d);
      d += (taken.back() - back) * pair.step;
      taken.pop_back();
    }
    return d;
  }
};

}  // namespace

// With an empty memory this is minus the gradient, so the same walk serves as plain
// gradient descent. L-BFGS tries a step of length 1 first, which is nearly always
// right; gradient descent tries twice its last one.

Descent minimize(const std::function<double(const std::vector<float>&,
                                            std::vector<float>&)>& f,
                 std::vector<float>& x, const DescentOptions& options) {
  Memory memory{static_cast<std::size_t>(options.memory)};
  std::vector<float> gradient(x.size()), there(x.size()), slope(x.size());
  double value = f(x, gradient);
  const auto largest = [&] {
    return x.empty() ? 0.0 : double{view(gradient).cwiseAbs().maxCoeff()};
  };
  Descent descent{{value}, largest(), 1};
  double length = 0.5 / std::max(1.0, double{view(gradient).norm()});
  for (int step = 0; step < options.most_steps; ++step) {
    if (!std::isfinite(value) || !view(gradient).allFinite()) {
      throw data_error("training", "the loss is no longer a number",
                       "look for NaN in what it learns from");
    }
    if (largest() <= options.smallest_gradient) break;
    const Eigen::VectorXf direction = memory.direction(gradient);
    const double promised = view(gradient).dot(direction);
    length = memory.pairs.empty() ? 2 * length : 1;
    double reached = 0;
    for (bool lower = false; !lower; length /= lower ? 1 : 2) {
      if (-length * promised < 1e-9 * std::abs(value)) return descent;
      Vector(there.data(), static_cast<Index>(there.size())) =
          view(x) + static_cast<float>(length) * direction;
      reached = f(there, slope);
      ++descent.evaluations;
      lower = reached <= value + 1e-4 * length * promised;
    }
    memory.keep(view(there) - view(x), view(slope) - view(gradient));
    x.swap(there);
    gradient.swap(slope);
    value = reached;
    descent.losses.push_back(value);
    descent.gradient = largest();
  }
  return descent;
}

Descent train_logistic(const Bags& bags, const Labels& labels, double decay,
                       LinearModel& model, const DescentOptions& options) {
  if (bags.rows() == 0) {
    throw data_error("logistic regression", "there is no text to learn from",
                     "give it some");
  }
  const LogisticLoss loss(bags, labels, decay);
  LinearModel gradient = model;
  const auto unpack = [](const std::vector<float>& x, LinearModel& into) {
    const auto cut = x.begin() + static_cast<Index>(into.weights.size());
    std::copy(x.begin(), cut, into.weights.begin());
    std::copy(cut, x.end(), into.biases.begin());
  };
  const auto pack = [](const LinearModel& from, std::vector<float>& x) {
    x = from.weights;
    x.insert(x.end(), from.biases.begin(), from.biases.end());
  };
  std::vector<float> x;
  pack(model, x);
  const Descent descent = minimize(
      [&](const std::vector<float>& at, std::vector<float>& slopes) {
        unpack(at, model);
        const double value = loss(model, gradient);
        pack(gradient, slopes);
        return value;
      },
      x, options);
  unpack(x, model);
  return descent;
}

}  // namespace primer::chapter
