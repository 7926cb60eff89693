// # Autograd: which way to turn a hundred thousand knobs
//
// A network that tells a boot from a bag is a formula with some two hundred
// thousand numbers in it, its **weights**. At first they are random and the
// network guesses. One number, the **loss**, says how badly. We want to know,
// for each weight, whether making it a little larger would make the loss larger
// or smaller, and by how much. That slope is the weight's **derivative**, all of
// them together are the **gradient**, and once we have it, learning is only a
// small step downhill, repeated.
//
// The obvious way is to try. Nudge one weight, compute the loss again, look at
// the difference. It works, and in every test of this book it serves as the
// judge. But two hundred thousand weights need two hundred thousand and one
// evaluations of the network for a single step. The way of this chapter needs
// about the time of three, however many weights there are.
//
// We go there in three pages: on this one with single numbers, on the
// [second](matrices.cpp) with matrices, and on the [third](mlp.cpp) with a network
// that learns to tell clothes apart.

#include "chapters/04_autograd/autograd.hpp"

#include <algorithm>
#include <cmath>

#include "common/app/figures.hpp"

namespace primer::chapter {

// ## One slope at a time
//
// Take a formula of two numbers:
//
// $$ f(x, y) = \log(e^{xy} + x) $$
//
// A computer never sees it whole. It does one small thing after the other: a
// product $a = xy$, an exponential $b = e^a$, a sum $c = b + x$, a logarithm
// $f = \log c$. Each of these small things has a slope that we learned at school.
// The slope of $e^a$ by $a$ is $e^a$; that of $xy$ by $x$ is $y$; that of a sum by
// each of its parts is 1; that of $\log c$ by $c$ is $1/c$.
//
// The **chain rule** puts them together. Along a path the slopes *multiply*: if
// $b$ grows three times as fast as $a$, and $c$ twice as fast as $b$, then $c$
// grows six times as fast as $a$. And where several paths lead from $x$ to $f$,
// their contributions *add*. Here there are two: $x$ is in the product, and it is
// also in the sum.
//
// ![The small things in the order in which they are done, and beside each arrow the slope of its end by its beginning](tape.dot)
//
// $$ \frac{\partial f}{\partial x} =
//    \underbrace{\frac1c \cdot 1 \cdot e^a \cdot y}_{\text{through the product}}
//  + \underbrace{\frac1c \cdot 1}_{\text{through the sum}} $$
//
// That is all the calculus in this chapter. The rest is bookkeeping, and
// bookkeeping is what computers are for.
//
// ## Writing down what we did
//
// So let us keep a record while we compute. Each entry of our **tape** holds the
// value that came out, the places on the tape of the values that went in, and the
// slope of the one by the others. A `Number` is then nothing but a place on a
// tape.

double Number::value() const {
  return tape->entries[static_cast<std::size_t>(place)].value;
}

static Number record(Tape& tape, Tape::Entry entry) {
  tape.entries.push_back(entry);
  return {&tape, static_cast<int>(tape.entries.size()) - 1};
}

// A variable comes from nowhere. Every operation is one line, and the line ends
// with its derivative: a sum passes slopes on as they are, a product hands each
// factor the value of the other.

constexpr int nowhere = -1;

Number variable(Tape& tape, double value) {
  return record(tape, {value, {nowhere, nowhere}, {0, 0}});
}

Number operator+(Number a, Number b) {
  return record(*a.tape, {a.value() + b.value(), {a.place, b.place}, {1, 1}});
}

Number operator*(Number a, Number b) {
  return record(
      *a.tape,
      {a.value() * b.value(), {a.place, b.place}, {b.value(), a.value()}});
}

Number exp(Number a) {
  const double y = std::exp(a.value());
  return record(*a.tape, {y, {a.place, nowhere}, {y, 0}});
}

Number log(Number a) {
  return record(*a.tape,
                {std::log(a.value()), {a.place, nowhere}, {1 / a.value(), 0}});
}

// Nothing else is needed to write a formula: `log(exp(x * y) + x)` is now valid
// C++ that computes its value and leaves its own history behind. The slopes on
// the tape are numbers already, not formulas, because when an operation is
// recorded, its inputs are known.
//
// ## Reading it backwards
//
// The slope of the result by itself is one. Now walk the tape from its end to its
// beginning. When we arrive at an entry, everything that was computed *from* it
// stands later on the tape and has been visited, so its own slope is complete,
// and we can send a share of it to each value that it came from. The receivers
// **add** the share to what they have: a value that was used twice is answerable
// for both uses. That `+=` is the sum over paths of the chain rule, and leaving it
// out (writing `=`) is the most common mistake in code of this kind. It gives
// right answers until the first value is used twice.

std::vector<double> backward(Number result) {
  const auto& entries = result.tape->entries;
  std::vector<double> slope(entries.size(), 0);
  slope[static_cast<std::size_t>(result.place)] = 1;
  for (std::size_t i = entries.size(); i-- > 0;) {
    for (int k = 0; k < 2; ++k) {
      const int from = entries[i].from[k];
      if (from == nowhere) continue;
      slope[static_cast<std::size_t>(from)] += slope[i] * entries[i].slope[k];
    }
  }
  return slope;
}

// This is **reverse-mode** differentiation, or **backpropagation**
// ([Linnainmaa 1970](@linnainmaa1970);
// [Rumelhart, Hinton & Williams 1986](@rumelhart1986)). Why in reverse? One could also walk
// forwards, from $x$, and carry along the slope of everything *by x*. That is
// just as easy, but the walk has to be made again for each variable. The backward
// walk carries the slope of *one result* by everything and is made once. A
// network has one loss and two hundred thousand weights, so backwards it is.
//
// ## The judge
//
// Do we believe it? Nudge $x$ to the right and see by how much $f$ changed:

double slope_by_nudging_once(const std::function<double(double)>& f, double x,
                             double h) {
  return (f(x + h) - f(x)) / h;
}

// How small should the nudge be? As small as possible, says calculus. But a
// `double` keeps sixteen digits. When $h$ is $10^{-12}$, the two values agree in
// about twelve of them, the subtraction cancels those, and four are left. When $h$
// is large, on the other hand, we measure the slope of a chord and not of the
// curve, and the error grows with $h$. Nudging both ways is much better:

double slope_by_nudging(const std::function<double(double)>& f, double x,
                        double h) {
  return (f(x + h) - f(x - h)) / (2 * h);
}

// Taylor's formula says why. In
//
// $$ f(x \pm h) = f(x) \pm h f'(x) + \frac{h^2}{2} f''(x)
//    \pm \frac{h^3}{6} f'''(x) + \dots $$
//
// the even terms cancel in the difference, so the error is of the order $h^2$ and
// no longer $h$. With rounding errors of about $10^{-16}/h$ the best nudge is
// where both are equal, near $10^{-5}$ (the best one that the run below tried was
// {{nudge.best:.0e}}). In single precision, with seven digits,
// it is near $10^{-2}$, and a slope comes out with four or five digits at most.
// So the tests of this chapter, and those of the kernels, nudge in double
// precision. Where only single precision is to be had, as with the library's
// tensors, they nudge by a hundredth and ask for fewer digits.
//
// ![How far nudging is from the true slope](results/nudging.svg)
//
// The judge knows nothing of the code that it judges, neither tape nor
// derivative. A **gradient check**, the tape on one side and nudging on the other,
// is the most useful test that you can write for code of this kind.

void differentiate_numbers(app::Run& run) {
  constexpr double x = 0.5, y = 3;
  Tape tape;
  const Number a = variable(tape, x), b = variable(tape, y);
  const std::vector<double> slope = backward(log(exp(a * b) + a));
  run.print(
      "The tape of log(exp(xy) + x) at (0.5, 3):\n\n"
      "  place     value   from    slope of the result by it\n");
  for (std::size_t i = 0; i < slope.size(); ++i) {
    const auto& [value, from, by] = tape.entries[i];
    std::string places;
    for (const int place : from) {
      if (place != nowhere) places += fmt::format("{} ", place);
    }
    run.print("  {:<5} {:>9.4f}   {:<5} {:>10.4f}\n", i, value, places,
              slope[i]);
  }

  const auto f = [=](double at) { return std::log(std::exp(at * y) + at); };
  app::Series once{"one nudge", {}}, both{"a nudge each way", {}};
  for (double h = 1e-12; h < 0.5; h *= std::sqrt(10.0)) {
    for (app::Series* series : {&once, &both}) series->x.push_back(h);
    once.y.push_back(std::abs(slope_by_nudging_once(f, x, h) - slope[0]));
    both.y.push_back(std::abs(slope_by_nudging(f, x, h) - slope[0]));
  }
  run.figure("nudging", app::LineChart{"How small should a nudge be?",
                                       "nudge h",
                                       "error of the slope",
                                       {once, both},
                                       true,
                                       true});
  const auto best = std::ranges::min_element(both.y) - both.y.begin();
  run.number("nudge.best", both.x[static_cast<std::size_t>(best)]);
  run.number("nudge.error", both.y[static_cast<std::size_t>(best)]);
  run.number("nudge.once", std::ranges::min(once.y));
  run.number("numbers.by_tape", slope[0]);
  run.number("numbers.by_nudging", slope_by_nudging(f, x, 1e-5));
  run.print("\n  by nudging x: {:.4f}\n\n", slope_by_nudging(f, x, 1e-5));
}

// In the recorded run the tape says {{numbers.by_tape:.8f}} and nudging says
// {{numbers.by_nudging:.8f}}. Read the printed tape from below: the last entry is
// the result, whose slope by itself is 1, and the first is $x$, which collected
// from two places.

}  // namespace primer::chapter
