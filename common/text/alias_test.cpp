#include "common/text/alias.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "common/testing/catch.hpp"
#include "common/text/fast_random.hpp"

namespace primer::text {

TEST_CASE("An alias table gives each word the probability of its weight") {
  FastRandom random(3);
  for (const int size : {1, 2, 3, 7, 100, 10'007}) {
    std::vector<double> weights;
    for (int i = 0; i < size; ++i) weights.push_back(i % 5 == 1 ? 0 : std::pow(random.unit(), 4));
    weights[0] = 1;
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const std::vector<double> given = AliasTable(weights).probabilities();
    double worst = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
      worst = std::max(worst, std::abs(given[i] - weights[i] / sum));
    }
    CHECK(worst < 1e-9);
  }
}

TEST_CASE("Draws from an alias table are as frequent as they should be") {
  const std::vector<double> weights = {8, 0, 1, 4, 3};
  const AliasTable table(weights);
  FastRandom random(1);
  std::vector<double> seen(weights.size(), 0);
  constexpr int draws = 160'000;
  for (int i = 0; i < draws; ++i) ++seen[static_cast<std::size_t>(table.draw(random.next()))];
  CHECK(seen[1] == 0);
  double chi_squared = 0;
  for (const std::size_t i : {0u, 2u, 3u, 4u}) {
    const double expected = draws * weights[i] / 16;
    chi_squared += (seen[i] - expected) * (seen[i] - expected) / expected;
  }
  CHECK(chi_squared < 16.3);  // three degrees of freedom: one seed in a thousand is above
  CHECK(table.draw(0) >= 0);
  CHECK(table.draw(std::numeric_limits<std::uint64_t>::max()) < 5);
}

TEST_CASE("An alias table refuses weights that are none") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const std::vector<double>& weights : {std::vector<double>{},
                                             {0, 0},
                                             {1, -1e-9},
                                             {1, nan},
                                             {1, std::numeric_limits<double>::infinity()}}) {
    CHECK_THROWS_AS(AliasTable(weights), std::invalid_argument);
  }
}

}  // namespace primer::text
