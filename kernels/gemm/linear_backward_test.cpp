#include <cmath>
#include <limits>

#include "common/testing/catch.hpp"
#include "common/testing/execution.hpp"
#include "common/testing/numeric.hpp"
#include "common/testing/threads.hpp"
#include "kernels/gemm/gemm.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Float sums of up to 333 products, in any order.
constexpr double tolerance = 4e-6;

std::size_t count(Index rows, Index columns) { return static_cast<std::size_t>(rows * columns); }

/// The slope of f where it has the value y.
double slope(Unary f, double y) {
  switch (f) {
    case Unary::relu:
      return y > 0 ? 1 : 0;
    case Unary::sigmoid:
      return y * (1 - y);
    case Unary::tanh:
      return 1 - y * y;
    case Unary::negate:
      return -1;
    case Unary::exp:
      return y;
    case Unary::sqrt:
      return 1 / (2 * y);
    case Unary::reciprocal:
      return -y * y;
    default:
      return 1;
  }
}

/// Where the outputs of f begin that are tried.
float lowest(Unary f) { return f == Unary::sqrt ? 0.25f : f == Unary::sigmoid ? 0 : -1; }

template <class Number>
struct Gradients {
  std::vector<Number> dz, dx, dweight, dbias;
};

/// Which gradients are asked for.
struct Wanted {
  bool dx = true, dweight = true, dbias = true;
};

struct Problem {
  Problem(Unary activation, const LinearSizes& of)
      : f(activation),
        sizes(of),
        x(random_floats(count(of.rows, of.in), 1)),
        weight(random_floats(count(of.out, of.in), 2)),
        y(random_floats(count(of.rows, of.out), 3, lowest(f), 1)),
        dy(random_floats(y.size(), 4, -0.5f, 1)) {  // its sums do not cancel
    if (f == Unary::relu) {
      for (float& v : y) v = std::max(v, 0.0f);
    }
  }

  Gradients<double> expected() const {
    const auto [rows, in, out] = sizes;
    Gradients<double> to;
    to.dx.resize(x.size());
    to.dweight.resize(weight.size());
    to.dbias.resize(static_cast<std::size_t>(out));
    for (Index i = 0; i < rows; ++i) {
      for (Index j = 0; j < out; ++j) {
        const std::size_t at = count(i, out) + static_cast<std::size_t>(j);
        const double dz = dy[at] * slope(f, y[at]);
        to.dz.push_back(dz);
        to.dbias[static_cast<std::size_t>(j)] += dz;
        for (std::size_t p = 0; p < static_cast<std::size_t>(in); ++p) {
          to.dx[count(i, in) + p] += dz * weight[count(j, in) + p];
          to.dweight[count(j, in) + p] += dz * x[count(i, in) + p];
        }
      }
    }
    return to;
  }

  /// What linear_backward() makes of it. What is not wanted stays as it was, -77.
  template <class Backward>
  Gradients<float> run(Execution where, Backward* backward, Wanted wanted = {},
                       bool in_place = false) const {
    Array x_(where, x), weight_(where, weight), y_(where, y), dy_(where, dy), dz(where, y.size());
    Array dx(where, x.size()), dweight(where, weight.size());
    Array dbias(where, static_cast<std::size_t>(sizes.out));
    Array workspace(where, static_cast<std::size_t>(linear_backward_workspace(sizes)));
    Array<float>& to = in_place ? dy_ : dz;
    backward(f, x_.data(), weight_.data(), y_.data(), dy_.data(),
             {.dz = to.data(),
              .dx = wanted.dx ? dx.data() : nullptr,
              .dweight = wanted.dweight ? dweight.data() : nullptr,
              .dbias = wanted.dbias ? dbias.data() : nullptr},
             sizes, workspace.data(), {});
    return {to.values(), dx.values(), dweight.values(), dbias.values()};
  }

  Unary f;
  LinearSizes sizes;
  std::vector<float> x, weight, y, dy;
};

const std::vector<LinearSizes> parallel_sizes{
    {130, 97, 64}, {20, 33, 1100}, {5, 130, 700}, {333, 999, 1}, {333, 2, 700}};

void check(const Gradients<float>& result, const Gradients<double>& expected) {
  CHECK(error(result.dx, expected.dx) < tolerance);
  CHECK(error(result.dweight, expected.dweight) < tolerance);
  CHECK(error(result.dbias, expected.dbias) < tolerance);
}

}  // namespace

TEST_CASE("linear_backward agrees with double precision for each activation") {
  for (const auto& [where, backward] : PRIMER_EXECUTIONS(linear_backward)) {
    for (const Unary f : {Unary::identity, Unary::relu, Unary::sigmoid, Unary::tanh, Unary::negate,
                          Unary::exp, Unary::sqrt, Unary::reciprocal}) {
      for (const Index rows : {0, 1, 2, 7, 64, 70}) {
        for (const Index in : {0, 1, 5, 33}) {
          for (const Index out : {1, 3, 17, 64}) {
            INFO(where.name << ", function " << static_cast<int>(f) << ", " << rows << " rows, "
                            << in << " to " << out);
            const Problem problem(f, {rows, in, out});
            const Gradients<double> expected = problem.expected();
            const Gradients<float> result = problem.run(where, backward);
            check(result, expected);
            if (f == Unary::identity) continue;
            CHECK(error(result.dz, expected.dz) < tolerance);
            const Gradients<float> in_place = problem.run(where, backward, {}, true);
            CHECK(in_place.dz == result.dz);
            CHECK(in_place.dx == result.dx);
          }
        }
      }
    }
  }
}

TEST_CASE("linear_backward agrees with double precision on one two and three threads") {
  for (const auto& [where, backward] : PRIMER_EXECUTIONS(linear_backward)) {
    for (const LinearSizes& sizes : parallel_sizes) {
      const Problem problem(Unary::sigmoid, sizes);
      const Gradients<double> expected = problem.expected();
      for (const int threads : {1, 2, 3}) {
        if (where.slow && threads == 1) continue;
        INFO(where.name << ", threads " << threads << ", rows " << sizes.rows);
        const Threads limit(threads);
        const Gradients<float> result = problem.run(where, backward);
        check(result, expected);
        const Gradients<float> again = problem.run(where, backward);
        CHECK(again.dx == result.dx);
        CHECK(again.dweight == result.dweight);
        CHECK(again.dbias == result.dbias);
      }
    }
  }
}

TEST_CASE("linear_backward writes only what is wanted and that does not depend on the rest") {
  for (const auto& [where, backward] : PRIMER_EXECUTIONS(linear_backward)) {
    for (const Unary f : {Unary::identity, Unary::tanh}) {
      const Problem problem(f, {130, 97, 64});
      const Gradients<float> all = problem.run(where, backward);
      for (int choice = 0; choice < 8; ++choice) {
        const Wanted wanted{(choice & 1) != 0, (choice & 2) != 0, (choice & 4) != 0};
        INFO(where.name << ", function " << static_cast<int>(f) << ", choice " << choice);
        const Gradients<float> some = problem.run(where, backward, wanted);
        const auto untouched = [](const std::vector<float>& v) {
          return v == std::vector<float>(v.size(), -77.0f);
        };
        CHECK((wanted.dx ? some.dx == all.dx : untouched(some.dx)));
        CHECK((wanted.dweight ? some.dweight == all.dweight : untouched(some.dweight)));
        CHECK((wanted.dbias ? some.dbias == all.dbias : untouched(some.dbias)));
      }
    }
  }
}

TEST_CASE("linear_backward sums many rows precisely and alike for any number of threads") {
  for (const auto& [where, backward] : PRIMER_EXECUTIONS(linear_backward)) {
    const Problem problem(Unary::sigmoid, {3001, 3, where.slow ? 37 : 1203});
    const std::vector<double> expected = problem.expected().dbias;
    const std::vector<float> first = problem.run(where, backward).dbias;
    CHECK(error(first, expected) < 1e-6);
    for (const int threads : {1, 2, 3}) {
      INFO(where.name << ", threads " << threads);
      const Threads limit(threads);
      CHECK(problem.run(where, backward).dbias == first);
    }
  }
}

TEST_CASE("linear_backward lets NaN through") {
  for (const auto& [where, backward] : PRIMER_EXECUTIONS(linear_backward)) {
    Problem problem(Unary::relu, {2, 1, 2});
    problem.y = {0.5f, 0.5f, 0, 0.5f};
    problem.dy = {1, not_a_number, not_a_number, 1};
    const Gradients<float> result = problem.run(where, backward);
    CHECK(result.dz[0] == 1);
    CHECK(std::isnan(result.dz[1]));
    CHECK(std::isnan(result.dbias[0]));
    CHECK(std::isnan(result.dbias[1]));
    CHECK(std::isnan(result.dx[0]));
    CHECK(std::isnan(result.dweight[1]));
  }
}

TEST_CASE("linear_backward called by every thread of a parallel region gives each its own") {
  const Threads threads(3);
  const Problem problem(Unary::tanh, {97, 130, 64});
  const Gradients<double> expected = problem.expected();
  std::vector<Gradients<float>> results(3);
#pragma omp parallel for
  for (std::size_t i = 0; i < 3; ++i) results[i] = problem.run(on_cpu, cpu::linear_backward);
  for (const Gradients<float>& result : results) check(result, expected);
}

TEST_CASE("linear_backward refuses an activation whose slope needs the input") {
  float number = 0;
  CHECK_THROWS_AS(cpu::linear_backward(Unary::gelu, &number, &number, &number, &number,
                                       {.dz = &number}, {1, 1, 1}, &number, {}),
                  std::invalid_argument);
}
