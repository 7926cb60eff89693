#pragma once
// Exercise 8.1: the mean squared error of redrawn pictures, and its gradient.

#include <vector>

#include "exercises/grader/check/interface.hpp"

namespace primer::exercise {

/// A batch of pictures, one a row, all of the same number of pixels; one picture of one pixel at least.
using Pictures = std::vector<std::vector<double>>;

/// The mean of (drawn - original)² over all pixels of all pictures.
double mse(const Pictures& drawn, const Pictures& original);

/// The slope of that for each pixel of `drawn`, in the same shape.
Pictures mse_gradient(const Pictures& drawn, const Pictures& original);

PRIMER_INTERFACE(mse, mse_gradient);

}  // namespace primer::exercise
