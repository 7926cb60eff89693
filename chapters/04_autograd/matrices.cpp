// # From numbers to matrices
//
// One entry a number would drown us in bookkeeping. A single layer of the network
// that we are after, on a batch of 128 pictures, multiplies twenty-five million
// pairs of numbers, and with an entry for each the tape of one step would fill
// gigabytes. But all of these products obey the same rule. So we record the whole
// layer as *one* entry, whose value is a matrix, and think once about how its
// slope goes back.
//
// Everything on this page is written in plain loops and double precision, slow
// and easy to check. The library in `common/autograd` does the same on `Tensor`s,
// with kernels that are fast, and at the end of the page both have to agree.

#include "chapters/04_autograd/autograd.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "common/autograd/operations.hpp"

namespace primer::chapter {

Matrix::Matrix(Index n, Index m)
    : rows(n), columns(m), values(static_cast<std::size_t>(n * m), 0) {}

double& Matrix::operator()(Index row, Index column) {
  return values[static_cast<std::size_t>(row * columns + column)];
}

double Matrix::operator()(Index row, Index column) const {
  return values[static_cast<std::size_t>(row * columns + column)];
}

// ## A tape of matrices
//
// What must an entry know? Its value, as before. The slope of the loss by each
// element of that value: a matrix of the same shape, which is filled on the way
// back. And a function that, when its slope is complete, sends shares of it to
// the entries that the value was computed from. Each operation writes that
// function down when it is recorded, and this time it cannot be two numbers: it is
// a piece of code, a **closure** that remembers its inputs.

static Node record(MatrixTape& tape, Matrix value) {
  tape.entries.push_back({std::move(value)});
  Node entry = &tape.entries.back();
  entry->slope = Matrix(entry->value.rows, entry->value.columns);
  return entry;
}

Node leaf(MatrixTape& tape, const Matrix& value) { return record(tape, value); }

// The walk is the one that we know, and shorter, for the entries do the work.

void backward(MatrixTape& tape) {
  tape.entries.back().slope(0, 0) = 1;
  for (auto entry = tape.entries.rbegin(); entry != tape.entries.rend();
       ++entry) {
    if (entry->send_back) entry->send_back();
  }
}

// ## A layer, backwards
//
// A linear layer turns each row $x$ of its input into a row $z = x W^\top + b$. For a
// batch, with the rows of $X$ on top of one another, that is $Z = X W^\top + b$,
// and a single element of it reads
//
// $$ Z_{no} = \sum_i X_{ni} W_{oi} + b_o $$
//
// How does the loss $L$ depend on $X_{ni}$? Only through row $n$ of $Z$, and there
// through every column $o$, with slope $W_{oi}$. Paths add, so
//
// $$ \frac{\partial L}{\partial X_{ni}}
//    = \sum_o \frac{\partial L}{\partial Z_{no}} W_{oi},
//    \qquad
//    \frac{\partial L}{\partial W_{oi}}
//    = \sum_n \frac{\partial L}{\partial Z_{no}} X_{ni}, $$
//
// the second by the same reasoning: $W_{oi}$ is used once for every picture $n$.
// Both are matrix products again, $\frac{\partial L}{\partial Z} W$ and
// $\frac{\partial L}{\partial Z}^{\!\top} X$. So the way back through a layer costs
// two products where the way there cost one, and this is where the "three" of the
// chapter's opening comes from. There is no need to remember which factor is
// transposed: only one order makes the shapes fit.

Node multiply(MatrixTape& tape, Node x, Node w) {
  const Index n = x->value.rows, in = x->value.columns, out = w->value.rows;
  Matrix z(n, out);
  for (Index r = 0; r < n; ++r)
    for (Index o = 0; o < out; ++o)
      for (Index i = 0; i < in; ++i) z(r, o) += x->value(r, i) * w->value(o, i);
  Node y = record(tape, z);
  y->send_back = [=] {
    for (Index r = 0; r < n; ++r)
      for (Index o = 0; o < out; ++o)
        for (Index i = 0; i < in; ++i) {
          x->slope(r, i) += y->slope(r, o) * w->value(o, i);
          w->slope(o, i) += y->slope(r, o) * x->value(r, i);
        }
  };
  return y;
}

// The **bias** is one row that was added to all $n$ rows, so it is answerable $n$
// times, and its slope is the *sum* over the batch. Forget that sum and the shapes
// will tell you. Replace it by a mean and nothing will, except a gradient check.

Node add_row(MatrixTape& tape, Node x, Node b) {
  Matrix z = x->value;
  for (Index r = 0; r < z.rows; ++r)
    for (Index c = 0; c < z.columns; ++c) z(r, c) += b->value(0, c);
  Node y = record(tape, z);
  y->send_back = [=] {
    for (Index r = 0; r < y->value.rows; ++r)
      for (Index c = 0; c < y->value.columns; ++c) {
        x->slope(r, c) += y->slope(r, c);
        b->slope(0, c) += y->slope(r, c);
      }
  };
  return y;
}

// Two linear layers in a row are one linear layer, $W_2 W_1 x$, so something has
// to stand between them that is not linear. **ReLU** is the simplest: negative
// values become zero. Its slope is 1 where it let the value through and 0 where it
// did not. At exactly zero there is no slope; everybody takes 0, and so do we.

Node relu(MatrixTape& tape, Node x) {
  Matrix z = x->value;
  for (double& value : z.values) value = std::max(value, 0.0);
  Node y = record(tape, z);
  y->send_back = [=] {
    for (std::size_t i = 0; i < y->value.values.size(); ++i)
      if (y->value.values[i] > 0) x->slope.values[i] += y->slope.values[i];
  };
  return y;
}

// ## Two losses
//
// When the answer is a number, or a picture, the usual loss is the **mean squared
// error**: $L = \frac{1}{M} \sum_i (x_i - t_i)^2$ over all $M$ elements, with $t$
// the target. Its slope is what one would hope, proportional to the miss:
//
// $$ \frac{\partial L}{\partial x_i} = \frac{2}{M} (x_i - t_i) $$
//
// Note the $M$. It counts rows *times* columns, and an article or a library that
// divides by the rows alone has gradients that are larger by the number of columns
// (784 for our pictures), at the same nominal **learning rate**, which says how far a
// step goes.

Node mean_squared_error(MatrixTape& tape, Node x, const Matrix& target) {
  const auto m = static_cast<double>(target.values.size());
  Matrix loss(1, 1);
  for (std::size_t i = 0; i < target.values.size(); ++i) {
    const double miss = x->value.values[i] - target.values[i];
    loss(0, 0) += miss * miss / m;
  }
  Node y = record(tape, loss);
  y->send_back = [=] {
    for (std::size_t i = 0; i < target.values.size(); ++i) {
      const double miss = x->value.values[i] - target.values[i];
      x->slope.values[i] += y->slope(0, 0) * 2 * miss / m;
    }
  };
  return y;
}

// When the answer is one of several classes, the network ends in one score for
// each, and so far the scores mean nothing: some are negative, they do not add up
// to one, and a score of 3.2 says little until we see the others. We want
// probabilities. Exponentials make every score positive, and dividing by their sum
// makes them add up to one; that is **softmax**:
//
// $$ p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} $$
//
// The network was shown the right class $y$, and gave it the probability $p_y$.
// **Cross-entropy** charges it $-\log p_y$: nothing if it was certain and right,
// more the less it believed in what was true, and without limit if it excluded it.
// A network that knows nothing gives each of ten classes a tenth and pays
// $\log 10 \approx 2.30$. Keep an eye on the first loss of any classifier that you
// train. A number far from that is most likely a bug.
//
// Now put a score of 1000 into it. $e^{1000}$ is infinite even in double precision,
// the quotient is `inf / inf`, and one step later every weight in the network is
// NaN. Nothing is wrong with the formula; we only evaluated it in an unlucky
// order. Taking the same number away from all scores leaves every quotient as it
// was, so we take away the largest, $m$, and then the largest exponent is exactly
// zero. And because we want the logarithm of $p_y$ and not $p_y$, we let the
// logarithm and the exponential cancel on paper:
//
// $$ -\log p_y = \log \sum_j e^{z_j - m} - (z_y - m) $$
//
// The slope comes out of this form in two lines. The first term's, by $z_k$, is
// $e^{z_k - m} / \sum_j e^{z_j - m}$, which is $p_k$ again. The second's is 1 if $k$
// is the right class and 0 otherwise. With the mean over $N$ pictures:
//
// $$ \frac{\partial L}{\partial z_{nk}}
//    = \frac{1}{N} \bigl( p_{nk} - [k = y_n] \bigr) $$
//
// What was said, minus what was true. It has the same form as that of the squared
// error, and that is the reason why the two are so often seen together: softmax
// belongs to cross-entropy as the plain line belongs to the square.

static std::vector<double> softmax(const Matrix& scores, Index row) {
  const Index classes = scores.columns;
  double largest = scores(row, 0), sum = 0;
  for (Index k = 1; k < classes; ++k)
    largest = std::max(largest, scores(row, k));
  std::vector<double> p;
  for (Index k = 0; k < classes; ++k) {
    p.push_back(std::exp(scores(row, k) - largest));
    sum += p.back();
  }
  for (double& value : p) value /= sum;
  return p;
}

static double log_of_sum(const Matrix& scores, Index row) {
  double largest = scores(row, 0), sum = 0;
  for (Index k = 1; k < scores.columns; ++k)
    largest = std::max(largest, scores(row, k));
  for (Index k = 0; k < scores.columns; ++k)
    sum += std::exp(scores(row, k) - largest);
  return largest + std::log(sum);
}

Node cross_entropy(MatrixTape& tape, Node scores,
                   const std::vector<Index>& labels) {
  const auto n = static_cast<double>(labels.size());
  Matrix loss(1, 1);
  for (Index r = 0; r < scores->value.rows; ++r) {
    const Index label = labels[static_cast<std::size_t>(r)];
    loss(0, 0) += (log_of_sum(scores->value, r) - scores->value(r, label)) / n;
  }
  Node y = record(tape, loss);
  y->send_back = [=] {
    for (Index r = 0; r < scores->value.rows; ++r) {
      const std::vector<double> p = softmax(scores->value, r);
      for (Index k = 0; k < scores->value.columns; ++k) {
        const bool right = k == labels[static_cast<std::size_t>(r)];
        scores->slope(r, k) +=
            y->slope(0, 0) * (p[static_cast<std::size_t>(k)] - right) / n;
      }
    }
  };
  return y;
}

// ## All of it at once
//
// Here is a network as small as it can be and still have everything: three
// inputs, four hidden values, two classes, a batch of five. First it is computed
// on our tape, then by the library from the same numbers. Nudging judges one of
// the weights.

namespace {

struct Small {
  Matrix x{5, 3}, w1{4, 3}, b1{1, 4}, w2{2, 4}, b2{1, 2};
  std::vector<Index> labels{0, 1, 1, 0, 1};
};

Small draw_numbers(unsigned seed) {
  Small small;
  std::mt19937 random(seed);
  for (Matrix* m : {&small.x, &small.w1, &small.b1, &small.w2, &small.b2})
    for (double& value : m->values)
      value = static_cast<double>(random() % 2001) / 1000 - 1;
  return small;
}

Node loss_on_tape(MatrixTape& tape, const Small& s) {
  const Node x = leaf(tape, s.x), w1 = leaf(tape, s.w1), b1 = leaf(tape, s.b1),
             w2 = leaf(tape, s.w2), b2 = leaf(tape, s.b2);
  const Node hidden = relu(tape, add_row(tape, multiply(tape, x, w1), b1));
  return cross_entropy(tape, add_row(tape, multiply(tape, hidden, w2), b2),
                       s.labels);
}

Tensor to_tensor(const Matrix& m) {
  const Tensor tensor({m.rows, m.columns});
  std::ranges::transform(m.values, tensor.values().begin(),
                         [](double v) { return static_cast<float>(v); });
  return tensor;
}

}  // namespace

// In the library the same network is the same few lines. `linear` takes the
// product, the bias and the ReLU in one go, and a tensor whose gradient is wanted
// says so with `requires_grad_()`, which is PyTorch's name for it.

void differentiate_matrices(app::Run& run) {
  const Small small = draw_numbers(7);
  MatrixTape tape;
  const double loss = loss_on_tape(tape, small)->value(0, 0);
  backward(tape);
  const Matrix& by_tape = tape.entries[1].slope;  // of w1, the second leaf

  const Tensor w1 = to_tensor(small.w1).requires_grad_();
  const Tensor hidden = linear(to_tensor(small.x), w1,
                               to_tensor(small.b1).reshape({4}), Unary::relu);
  const Tensor scores =
      linear(hidden, to_tensor(small.w2), to_tensor(small.b2).reshape({2}));
  const Tensor loss_again =
      primer::cross_entropy(scores, IntTensor::from({0, 1, 1, 0, 1}, {5}));
  loss_again.backward();

  double difference = 0;
  for (std::size_t i = 0; i < by_tape.values.size(); ++i) {
    difference = std::max(difference,
                          std::abs(by_tape.values[i] - w1.grad().values()[i]));
  }
  const auto nudged = [&](double value) {
    Small other = small;
    other.w1(1, 2) = value;
    MatrixTape fresh;
    return loss_on_tape(fresh, other)->value(0, 0);
  };
  const double by_nudging = slope_by_nudging(nudged, small.w1(1, 2), 1e-5);
  run.print(
      "A network of 3-4-2: loss {:.4f} on our tape, {:.4f} by the library\n"
      "  slope by one weight: {:.6f} on our tape, {:.6f} by the library, "
      "{:.6f} by nudging\n\n",
      loss, loss_again.item(), by_tape(1, 2), w1.grad().data()[5], by_nudging);
  run.number("matrices.difference", difference);
  run.number("matrices.by_tape", by_tape(1, 2));
  run.number("matrices.by_nudging", by_nudging);
}

// Over all twelve weights of the first layer, the library's single-precision
// slopes and ours differ by {{matrices.difference:.1e}} at most: the last digit
// that a `float` has.
//
// From here on we use the library. What it adds to these lines is speed, shapes
// that are checked, and a tape that frees what it no longer needs. The idea you
// have now seen whole.

}  // namespace primer::chapter
