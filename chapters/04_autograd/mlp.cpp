// # A network that reads clothes
//
// Fashion-MNIST ([Xiao, Rasul & Vollgraf 2017](@xiao2017)) is 70 000 photographs
// of clothes, 28 by 28 pixels in grey, in ten classes. It was made to be as
// convenient as the handwritten digits that everybody had used before, and
// harder: on digits even simple methods are nearly always right by now, and
// nothing can be seen any more. On this page the tape of the last two meets
// these pictures.

#include "chapters/04_autograd/autograd.hpp"

#include <algorithm>
#include <chrono>
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

// ## The network, and what it must beat
//
// Our network is the oldest one that deserves the name, a **multilayer
// perceptron**: 784 pixels, 256 hidden values with a ReLU, ten scores.
//
// ![The network, and at its end the one number that the way back starts from](mlp.dot)

nn::Sequential classifier(Generator& random, Index hidden) {
  return nn::Sequential{nn::Linear(784, hidden, random), nn::ReLU(),
                        nn::Linear(hidden, 10, random)};
}

// Is the hidden layer worth anything? Take it away, and what is left is
// **logistic regression**: ten weighted sums of the pixels, a template for each
// class. It is the cheapest thing that could work, it is trained by the same
// lines, and a network that does not beat it need not have been built.

static nn::Sequential templates(Generator& random) {
  return nn::Sequential{nn::Linear(784, 10, random)};
}

// How good is either? **Accuracy** is the share of pictures whose largest score is
// the right one. A **confusion matrix** keeps more: how often each class was taken
// for which other. `train::classify` counts both, with the tape at rest.

// ## Three sets of pictures
//
// Of the 60 000 training pictures we hold 5 000 back for **validation**: whenever
// we choose anything (how many epochs, how wide a layer), we choose by them. The
// 10 000 test pictures are looked at once, at the end. A test set that has been
// used for choosing no longer tests.

struct Sets {
  data::Dataset train, validation, test;
  std::vector<std::string> classes;
};

static Sets load(const app::Run& run) {
  const data::ImageData images = data::load_images(run.options().data);
  const auto [train_rows, validation_rows] =
      data::split(images.train.size(), 5000, run.options().seed);
  const Index used =
      run.pick<Index>(1000, train_rows.size(), train_rows.size());
  return {data::subset(images.train, train_rows.rows(0, used)),
          data::subset(images.train, validation_rows.rows(
                                         0, run.pick<Index>(500, 5000, 5000))),
          images.test.rows(0, run.pick<Index>(1000, 10'000, 10'000)),
          images.classes};
}

// ## Training
//
// One step of training is four lines, and they are the same four lines for every
// network in this book: forget the old gradients, compute the loss, walk the tape
// backwards, take a step.
//
// ```cpp
// optimizer.zero_grad();
// Tensor loss = cross_entropy(model(x), y);
// loss.backward();
// optimizer.step();
// ```
//
// The step against the gradient is taken here by **Adam** ([Kingma & Ba
// 2015](@kingma2015)), which gives each weight a step of its own; chapter 5
// will take it apart. `train::fit` runs the four lines over **batches** of
// 128 pictures in a new order in each **epoch**, which is once through all of
// them, keeps the log, and goes on where it was if it is stopped. You can read it
// in `common/train/fit.cpp` in a minute.

static train::Confusion learn(app::Run& run, const std::string& name,
                              nn::Sequential& model, const Sets& sets) {
  run.stage(name, model, [&] {
    optim::Adam adam(model.named_parameters(), {.learning_rate = 0.001});
    return train::fit(
        run.journal(),
        {.epochs = run.pick<Index>(2, 12, 30), .seed = run.options().seed},
        model, adam, sets.train.size(),
        [&](const IntTensor& batch) {
          return primer::cross_entropy(model(gather(sets.train.x, batch)),
                                       gather(sets.train.y, batch));
        },
        [&] {
          return train::Numbers{
              {"val_accuracy",
               train::classify(model, sets.validation, 10).accuracy()}};
        });
  });
  const train::Confusion test = train::classify(model, sets.test, 10);
  run.number(name + ".accuracy", test.accuracy());
  run.number(name + ".f1_macro", test.macro().f1);
  run.print("  {:<24} {:>7} weights   accuracy {:.3f}, macro F1 {:.3f}\n", name,
            model.parameter_count(), test.accuracy(), test.macro().f1);
  return test;
}

// ## What a gradient costs
//
// We promised a gradient of all weights for about the time of three evaluations.
// Here is the count, on a batch of 128 pictures: the network alone, and the
// network with its walk back. (Why do we ask for `item()`, the loss as a number? A
// GPU takes orders faster than it carries them out. With `--device cuda`, the
// clock would stop before the work is done if we did not wait for its result.)

static double seconds_for(const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> seconds;
  for (int i = 0; i < 41; ++i) {
    const auto begin = Clock::now();
    work();
    seconds.push_back(
        std::chrono::duration<double>(Clock::now() - begin).count());
  }
  std::ranges::nth_element(seconds, seconds.begin() + 20);
  return seconds[20];
}

static void time_a_gradient(app::Run& run, nn::Sequential& model,
                            const Sets& sets) {
  const data::Dataset batch = sets.train.rows(0, 128);
  const double there = seconds_for([&] {
    const autograd::NoGrad off_the_tape;
    primer::cross_entropy(model(batch.x), batch.y).item();
  });
  const double and_back = seconds_for([&] {
    const Tensor loss = primer::cross_entropy(model(batch.x), batch.y);
    loss.backward();
    loss.item();
  });
  run.timing("forward_ms", 1000 * there);
  run.timing("forward_and_backward_ms", 1000 * and_back);
  run.timing("backward_ratio", and_back / there);
  run.timing("nudging_s",
             there * static_cast<double>(model.parameter_count() + 1));
}

void program(app::Run& run) {
  differentiate_numbers(run);
  differentiate_matrices(run);

  const Sets sets = load(run);
  Generator random(run.options().seed);
  nn::Sequential linear = templates(random), mlp = classifier(random);
  const double guess =
      primer::cross_entropy(mlp(sets.test.x), sets.test.y).item();
  run.number("mlp.first_loss", guess);
  run.number("mlp.weights", static_cast<double>(mlp.parameter_count()));
  run.print(
      "The network before it has learned anything: loss {:.4f}\n"
      "Trained on {} pictures, tested on {}:\n\n",
      guess, sets.train.size(), sets.test.size());
  learn(run, "linear", linear, sets);
  const train::Confusion test = learn(run, "mlp", mlp, sets);
  time_a_gradient(run, mlp, sets);

  const auto log = run.journal().log();
  const auto curve = [&](const std::string& caption, const std::string& stage,
                         const std::string& column) {
    return app::Series{caption, train::series(log, stage, column)};
  };
  run.figure("loss", app::LineChart{
                         "Learning Fashion-MNIST",
                         "epoch",
                         "cross-entropy on the training pictures",
                         {curve("logistic regression", "linear", "train_loss"),
                          curve("MLP", "mlp", "train_loss")}});
  run.figure(
      "accuracy",
      app::LineChart{"Pictures that were not trained on",
                     "epoch",
                     "validation accuracy",
                     {curve("logistic regression", "linear", "val_accuracy"),
                      curve("MLP", "mlp", "val_accuracy")}});
  run.figure("confusion", app::ConfusionChart{"What the MLP takes for what",
                                              test, sets.classes});
  for (Index c = 0; c < 10; ++c) {
    run.number("recall." + std::to_string(c), test.score(c).recall);
  }
  run.number("confused.shirt_as_tshirt", static_cast<double>(test.count(6, 0)));
  run.model(mlp);
}

// ## Results
//
// The network starts with a loss of {{mlp.first_loss:.3f}}, where knowing nothing
// costs 2.303. After twelve epochs:
//
// | | weights | test accuracy | macro F1 |
// |---|---|---|---|
// | logistic regression | 7 850 | {{linear.accuracy:.3f}} | {{linear.f1_macro:.3f}} |
// | MLP | {{mlp.weights:.0f}} | {{mlp.accuracy:.3f}} | {{mlp.f1_macro:.3f}} |
//
// ![The loss falls](results/loss.svg)
//
// ![The accuracy on pictures that it has not seen](results/accuracy.svg)
//
// (**Macro F1** is the mean over the classes of each class's own F1, which weighs
// the pictures that were wrongly given to it against those it missed. Here all
// classes are equally frequent, and it says what accuracy says; where some are rare
// it does not.)
//
// So the hidden layer is worth something, and it is paid for in weights. The curves
// say more than the table. Logistic regression has learned most of what it can after
// half of its epochs. The MLP's loss on its training pictures goes on falling to the
// end, while its accuracy on the validation pictures creeps up ever more slowly, and
// its best epoch is not its last. An epoch or two prove nothing, but that is how it
// looks when a network begins to learn its training pictures by heart. Chapter 5 will
// be about that.
//
// ![Rows are what is there, columns what was said](results/confusion.svg)
//
// Trousers, bags and shoes are easy. What is worn above the belt is not: of the
// shirts the network recognises {{recall.6:.2f}}, and takes
// {{confused.shirt_as_tshirt:.0f}} of a thousand for T-shirts; of the coats it
// recognises {{recall.4:.2f}}, and most of the others it takes for pullovers. Look at a
// few of them at 28 by 28 pixels before you blame it.
//
// And the price of a gradient: {{timing.forward_ms:.2f}} ms for a batch through
// the network, {{timing.forward_and_backward_ms:.2f}} ms there and back, a factor
// of {{timing.backward_ratio:.1f}}. That it is less than the three we promised
// has a reason: nobody asks for the slope of the loss by the pixels, and so the
// largest layer is spared one of its two products on the way back. By nudging,
// one single gradient would have taken {{timing.nudging_s:.0f}} seconds.
//
// ## Exercises
//
// 1. **The way back through single numbers.** Write a tape that also knows
//    differences, quotients and tanh: the values on the way there, the slopes on
//    the way back.
// 2. **What a wrong answer costs.** Write cross-entropy and its gradient, so that
//    scores of a thousand come through. Three of its checks ask for what the
//    article's formula, below, cannot give.
// 3. **The way back through a layer.** You get the slope of the loss by what a
//    linear layer with a ReLU put out. Find those by its input, its weights and
//    its bias.
// 4. **The gradient check.** Divide the bias's slope by the number of rows, as if
//    it were a mean, and nothing fails. Write the check that notices, and that
//    lets none of seven other mistakes pass.
// 5. **A network from nothing.** Train a small network that tells two moons, a
//    ring and a disk, and three spiral arms apart. The design is yours; a straight
//    line is not good enough.
//
// {{exercises}}
//
// Each has its task in `exercises/04_autograd`; `./primer grade 4.1` says how far you
// are with the first, and `./primer hint 4.1` helps, a little more each time.
//
// To think about, without points:
//
// - Replace `+=` by `=` in `backward(Number)`. Which of the chapter's formulas
//   still get right slopes, and what do they have in common?
// - Write the entry for the sigmoid on the tape of matrices. Its slope can be
//   computed from its output alone; why is that worth knowing?
// - The tape keeps every value until the end. For a network of a hundred layers,
//   keep every tenth only, and compute the others again on the way back. What
//   does it save and what does it cost?
//
// ## What the article gets wrong
//
// The article (on pre-training and fine-tuning, section 3.2.1) writes the
// cross-entropy loss as $L(y, \hat y) = -\sum_{i=1}^{N} y_i \log \hat y_i$ and says
// that $\hat y$ is "the predicted label". A label is a class, and a class has no
// logarithm: $\hat y$ must be the predicted *probabilities*, what softmax made of
// the scores. The sum runs over classes, but $N$ is what the article calls the
// number of samples elsewhere. With one right class for each sample all terms but
// one are zero, and what is left, averaged over the samples, is what we derived.
//
// Its squared error, $\frac1N \sum_{i=1}^N (x_i - \hat x_i)^2$ with $N$ "the number
// of samples", leaves out that each sample has 784 pixels. Whether one divides by
// them is a matter of taste; whether one knows that one did is not, for it changes
// the size of the gradient by a factor of 784.
//
// ## Further reading
//
// - Seppo Linnainmaa, [*The representation of the cumulative rounding error of an
//   algorithm as a Taylor expansion of the local rounding
//   errors*](@linnainmaa1970), 1970: reverse mode, for another purpose.
// - David Rumelhart, Geoffrey Hinton and Ronald Williams, [*Learning
//   representations by back-propagating errors*](@rumelhart1986), 1986: four
//   pages that still read well.
// - Andreas Griewank and Andrea Walther, [*Evaluating
//   Derivatives*](@griewank2008), 2008: why a gradient costs at most a small
//   multiple of the function, and how to trade memory for time (the last question
//   above).
// - Atılım Güneş Baydin and others, [*Automatic differentiation in machine
//   learning: a survey*](@baydin2018), 2018: forwards, backwards, and what the
//   world's libraries do.
// - Han Xiao, Kashif Rasul and Roland Vollgraf, [*Fashion-MNIST: a novel image
//   dataset for benchmarking machine learning algorithms*](@xiao2017), 2017: our
//   pictures.

}  // namespace primer::chapter

int main(int argc, char** argv) {
  return primer::app::main(
      {.chapter = "04_autograd",
       .summary = "reverse-mode differentiation, and an MLP on Fashion-MNIST"},
      argc, argv, primer::chapter::program);
}
