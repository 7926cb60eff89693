#pragma once
// Ways to choose the first weights. All fill a tensor in place. A weight's fan-in is the number of inputs that one
// output sees, its fan-out the number of outputs that one input reaches; both are read from its shape (out, in, …).

#include "common/tensor/tensor.hpp"

namespace primer::nn::init {

enum class Fan { in, out };

/// The factor by which an activation shrinks a standard normal signal, as PyTorch's calculate_gain has it: 1 for a linear
/// layer and sigmoid, 5/3 for tanh, √2 for relu, √(2/(1+slope²)) for leaky relu.
double gain_linear();
double gain_tanh();
double gain_relu();
double gain_leaky_relu(double slope);

void uniform(const Tensor& weight, float low, float high, Generator& random);
void normal(const Tensor& weight, float mean, float deviation, Generator& random);
void constant(const Tensor& weight, float value);

/// Glorot & Bengio 2010: variance 2 / (fan_in + fan_out), which keeps both activations and gradients at size.
void xavier_uniform(const Tensor& weight, Generator& random, double gain = 1);
void xavier_normal(const Tensor& weight, Generator& random, double gain = 1);

/// He, Zhang, Ren & Sun 2015 (arXiv:1502.01852), equation 10: variance gain² / fan.
void kaiming_uniform(const Tensor& weight, Generator& random, double gain = gain_relu(),
                     Fan fan = Fan::in);
void kaiming_normal(const Tensor& weight, Generator& random, double gain = gain_relu(),
                    Fan fan = Fan::in);

/// What PyTorch's layers do by default: uniform within ±1/√fan_in, for weight and bias alike.
void pytorch_default(const Tensor& tensor, Index fan_in, Generator& random);

}  // namespace primer::nn::init
