#pragma once
// What the chapter's test reaches.

#include <vector>

#include "common/app/run.hpp"
#include "common/nn/layers.hpp"

namespace primer::chapter {

/// The record of a computation with single numbers: each entry holds a value,
/// the places of the (at most two) values it came from, and the slope of this
/// value by each of those.
struct Tape {
  struct Entry {
    double value;
    int from[2];
    double slope[2];
  };
  std::vector<Entry> entries;
};

/// A number on a tape.
struct Number {
  Tape* tape;
  int place;
  double value() const;
};

Number variable(Tape& tape, double value);
Number operator+(Number a, Number b);
Number operator*(Number a, Number b);
Number exp(Number a);
Number log(Number a);

/// The slope of `result` by every entry of its tape.
std::vector<double> backward(Number result);

/// An MLP of 784 pixels, one hidden layer of 256 and ten classes.
nn::Sequential classifier(Generator& random, Index hidden = 256);

void program(app::Run& run);

}  // namespace primer::chapter
