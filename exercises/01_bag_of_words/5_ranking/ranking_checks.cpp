#include "ranking.hpp"

#include <cmath>

namespace primer::exercise {
namespace {

/// Whether one question with these answers measures as it should.
bool measures(const Measure& measure, const std::vector<int>& answers,
              const std::vector<int>& relevant, double precision, double reciprocal) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace

bool accepts(Measure measure) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
