#include "common/nn/init.hpp"

#include <cmath>
#include <stdexcept>

#include "kernels/random/random.hpp"

namespace primer::nn::init {
namespace {

// Inputs that one output sees: all dimensions of (out, in, …) but the first.
Index fan_in(const Tensor& weight) {
  if (weight.rank() < 2) {
    throw std::invalid_argument("init: a weight (out, in, ...) is needed, not shape " +
                                weight.shape().str());
  }
  return weight.size(0) == 0 ? 0 : weight.size() / weight.size(0);
}

Index fan_out(const Tensor& weight) {
  const Index in = fan_in(weight);
  return weight.size(1) == 0 ? 0 : weight.size(0) * (in / weight.size(1));
}

double xavier_variance(const Tensor& weight, double gain) {
  return gain * gain * 2 / static_cast<double>(fan_in(weight) + fan_out(weight));
}

double kaiming_variance(const Tensor& weight, double gain, Fan fan) {
  return gain * gain / static_cast<double>(fan == Fan::in ? fan_in(weight) : fan_out(weight));
}

// A uniform distribution of half-width b has variance b²/3.
void uniform_of_variance(const Tensor& weight, double variance, Generator& random) {
  const float bound = static_cast<float>(std::sqrt(3 * variance));
  uniform(weight, -bound, bound, random);
}

void normal_of_variance(const Tensor& weight, double variance, Generator& random) {
  normal(weight, 0, static_cast<float>(std::sqrt(variance)), random);
}

}  // namespace

double gain_linear() { return 1; }
double gain_tanh() { return 5.0 / 3; }
double gain_relu() { return std::sqrt(2.0); }
double gain_leaky_relu(double slope) { return std::sqrt(2 / (1 + slope * slope)); }

void uniform(const Tensor& weight, float low, float high, Generator& random) {
  weight.copy_from(Tensor::uniform(weight.shape(), low, high, random));
}

void normal(const Tensor& weight, float mean, float deviation, Generator& random) {
  weight.copy_from(Tensor::normal(weight.shape(), mean, deviation, random));
}

void constant(const Tensor& weight, float value) {
  weight.copy_from(Tensor::full(weight.shape(), value));
}

void xavier_uniform(const Tensor& weight, Generator& random, double gain) {
  uniform_of_variance(weight, xavier_variance(weight, gain), random);
}

void xavier_normal(const Tensor& weight, Generator& random, double gain) {
  normal_of_variance(weight, xavier_variance(weight, gain), random);
}

void kaiming_uniform(const Tensor& weight, Generator& random, double gain, Fan fan) {
  uniform_of_variance(weight, kaiming_variance(weight, gain, fan), random);
}

void kaiming_normal(const Tensor& weight, Generator& random, double gain, Fan fan) {
  normal_of_variance(weight, kaiming_variance(weight, gain, fan), random);
}

void pytorch_default(const Tensor& tensor, Index fan_in, Generator& random) {
  const float bound =
      fan_in > 0 ? static_cast<float>(1 / std::sqrt(static_cast<double>(fan_in))) : 0.0f;
  uniform(tensor, -bound, bound, random);
}

}  // namespace primer::nn::init
