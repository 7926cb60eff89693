#pragma once
// How the learning rate changes while training. A schedule gives the factor on the optimiser's rate for each step,
// counted from 0.

#include <functional>

#include "kernels/operation.hpp"

namespace primer::optim {

/// The factor on the learning rate at a step, which counts from 0 through all epochs.
using Schedule = std::function<double(Index step)>;

/// Always 1.
Schedule constant_schedule();
/// Multiplied by `factor` every `interval` steps.
Schedule step_schedule(Index interval, double factor);
/// factor^step.
Schedule exponential_schedule(double factor);
/// From 1 down to `last` along half a cosine over `steps` steps, then `last` (Loshchilov & Hutter 2017, arXiv:1608.03983).
Schedule cosine_schedule(Index steps, double last = 0);
/// Up in equal parts to 1 over the first `steps` steps, 1/steps at step 0; then `next`, which starts from its own step 0.
Schedule warmup_schedule(Index steps, Schedule next = constant_schedule());

}  // namespace primer::optim
