#pragma once

#include <functional>
#include <vector>

#include "common/tensor/tensor.hpp"

namespace primer::testing {

/// The largest error, over all elements of all inputs, of the gradients that backward() gives for the scalar f(inputs),
/// measured against central differences and relative to the largest gradient of that input. The differences are taken in
/// single precision, so that a right gradient comes out at 1e-4 to 1e-3 and a wrong one at 1e-1 or more.
double gradient_error(const std::function<Tensor(const std::vector<Tensor>&)>& f,
                      const std::vector<Tensor>& inputs);

}  // namespace primer::testing
