#include "kernels/cross_entropy/cross_entropy.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

using Labels = std::vector<std::int32_t>;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Some scores with labels of which every fifth is ignored.
struct Case {
  Index rows, classes;
  std::vector<float> logits = random_floats(static_cast<std::size_t>(rows * classes), 1, -5, 5);
  Labels labels = [this] {
    Labels some;
    for (Index row = 0; row < rows; ++row) {
      some.push_back(row % 5 == 3 ? ignored_label : static_cast<std::int32_t>(row * 7 % classes));
    }
    return some;
  }();
};

std::vector<Case> all_cases() {
  std::vector<Case> cases;
  cases.push_back({1, 1});
  for (const Index n : awkward_sizes()) {
    if (n > 0) cases.push_back({n, 10});
    if (n > 0) cases.push_back({4, n});
  }
  cases.push_back({2003, 10});  // rows enough for all threads, and for two blocks
  cases.push_back({33, 5003});
  return cases;
}

double exact(const std::vector<double>& logits, const Labels& labels) {
  const std::size_t classes = logits.size() / labels.size();
  double total = 0, counted = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (labels[row] == ignored_label) continue;
    const auto z = logits.begin() + static_cast<std::ptrdiff_t>(row * classes);
    const double largest = *std::max_element(z, z + static_cast<std::ptrdiff_t>(classes));
    double sum = 0;
    for (std::size_t j = 0; j < classes; ++j) sum += std::exp(z[j] - largest);
    total += std::log(sum) + largest - z[labels[row]];
    ++counted;
  }
  return total / counted;
}

struct Result {
  float loss, counted;
  std::vector<float> dlogits;
};

/// Computes losses and their gradients in one execution.
class Evaluator {
 public:
  Result operator()(const std::vector<float>& logits, const Labels& labels, float dloss = 1) const {
    const auto rows = static_cast<Index>(labels.size());
    const Index classes = rows ? static_cast<Index>(logits.size()) / rows : 3;
    Array z(where, logits), dz(where, logits.size()), dloss_(where, std::vector<float>{dloss});
    Array sums(where, 2 * labels.size()), counted(where, 1), loss(where, 1);
    Array<std::int32_t> labels_(where, labels);
    forward(z.data(), labels_.data(), sums.data(), counted.data(), loss.data(), rows, classes, {});
    for (float* target : {dz.data(), z.data()}) {  // the second time in place
      backward(z.data(), labels_.data(), sums.data(), counted.data(), dloss_.data(), target, rows,
               classes, {});
    }
    // Bit for bit, for NaN is not equal to itself.
    const std::vector<float> apart = dz.values(), in_place = z.values();
    CHECK(std::equal(apart.begin(), apart.end(), in_place.begin(), [](float a, float b) {
      return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
    }));
    return {loss.values()[0], counted.values()[0], apart};
  }

  Execution where;
  decltype(cpu::cross_entropy)* forward;
  decltype(cpu::cross_entropy_backward)* backward;
};

std::vector<Evaluator> executions() {
  const auto forward = PRIMER_EXECUTIONS(cross_entropy);
  const auto backward = PRIMER_EXECUTIONS(cross_entropy_backward);
  std::vector<Evaluator> all;
  for (std::size_t i = 0; i < forward.size(); ++i) {
    all.push_back({forward[i].where, forward[i].function, backward[i].function});
  }
  return all;
}

}  // namespace

TEST_CASE("cross_entropy agrees with double precision and counts its rows") {
  for (const Evaluator& evaluate : executions()) {
    for (const Case& c : all_cases()) {
      INFO(evaluate.where.name << ", " << c.rows << " rows of " << c.classes);
      const Result result = evaluate(c.logits, c.labels);
      const double expected = exact(to_double(c.logits), c.labels);
      CHECK(std::abs(result.loss - expected) <= 1e-6 * expected);
      CHECK(result.counted == c.rows - std::count(c.labels.begin(), c.labels.end(), ignored_label));
    }
  }
}

TEST_CASE("cross_entropy_backward agrees with finite differences") {
  for (const Evaluator& evaluate : executions()) {
    for (const Case& c : {Case{1, 1}, Case{7, 3}, Case{5, 17}, Case{13, 10}, Case{6, 8}}) {
      INFO(evaluate.where.name << ", " << c.rows << " rows of " << c.classes);
      const float dloss = 2.5f;
      const auto loss = [&](const std::vector<double>& z) { return dloss * exact(z, c.labels); };
      const Result result = evaluate(c.logits, c.labels, dloss);
      CHECK(error(result.dlogits, finite_differences(loss, to_double(c.logits))) < 1e-6);
    }
  }
}

TEST_CASE("cross_entropy_backward of many rows agrees with a plain loop") {
  for (const Evaluator& evaluate : executions()) {
    for (const Case& c : {Case{2003, 10}, Case{33, 5003}, Case{5, 2056}}) {
      INFO(evaluate.where.name << ", " << c.rows << " rows of " << c.classes);
      const Result result = evaluate(c.logits, c.labels);
      std::vector<double> expected(c.logits.size());
      for (Index row = 0; row < c.rows; ++row) {
        const std::int32_t label = c.labels[static_cast<std::size_t>(row)];
        if (label == ignored_label) continue;
        double sum = 0;
        for (Index j = 0; j < c.classes; ++j) {
          sum += std::exp(double(c.logits[static_cast<std::size_t>(row * c.classes + j)]));
        }
        for (Index j = 0; j < c.classes; ++j) {
          const auto i = static_cast<std::size_t>(row * c.classes + j);
          expected[i] = (std::exp(double(c.logits[i])) / sum - (j == label)) / result.counted;
        }
      }
      CHECK(error(result.dlogits, expected) < 1e-6);
    }
  }
}

TEST_CASE("cross_entropy bears extreme scores") {
  const auto log2 = static_cast<float>(std::log(2.0));
  for (const Evaluator& evaluate : executions()) {
    CHECK(evaluate({1000, 1000}, {0}).loss == log2);
    CHECK(evaluate({1000, 1000}, {0}).dlogits == std::vector{-0.5f, 0.5f});
    CHECK(evaluate({-1000, -1000}, {1}).loss == log2);
    CHECK(evaluate({1e30f, 1e30f}, {1}).loss == log2);
    CHECK(evaluate({1e30f, 1e30f}, {1}).dlogits == std::vector{0.5f, -0.5f});
    CHECK(evaluate({1000, 0}, {0}).loss == 0);
    CHECK(evaluate({1000, 0}, {1}).loss == 1000);
    CHECK(evaluate({1000, 0}, {1}).dlogits == std::vector{1.0f, -1.0f});
    CHECK(evaluate({1e30f, -1e30f}, {1}).loss == 2e30f);
    CHECK(evaluate({0, -infinity}, {0}).loss == 0);
    CHECK(evaluate({0, -infinity}, {1}).loss == infinity);
  }
}

TEST_CASE("cross_entropy passes NaN on and a row of minus infinities is NaN") {
  for (const Evaluator& evaluate : executions()) {
    for (const std::vector<float>& bad :
         {std::vector{not_a_number, 1.0f}, std::vector{1.0f, not_a_number},
          std::vector{-infinity, -infinity}}) {
      const Result result = evaluate({0, 0, bad[0], bad[1]}, {0, 0});
      CHECK(std::isnan(result.loss));
      CHECK(result.dlogits[0] == -0.25f);
      CHECK(std::isnan(result.dlogits[2]));
      CHECK(std::isnan(result.dlogits[3]));
    }
  }
}

TEST_CASE("ignored rows leave no trace whatever stands in them") {
  for (const Evaluator& evaluate : executions()) {
    const Result alone = evaluate({1, 2, 3, 4}, {0, 1});
    const Result mixed = evaluate({not_a_number, infinity, 1, 2, 1000, -infinity, 3, 4},
                                  {ignored_label, 0, ignored_label, 1});
    CHECK(mixed.loss == alone.loss);
    CHECK(mixed.counted == 2);
    CHECK(mixed.dlogits == std::vector{0.0f, 0.0f, alone.dlogits[0], alone.dlogits[1], 0.0f, 0.0f,
                                       alone.dlogits[2], alone.dlogits[3]});
  }
}

TEST_CASE("cross_entropy with all rows ignored is NaN and its gradient zero") {
  for (const Evaluator& evaluate : executions()) {
    const Result result = evaluate({1, 2, 3, 4}, {ignored_label, ignored_label});
    CHECK(std::isnan(result.loss));
    CHECK(result.counted == 0);
    CHECK(result.dlogits == std::vector<float>(4, 0));
    CHECK(std::isnan(evaluate({}, {}).loss));
  }
}

TEST_CASE("cross_entropy gives the same bits with any number of threads") {
  const Case c{2003, 10};
  for (const Evaluator& evaluate : executions()) {
    Result first;
    for (const int count : {1, 2, 3}) {
      INFO(evaluate.where.name << ", threads " << count);
      const Threads threads(count);
      const Result result = evaluate(c.logits, c.labels);
      if (count == 1) first = result;
      CHECK(result.loss == first.loss);
      CHECK(result.dlogits == first.dlogits);
    }
  }
}

TEST_CASE("cross_entropy takes arrays that begin at any float") {
  for (const Case& c : {Case{7, 16}, Case{5, 100}, Case{3, 2056}}) {  // all of which packs fit
    for (const Evaluator& evaluate : executions()) {
      INFO(evaluate.where.name << ", " << c.rows << " rows of " << c.classes);
      const auto gradient_and_loss = [&](const Execution& where) {
        const Evaluator there{where, evaluate.forward, evaluate.backward};
        const Result result = there(c.logits, c.labels);
        std::vector<float> all = result.dlogits;
        all.push_back(result.loss);
        return all;
      };
      CHECK(error_when_shifted(evaluate.where, gradient_and_loss) < 1e-7);
    }
  }
}
