#pragma once
// The inputs of a check: drawn afresh each time, so that no answer can be looked up.

#include <cstdint>
#include <random>
#include <vector>

namespace primer::grader {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}

  /// Between low and high.
  double real(double low = -1, double high = 1) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  /// From low to high, both included.
  int whole(int low, int high) {
    const auto choices = static_cast<std::uint64_t>(high - low + 1);
    return low + static_cast<int>(engine_() % choices);
  }
  bool coin() { return engine_() >> 63 != 0; }
  std::vector<double> reals(int count, double low = -1, double high = 1) {
    std::vector<double> values(static_cast<std::size_t>(count));
    for (double& value : values) value = real(low, high);
    return values;
  }
  std::vector<float> floats(int count, double low = -1, double high = 1) {
    const std::vector<double> values = reals(count, low, high);
    return {values.begin(), values.end()};
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace primer::grader
