#pragma once
// What the chapter's pages share, and what its tests and benchmark reach.

#include <deque>
#include <functional>
#include <vector>

#include "common/app/run.hpp"
#include "common/nn/layers.hpp"

namespace primer::chapter {

// The first page, autograd.cpp

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

/// The slope of f at x, by a small step to the right, and by one to each side.
double slope_by_nudging_once(const std::function<double(double)>& f, double x,
                             double h);
double slope_by_nudging(const std::function<double(double)>& f, double x,
                        double h);

void differentiate_numbers(app::Run& run);

// The second page, matrices.cpp

/// Numbers in rows and columns.
struct Matrix {
  Index rows = 0, columns = 0;
  std::vector<double> values;

  Matrix() = default;
  Matrix(Index rows, Index columns);
  double& operator()(Index row, Index column);
  double operator()(Index row, Index column) const;
};

/// The record of a computation with matrices: each entry holds its value, the
/// slope of the result by it, and how to send that slope back to where the value
/// came from.
struct MatrixTape {
  struct Entry {
    Matrix value;
    Matrix slope = {};
    std::function<void()> send_back = {};
  };
  std::deque<Entry> entries;
};
/// A matrix on a tape.
using Node = MatrixTape::Entry*;

Node leaf(MatrixTape& tape, const Matrix& value);
/// X Wᵀ: x (n, in), w (out, in), result (n, out).
Node multiply(MatrixTape& tape, Node x, Node w);
/// Adds the row b (1, out) to every row of x (n, out).
Node add_row(MatrixTape& tape, Node x, Node b);
Node relu(MatrixTape& tape, Node x);
/// Mean over all elements of (x - target)²; (1, 1).
Node mean_squared_error(MatrixTape& tape, Node x, const Matrix& target);
/// Mean over the rows of -log softmax(scores)[label]; (1, 1).
Node cross_entropy(MatrixTape& tape, Node scores,
                   const std::vector<Index>& labels);

/// Fills the slopes of all entries by the last, a single number.
void backward(MatrixTape& tape);

void differentiate_matrices(app::Run& run);

// The third page, mlp.cpp

/// An MLP of 784 pixels, one hidden layer, and ten classes.
nn::Sequential classifier(Generator& random, Index hidden = 256);

void program(app::Run& run);

}  // namespace primer::chapter
