#include "single_numbers.hpp"

#include <functional>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

struct Rule {
  std::string name;
  Operation operation;
  std::function<double(double, double)> formula;
  bool two;  ///< whether it has two operands
};

const Rule sum{"x + y", Operation::add, [](double x, double y) { return x + y; }, true};
const Rule difference{"x - y", Operation::subtract, [](double x, double y) { return x - y; }, true};
const Rule product{"x y", Operation::multiply, [](double x, double y) { return x * y; }, true};
const Rule quotient{"x / y", Operation::divide, [](double x, double y) { return x / y; }, true};
const Rule exponential{"exp(x)", Operation::exp, [](double x, double) { return std::exp(x); },
                       false};
const Rule logarithm{"log(x)", Operation::log, [](double x, double) { return std::log(x); }, false};
const Rule hyperbolic{"tanh(x)", Operation::tanh, [](double x, double) { return std::tanh(x); },
                      false};

Entry variable(double value) { return {Operation::variable, value, nowhere, nowhere}; }

/// The slopes of c f(x, y) by x, y, f and c must be those that nudging finds.
void expect_slopes(Draw& draw, const Rule& rule, const std::string& why) {
  const double x = draw.real(0.3, 0.8), y = draw.real(1.2, 2), c = draw.real(1.5, 3);
  const double f = rule.formula(x, y), h = 1e-5;
  const Tape tape{variable(x), variable(y), Entry{rule.operation, 0, 0, rule.two ? 1 : nowhere},
                  variable(c), Entry{Operation::multiply, 0, 2, 3}};
  const double by_x = c * (rule.formula(x + h, y) - rule.formula(x - h, y)) / (2 * h);
  const double by_y = c * (rule.formula(x, y + h) - rule.formula(x, y - h)) / (2 * h);
  expect_near(student<slopes>(tape, {x, y, f, c, c * f}), {by_x, by_y, c, f, 1}, 1e-6,
              "the slopes of c (" + rule.name + ") by x, y, " + rule.name +
                  ", c and itself, at x = " + shown(x) + ", y = " + shown(y) + ", c = " + shown(c) +
                  "; found by nudging",
              why);
}

}  // namespace

PRIMER_CHECK("Every operation computes its value from its operands", 2) {
  const double x = draw.real(0.3, 0.8), y = draw.real(1.2, 2);
  Tape tape{variable(x), variable(y)};
  std::vector<double> expected{x, y};
  std::string names = "x, y";
  for (const Rule& rule :
       {sum, difference, product, quotient, exponential, logarithm, hyperbolic}) {
    tape.push_back({rule.operation, 0, 0, rule.two ? 1 : nowhere});
    expected.push_back(rule.formula(x, y));
    names += ", " + rule.name;
  }
  tape.push_back({Operation::subtract, 0, 7, 5});  // of entries that are no variables themselves
  expected.push_back(std::log(x) - x / y);
  expect_near(student<values>(tape), expected, 1e-9,
              names + ", log(x) - x / y at x = " + shown(x) + ", y = " + shown(y),
              "The way back starts from these values, and a wrong one makes every slope wrong that "
              "is made of it.");
}

PRIMER_CHECK("Subtraction and division pass their slopes on with the right signs", 2) {
  expect_slopes(draw, difference, "More of what is taken away makes the difference smaller.");
  expect_slopes(draw, quotient,
                "More of the divisor makes the quotient smaller, and the faster the smaller the "
                "divisor is.");
}

PRIMER_CHECK("Exponential and logarithm and tanh pass on slopes of their own", 2) {
  expect_slopes(draw, exponential, "The exponential is its own slope.");
  expect_slopes(draw, logarithm, "The logarithm rises the more slowly the larger its operand.");
  expect_slopes(draw, hyperbolic,
                "tanh flattens towards 1 and -1; it is the value that says how far it has got, not "
                "the operand.");
}

PRIMER_CHECK("A value that was used twice is answerable for both uses", 2) {
  const double x = draw.real(0.5, 1.5), e = std::exp(x);
  const Tape tape{variable(x), Entry{Operation::exp, 0, 0, nowhere},
                  Entry{Operation::multiply, 0, 1, 0}, Entry{Operation::add, 0, 2, 0}};
  expect_near(student<slopes>(tape, {x, e, e * x, e * x + x}), {e * x + e + 1, x, 1, 1}, 1e-9,
              "the slopes of exp(x) x + x by x, exp(x), exp(x) x and itself, at x = " + shown(x),
              "Three paths lead from x to the result, and the slopes of paths add.");
}

PRIMER_CHECK("Sixty doublings in a row have the slope two to the power of sixty", 1) {
  Tape tape{variable(draw.real(0.5, 1))};
  std::vector<double> expected{1}, along{tape[0].value};
  for (int i = 0; i < 60; ++i) {
    tape.push_back({Operation::add, 0, i, i});
    along.push_back(2 * along.back());
    expected.insert(expected.begin(), 2 * expected.front());
  }
  expect_near(
      student<slopes>(tape, along), expected, 1e-9,
      "the slopes of x after sixty steps of x + x, from x to the last",
      "There are more paths through this tape than anyone can walk. Backwards, each entry is "
      "visited once.");
}

PRIMER_CHECK("A value that does not reach the result has slope zero", 1) {
  const double x = draw.real(0.5, 1.5), y = draw.real(0.5, 1.5);
  const Tape tape{variable(x), variable(y), Entry{Operation::multiply, 0, 0, 1},
                  Entry{Operation::exp, 0, 0, nowhere}};
  expect_near(
      student<slopes>(tape, {x, y, x * y, std::exp(x)}), {std::exp(x), 0, 0, 1}, 1e-9,
      "the slopes of exp(x) by x, y, x y and itself, at x = " + shown(x) + ", y = " + shown(y),
      "The product was computed and is part of nothing. It may not send x a share.");
}

}  // namespace primer::exercise
