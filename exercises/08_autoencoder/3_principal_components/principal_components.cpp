#include "principal_components.hpp"

#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>

namespace primer::exercise {
namespace {

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// a += factor · b
void add(std::vector<double>& a, double factor, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
}

}  // namespace

PrincipalComponents principal_components(const Rows& x, int count) {
  // Your code goes here.
  throw NotImplemented();
}

Rows encode(const PrincipalComponents& components, const Rows& x) {
  // Your code goes here.
  throw NotImplemented();
}

Rows decode(const PrincipalComponents& components, const Rows& code) {
  // Your code goes here.
  throw NotImplemented();
}

double squared_error(const PrincipalComponents& components, const Rows& x) {
  // Your code goes here.
  throw NotImplemented();
}

}  // namespace primer::exercise
