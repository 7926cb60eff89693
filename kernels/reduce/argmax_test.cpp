#include "common/testing/catch.hpp"
//
#include <cmath>

#include "common/testing/execution.hpp"
#include "kernels/reduce/sizes_test.hpp"

using namespace primer;
using namespace primer::testing;

TEST_CASE("the gradient of a maximum goes to the first of equals and to the first NaN") {
  for (const auto& [where, reduce_backward] : PRIMER_EXECUTIONS(reduce_backward)) {
    for (const Index inner : {1, 2}) {
      const std::vector<float> rows[] = {{1, 3, 3, 2}, {5, not_a_number, 7, not_a_number}};
      const std::size_t first[] = {1, 1};
      for (int i = 0; i < 2; ++i) {
        INFO(where.name << ", row " << i << ", inner " << inner);
        std::vector<float> x, expected;
        for (std::size_t m = 0; m < 4; ++m) {
          for (Index j = 0; j < inner; ++j) {
            x.push_back(rows[i][m]);
            expected.push_back(m == first[i] ? 8.0f : 0.0f);
          }
        }
        Array x_(where, x), dx(where, x.size());
        Array dy(where, std::vector<float>(static_cast<std::size_t>(inner), 8));
        reduce_backward(Reduction::max, x_.data(), dy.data(), dx.data(), {1, 4, inner}, {});
        CHECK(dx.values() == expected);
      }
    }
  }
}

TEST_CASE("argmax finds the first of equals") {
  for (const auto& [where, argmax] : PRIMER_EXECUTIONS(argmax)) {
    for (const ReduceSizes& sizes : all_reduce_sizes()) {
      if (sizes.middle == 0) continue;
      INFO(where.name << ", " << text(sizes));
      std::vector<float> x = random_floats(input_count(sizes), 3, -8, 8);
      for (float& v : x) v = std::floor(v);  // many equals
      std::vector<std::int32_t> expected;
      for (std::size_t i = 0; i < output_count(sizes); ++i) {
        const std::vector<std::size_t> candidates = terms(sizes, i);
        std::size_t best = 0;
        for (std::size_t m = 1; m < candidates.size(); ++m) {
          if (x[candidates[m]] > x[candidates[best]]) best = m;
        }
        expected.push_back(static_cast<std::int32_t>(best));
      }
      Array x_(where, x);
      Array<std::int32_t> y(where, expected.size());
      argmax(x_.data(), y.data(), sizes, {});
      CHECK(y.values() == expected);
    }
  }
}

TEST_CASE("argmax finds the first NaN and the first of a row of minus infinities") {
  for (const auto& [where, argmax] : PRIMER_EXECUTIONS(argmax)) {
    Array x(where, std::vector{1.0f, 9.0f, not_a_number, not_a_number, -infinity, -infinity,
                               -infinity, -infinity});
    Array<std::int32_t> y(where, 4);
    argmax(x.data(), y.data(), {2, 4, 1}, {});
    CHECK(y.values()[0] == 2);
    CHECK(y.values()[1] == 0);
    argmax(x.data(), y.data(), {1, 2, 4}, {});
    CHECK(y.values() == std::vector<std::int32_t>{0, 0, 0, 0});
    argmax(x.data(), y.data(), {1, 4, 2}, {});
    CHECK(y.values()[0] == 1);
    CHECK(y.values()[1] == 1);
  }
}
