#pragma once
// Exercise 8.5: a new head on a pre-trained encoder, and early stopping.

#include <functional>
#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

using Matrix = std::vector<std::vector<double>>;

struct Layer {
  Matrix weight;             ///< (out, in)
  std::vector<double> bias;  ///< (out)
};

/// Scores are head(max(0, encoder(x))).
struct Network {
  Layer encoder;
  Layer head;
};

struct Examples {
  Matrix x;            ///< (N, inputs), N at least 1
  std::vector<int> y;  ///< (N), from 0 to classes - 1
};

struct Plan {
  int frozen_steps = 0;  ///< in which only the head learns
  int joint_steps = 0;   ///< in which both layers do
  double rate = 0;       ///< of the head
  double decay = 0;      ///< the encoder's rate over the head's
};

/// One step of gradient descent on the mean cross-entropy of all labelled examples.
Network step(const Network& network, const Examples& labelled, double head_rate,
             double encoder_rate);

/// The accuracy of a network on validation examples.
using Look = std::function<double(const Network& network)>;

/// Trains a new head, which begins with zeros, then both layers; the network that looked best, the first of several.
/// @param classes the head's outputs
/// @param plan at least one step in all
/// @param look is called once after each step
Network fine_tune(const Layer& encoder, int classes, const Examples& labelled, const Plan& plan,
                  Look look);

PRIMER_INTERFACE(step, fine_tune);

}  // namespace primer::exercise
