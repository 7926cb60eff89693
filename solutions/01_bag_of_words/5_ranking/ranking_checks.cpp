#include "ranking.hpp"

#include <cmath>

namespace primer::exercise {
namespace {

/// Whether one question with these answers measures as it should.
bool measures(const Measure& measure, const std::vector<int>& answers,
              const std::vector<int>& relevant, double precision, double reciprocal) {
  //! hole
  const Measures got = measure({answers}, {relevant}, {0});
  return std::abs(got.precision_at_10 - precision) < 1e-9 &&
         std::abs(got.mean_reciprocal_rank - reciprocal) < 1e-9;
  //! end
}

}  // namespace

bool accepts(Measure measure) {
  //! hole
  const std::vector<int> twelve = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  if (!measures(measure, twelve, {2, 3, 7}, 0.3, 1.0 / 2)) return false;
  if (!measures(measure, twelve, {10, 11}, 0.1, 1.0 / 10)) return false;
  if (!measures(measure, twelve, {12}, 0, 1.0 / 12)) return false;
  if (!measures(measure, twelve, {7, 3, 30}, 0.2, 1.0 / 3)) return false;
  if (!measures(measure, {5, 6, 7}, {6, 7}, 0.2, 1.0 / 2)) return false;
  if (!measures(measure, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {1, 10}, 0.2, 1)) return false;
  if (!measures(measure, {}, {1}, 0, 0)) return false;
  const Measures mean =
      measure({{5, 6}, {8, 9}, {}, {2, 0, 3}}, {{5}, {1}, {2}, {3}}, {0, 1, 2, 0});
  return std::abs(mean.precision_at_10 - 0.2 / 4) < 1e-9 &&
         std::abs(mean.mean_reciprocal_rank - (1 + 0.5) / 4) < 1e-9;
  //! end
}

}  // namespace primer::exercise
