#include "gradient_check.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <random>

namespace primer::exercise {

bool accepts(Layer layer) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
