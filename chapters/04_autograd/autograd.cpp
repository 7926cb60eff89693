// # Autograd: which way to turn a hundred thousand knobs
//
// A network that tells a boot from a bag is a formula with some two hundred
// thousand numbers in it, its **weights**. At first they are random and the
// network guesses. One number, the **loss**, says how badly. We want to know,
// for each weight, whether making it a little larger would make the loss larger
// or smaller, and by how much. That slope is the **gradient**; once we have it,
// learning is only a small step downhill, repeated.
//
// The obvious way is to try: nudge one weight, compute the loss again, look at
// the difference. It works, and in every test of this book it serves as the
// judge. But two hundred thousand weights need two hundred thousand and one
// evaluations of the network for a single step. The way of this chapter needs
// about three, however many weights there are.

#include "chapters/04_autograd/autograd.hpp"

#include <algorithm>
#include <cmath>

#include "common/app/figures.hpp"
#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/data/dataset.hpp"
#include "common/data/fashion_mnist.hpp"
#include "common/optim/adam.hpp"
#include "common/train/fit.hpp"
#include "common/train/metrics.hpp"

namespace primer::chapter {

// ## Writing down what we did
//
// Take a formula of two numbers, $f = \log(e^{xy} + x)$. A computer never sees
// it whole. It does one small thing after the other, a product, an exponential,
// a sum, a logarithm, and each of these small things has a slope that we learned
// at school. The **chain rule** says that slopes along a path multiply, and that
// where several paths lead from $x$ to $f$, their slopes add up.
//
// So let us keep a record while we compute. Each entry of our **tape** holds the
// value that came out, the places of the values that went in, and the slope of
// the one by the other:

double Number::value() const {
  return tape->entries[static_cast<std::size_t>(place)].value;
}

static Number record(Tape& tape, Tape::Entry entry) {
  tape.entries.push_back(entry);
  return {&tape, static_cast<int>(tape.entries.size()) - 1};
}

// A variable comes from nowhere. Every operation is one line, and the line is
// its derivative: a sum passes slopes on as they are, a product hands each
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

// ## Reading it backwards
//
// The slope of the result by itself is one. Now walk the tape from its end to
// its beginning. When we arrive at an entry, everything that was computed *from*
// it stands later on the tape and has already been visited, so its own slope is
// complete, and we can send shares of it to the values that it came from. They
// **add** their share to what they have: a value that was used twice is
// answerable for both uses.
//
// This is reverse-mode differentiation, or **backpropagation** (Linnainmaa 1970;
// Rumelhart, Hinton & Williams 1986). One walk gives the slope of the result by
// every number on the tape, which is why the price does not grow with the
// number of weights.

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

// Do we believe it? Nudge $x$ both ways and measure: $(f(x+h) - f(x-h)) / 2h$
// must come out the same. This **gradient check** is the most useful test that
// you can write for code of this kind, because it knows nothing of the code.

static void check_scalars(app::Run& run) {
  const auto f = [](Tape& tape, double x_value, double y_value) {
    const Number x = variable(tape, x_value), y = variable(tape, y_value);
    return log(exp(x * y) + x);
  };
  constexpr double x = 0.5, y = 3.0, h = 1e-6;
  Tape tape, above, below;
  const double by_tape = backward(f(tape, x, y))[0];
  const double by_nudging =
      (f(above, x + h, y).value() - f(below, x - h, y).value()) / (2 * h);
  run.print(
      "df/dx of log(exp(xy) + x) at (0.5, 3): {:.8f} by the tape, "
      "{:.8f} by nudging x\n",
      by_tape, by_nudging);
  run.number("scalar.by_tape", by_tape);
  run.number("scalar.by_nudging", by_nudging);
}

// ## From numbers to tensors
//
// One entry a number would drown us in bookkeeping: a single layer on a batch of
// 128 images multiplies twenty-five million pairs. But all of these products obey
// the same rule, so we record the layer as one entry, whose value is a whole
// array. For a layer $Y = XW^\top + b$ (rows of $X$ are images) the rule is two
// more matrix products and a sum over the images, since every image used the
// same bias:
//
// $$ \frac{\partial L}{\partial X} = \frac{\partial L}{\partial Y} W, \qquad
//    \frac{\partial L}{\partial W} = \frac{\partial L}{\partial Y}^{\!\top} X,
//    \qquad \frac{\partial L}{\partial b} = \sum_n
//    \frac{\partial L}{\partial Y_n} $$
//
// That is what `common/autograd` does: its `Tensor` is our `Number`, its
// `backward()` our walk. Here are both on the same tiny problem, two inputs, one
// output, squared error. They had better agree.

static void check_tensors(app::Run& run) {
  Tape tape;
  const Number x0 = variable(tape, 1), x1 = variable(tape, -2);
  const Number w0 = variable(tape, 0.5), w1 = variable(tape, 0.25);
  const Number minus_target = variable(tape, -3);
  const Number miss = x0 * w0 + x1 * w1 + minus_target;
  const std::vector<double> slope = backward(miss * miss);

  const Tensor x = Tensor::from({1, -2}, {1, 2});
  const Tensor w = Tensor::from({0.5, 0.25}, {1, 2}).requires_grad_();
  mse_loss(linear(x, w), Tensor::from({3}, {1, 1})).backward();

  const auto at = [&](Number n) {
    return slope[static_cast<std::size_t>(n.place)];
  };
  run.print(
      "dL/dw of one linear layer: ({}, {}) by our tape, ({}, {}) by the "
      "library\n\n",
      at(w0), at(w1), w.grad().data()[0], w.grad().data()[1]);
  run.number("tensor.by_tape", at(w1));
  run.number("tensor.by_library", w.grad().data()[1]);
}

// ## A network that reads clothes
//
// Fashion-MNIST (Xiao, Rasul & Vollgraf 2017) is 70 000 photographs of clothes,
// 28 by 28 pixels in grey, in ten classes. Our network is the oldest one that
// deserves the name, a **multilayer perceptron**: 784 pixels, 256 hidden values,
// ten scores. Between the layers stands the only thing that keeps two linear
// layers from collapsing into one, `ReLU`, which replaces negative values by
// zero.

nn::Sequential classifier(Generator& random, Index hidden) {
  return nn::Sequential(nn::Linear(784, hidden, random), nn::ReLU(),
                        nn::Linear(hidden, 10, random));
}

// The ten scores mean nothing by themselves. `cross_entropy` turns them into
// probabilities by softmax and returns $-\log p$ of the right class, averaged
// over the batch. A network that knows nothing gives each class a tenth and
// pays $\log 10 \approx 2.30$; keep an eye on the first loss of any classifier
// that you train, because a number far from it is a bug.
//
// How good is it? **Accuracy** is the share of images whose largest score is the
// right one. We go through the images in slices, so that the hidden values of
// ten thousand images never exist at once.

static train::Confusion evaluate(nn::Module& model, const data::Dataset& set) {
  const autograd::NoGrad off_the_tape;
  train::Confusion confusion(10);
  for (Index begin = 0; begin < set.size(); begin += 1000) {
    const Index end = std::min(begin + 1000, set.size());
    confusion.add(set.y.rows(begin, end),
                  argmax(model(set.x.rows(begin, end)), 1));
  }
  return confusion;
}

// ## Training it
//
// One step of training is four lines, and they are the same four lines for every
// network in this book: forget the old gradients, compute the loss, walk the
// tape backwards, take a step. `train::fit` runs them over shuffled batches and
// keeps the log; you can read it in `common/train/fit.cpp` in a minute.
//
// Of the 60 000 training images we hold 5 000 back for **validation**: whenever
// we choose anything (how many epochs, which layer size), we choose by them. The
// 10 000 test images are looked at once, at the end. A test set that has been
// used for choosing no longer tests.

void program(app::Run& run) {
  check_scalars(run);
  check_tensors(run);

  const auto& options = run.options();
  const data::ImageData images = data::load_images(options.data);
  const auto [train_rows, validation_rows] =
      data::split(images.train.size(), 5000, options.seed);
  const Index used =
      run.pick<Index>(1000, train_rows.size(), train_rows.size());
  const data::Dataset train_set =
      data::subset(images.train, train_rows.rows(0, used));
  const data::Dataset validation = data::subset(
      images.train, validation_rows.rows(0, run.pick<Index>(500, 5000, 5000)));
  const data::Dataset test_set =
      images.test.rows(0, run.pick<Index>(1000, 10000, 10000));

  Generator random(options.seed);
  nn::Sequential model = classifier(random);
  run.print("An MLP of {} weights on {} images, {} for validation\n",
            model.parameter_count(), train_set.size(), validation.size());

  run.stage("mlp", model, [&] {
    optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
    return train::fit(
        run.journal(),
        {.epochs = run.pick<Index>(2, 12, 30), .seed = options.seed}, model,
        adam, train_set.size(),
        [&](const IntTensor& batch) {
          return cross_entropy(model(gather(train_set.x, batch)),
                               gather(train_set.y, batch));
        },
        [&] {
          const double accuracy = evaluate(model, validation).accuracy();
          return train::Numbers{{"val_accuracy", accuracy}};
        });
  });

  const train::Confusion test = evaluate(model, test_set);
  run.number("test.accuracy", test.accuracy());
  run.number("test.f1_macro", test.macro().f1);
  run.print("Test accuracy {:.3f}, macro F1 {:.3f}, on {} images\n",
            test.accuracy(), test.macro().f1, test_set.size());

  const auto log = run.journal().log();
  run.figure("loss",
             app::LineChart{
                 "Learning Fashion-MNIST",
                 "epoch",
                 "training loss",
                 {{"cross-entropy", train::series(log, "mlp", "train_loss")}}});
  run.figure("accuracy",
             app::LineChart{
                 "Images that it was not trained on",
                 "epoch",
                 "accuracy",
                 {{"validation", train::series(log, "mlp", "val_accuracy")}}});
  run.figure("confusion", app::ConfusionChart{"What is taken for what", test,
                                              images.classes});
  run.model(model);
}

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "04_autograd",
       .summary = "reverse-mode differentiation, and an MLP on Fashion-MNIST"},
      argc, argv, primer::chapter::program);
}
