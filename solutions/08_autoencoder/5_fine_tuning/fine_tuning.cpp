#include "fine_tuning.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace primer::exercise {
namespace {

/// weight · x + bias
std::vector<double> linear(const Layer& layer, const std::vector<double>& x) {
  std::vector<double> y = layer.bias;
  for (std::size_t o = 0; o < y.size(); ++o) {
    for (std::size_t i = 0; i < x.size(); ++i) y[o] += layer.weight[o][i] * x[i];
  }
  return y;
}

/// Moves a layer down, given the slopes of its outputs and what its inputs were.
void descend(Layer& layer, const std::vector<double>& slopes, const std::vector<double>& inputs,
             double rate) {
  //! hole
  for (std::size_t o = 0; o < slopes.size(); ++o) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      layer.weight[o][i] -= rate * slopes[o] * inputs[i];
    }
    layer.bias[o] -= rate * slopes[o];
  }
  //! end
}

}  // namespace

Network step(const Network& network, const Examples& labelled, double head_rate,
             double encoder_rate) {
  //! hole
  Network next = network;
  const auto count = static_cast<double>(labelled.x.size());
  for (std::size_t n = 0; n < labelled.x.size(); ++n) {
    std::vector<double> code = linear(network.encoder, labelled.x[n]);
    for (double& value : code) value = std::max(0.0, value);

    // The slopes of the scores: softmax, minus one at the right class
    std::vector<double> slopes = linear(network.head, code);
    const double largest = *std::max_element(slopes.begin(), slopes.end());
    double sum = 0;
    for (double& value : slopes) sum += value = std::exp(value - largest);
    for (double& value : slopes) value /= sum;
    slopes[labelled.y[n]] -= 1;
    descend(next.head, slopes, code, head_rate / count);

    // Back through the head as it was, and through the ReLU where it was open
    std::vector<double> code_slopes(code.size());
    for (std::size_t j = 0; j < code.size(); ++j) {
      if (code[j] == 0) continue;
      for (std::size_t o = 0; o < slopes.size(); ++o) {
        code_slopes[j] += slopes[o] * network.head.weight[o][j];
      }
    }
    descend(next.encoder, code_slopes, labelled.x[n], encoder_rate / count);
  }
  return next;
  //! end
}

Network fine_tune(const Layer& encoder, int classes, const Examples& labelled, const Plan& plan,
                  Look look) {
  //! hole
  const Matrix zeros(classes, std::vector<double>(encoder.bias.size()));
  Network network{encoder, {zeros, std::vector<double>(classes)}};
  Network best = network;
  double highest = -1;
  for (int i = 0; i < plan.frozen_steps + plan.joint_steps; ++i) {
    const double encoder_rate = i < plan.frozen_steps ? 0 : plan.rate * plan.decay;
    network = step(network, labelled, plan.rate, encoder_rate);
    const double accuracy = look(network);
    if (accuracy > highest) {
      highest = accuracy;
      best = network;
    }
  }
  return best;
  //! end
}

}  // namespace primer::exercise
