#include "train.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>

namespace primer::exercise {
namespace {

/// What a point becomes on its way through a network.
struct Trace {
  std::vector<double> hidden, scores;
};

Trace forward(const Network& network, const Point& point) {
  //! hole
  Trace trace{network.b1, network.b2};
  for (std::size_t h = 0; h < trace.hidden.size(); ++h) {
    const double z = trace.hidden[h] + network.w1[h][0] * point[0] + network.w1[h][1] * point[1];
    trace.hidden[h] = std::max(z, 0.0);
  }
  for (std::size_t k = 0; k < trace.scores.size(); ++k) {
    for (std::size_t h = 0; h < trace.hidden.size(); ++h) {
      trace.scores[k] += network.w2[k][h] * trace.hidden[h];
    }
  }
  return trace;
  //! end
}

/// Adds the slopes of -log softmax(scores)[label] for one point.
void add_slopes(const Network& network, const Point& point, int label, Network& slopes) {
  //! hole
  const auto [hidden, scores] = forward(network, point);
  const double largest = *std::max_element(scores.begin(), scores.end());
  double whole = 0;
  for (const double score : scores) whole += std::exp(score - largest);

  std::vector<double> by_hidden(hidden.size());
  for (std::size_t k = 0; k < scores.size(); ++k) {
    const bool right = static_cast<int>(k) == label;
    const double by_score = std::exp(scores[k] - largest) / whole - (right ? 1 : 0);
    slopes.b2[k] += by_score;
    for (std::size_t h = 0; h < hidden.size(); ++h) {
      slopes.w2[k][h] += by_score * hidden[h];
      by_hidden[h] += by_score * network.w2[k][h];
    }
  }
  for (std::size_t h = 0; h < hidden.size(); ++h) {
    if (hidden[h] == 0) continue;
    slopes.b1[h] += by_hidden[h];
    for (std::size_t i = 0; i < 2; ++i) slopes.w1[h][i] += by_hidden[h] * point[i];
  }
  //! end
}

/// Changes every number of a network by `factor` times its namesake in `other`.
void add(Network& network, const Network& other, double factor) {
  //! hole
  const auto add_row = [&](std::vector<double>& row, const std::vector<double>& more) {
    for (std::size_t i = 0; i < row.size(); ++i) row[i] += factor * more[i];
  };
  for (std::size_t h = 0; h < network.w1.size(); ++h) add_row(network.w1[h], other.w1[h]);
  for (std::size_t k = 0; k < network.w2.size(); ++k) add_row(network.w2[k], other.w2[k]);
  add_row(network.b1, other.b1);
  add_row(network.b2, other.b2);
  //! end
}

}  // namespace

Network train(const std::vector<Point>& points, const std::vector<int>& labels, int classes,
              std::uint64_t seed) {
  //! hole
  constexpr std::size_t hidden = 16, epochs = 60, batch = 10;
  constexpr double rate = 0.2;
  std::mt19937_64 random(seed);

  // Points around zero, of size one.
  Point mean{}, spread{};
  const auto count = static_cast<double>(points.size());
  for (std::size_t i = 0; i < 2; ++i) {
    for (const Point& point : points) mean[i] += point[i] / count;
    for (const Point& point : points) spread[i] += std::pow(point[i] - mean[i], 2) / count;
    spread[i] = std::sqrt(spread[i]);
  }
  std::vector<Point> scaled = points;
  for (Point& point : scaled) {
    for (std::size_t i = 0; i < 2; ++i) point[i] = (point[i] - mean[i]) / spread[i];
  }

  // Weights of a size that keeps the size of what they are multiplied with; biases of zero.
  const auto matrix = [&](std::size_t out, std::size_t in) {
    std::normal_distribution<double> normal(0, std::sqrt(2.0 / static_cast<double>(in)));
    Matrix weights(out, std::vector<double>(in));
    for (auto& row : weights) {
      for (double& weight : row) weight = normal(random);
    }
    return weights;
  };
  const auto outputs = static_cast<std::size_t>(classes);
  Network network{matrix(hidden, 2), std::vector<double>(hidden), matrix(outputs, hidden),
                  std::vector<double>(outputs)};
  Network nothing = network;
  add(nothing, network, -1);

  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    for (std::size_t begin = 0; begin < order.size(); begin += batch) {
      const std::size_t end = std::min(begin + batch, order.size());
      Network slopes = nothing;
      for (std::size_t n = begin; n < end; ++n) {
        add_slopes(network, scaled[order[n]], labels[order[n]], slopes);
      }
      add(network, slopes, -rate / static_cast<double>(end - begin));
    }
  }

  // The first layer takes points as they come: the scaling is a part of its weights.
  for (std::size_t h = 0; h < hidden; ++h) {
    for (std::size_t i = 0; i < 2; ++i) {
      network.w1[h][i] /= spread[i];
      network.b1[h] -= network.w1[h][i] * mean[i];
    }
  }
  return network;
  //! end
}

std::vector<int> predict(const Network& network, const std::vector<Point>& points) {
  //! hole
  std::vector<int> classes;
  for (const Point& point : points) {
    const std::vector<double> scores = forward(network, point).scores;
    const auto best = std::max_element(scores.begin(), scores.end());
    classes.push_back(static_cast<int>(best - scores.begin()));
  }
  return classes;
  //! end
}

}  // namespace primer::exercise
