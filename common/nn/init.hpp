#pragma once
// Ways to choose the first weights. All fill a tensor in place. A weight's fan-in is the number of inputs that one
// output sees, its fan-out the number of outputs that one input reaches; both are read from its shape (out, in, …).

#include "common/tensor/tensor.hpp"

namespace primer::nn::init {

/// What keeps its size from layer to layer: activations on the way forward (in) or gradients on the
/// way back (out).
enum class Fan { in, out };

/// The factor on the weights that makes up for what an activation takes from a signal, as PyTorch's
/// calculate_gain has it: 1 for a linear layer and sigmoid, 5/3 for tanh, √2 for relu,
/// √(2/(1+slope²)) for leaky relu.
double gain_linear();
/// 5/3.
double gain_tanh();
/// √2: of a signal's mean square, relu lets half through.
double gain_relu();
/// √(2/(1+slope²)), where `slope` is that of the negative half.
double gain_leaky_relu(double slope);

/// Uniform in [low, high), for a tensor of any shape.
void uniform(const Tensor& weight, float low, float high, Generator& random);
/// Normal with that mean and standard deviation, for a tensor of any shape.
void normal(const Tensor& weight, float mean, float deviation, Generator& random);
/// The same value everywhere, for a tensor of any shape.
void constant(const Tensor& weight, float value);

/// Glorot & Bengio 2010: variance 2 / (fan_in + fan_out), which keeps both activations and gradients at size.
void xavier_uniform(const Tensor& weight, Generator& random, double gain = 1);
/// The same variance, times gain², normally distributed.
/// @throws std::invalid_argument when the weight has fewer than two dimensions
void xavier_normal(const Tensor& weight, Generator& random, double gain = 1);

/// He, Zhang, Ren & Sun 2015 (arXiv:1502.01852), equation 10: variance gain² / fan.
void kaiming_uniform(const Tensor& weight, Generator& random, double gain = gain_relu(),
                     Fan fan = Fan::in);
/// The same variance, normally distributed.
/// @throws std::invalid_argument when the weight has fewer than two dimensions
void kaiming_normal(const Tensor& weight, Generator& random, double gain = gain_relu(),
                    Fan fan = Fan::in);

/// What PyTorch's layers do by default: uniform within ±1/√fan_in, for weight and bias alike.
void pytorch_default(const Tensor& tensor, Index fan_in, Generator& random);

}  // namespace primer::nn::init
