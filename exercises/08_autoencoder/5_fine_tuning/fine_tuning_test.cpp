#include "fine_tuning.hpp"

#include <algorithm>
#include <memory>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Numbers = std::vector<double>;

/// Row o of weight times x, and bias o.
double output(const Layer& layer, std::size_t o, const Numbers& x) {
  double sum = layer.bias[o];
  for (std::size_t i = 0; i < x.size(); ++i) sum += layer.weight[o][i] * x[i];
  return sum;
}

Numbers scores(const Network& network, const Numbers& x) {
  Numbers code, result;
  for (std::size_t j = 0; j < network.encoder.bias.size(); ++j) {
    const double value = output(network.encoder, j, x);
    code.push_back(value > 0 ? value : 0);
  }
  for (std::size_t o = 0; o < network.head.bias.size(); ++o) {
    result.push_back(output(network.head, o, code));
  }
  return result;
}

double loss(const Network& network, const Examples& examples) {
  double sum = 0;
  for (std::size_t n = 0; n < examples.x.size(); ++n) {
    const Numbers z = scores(network, examples.x[n]);
    double all = 0;
    for (const double score : z) all += std::exp(score);
    sum += std::log(all) - z[static_cast<std::size_t>(examples.y[n])];
  }
  return sum / static_cast<double>(examples.x.size());
}

double accuracy(const Network& network, const Examples& examples) {
  double right = 0;
  for (std::size_t n = 0; n < examples.x.size(); ++n) {
    const Numbers z = scores(network, examples.x[n]);
    right += std::max_element(z.begin(), z.end()) - z.begin() == examples.y[n];
  }
  return right / static_cast<double>(examples.x.size());
}

Layer layer(Draw& draw, int out, int in) {
  Layer made{{}, draw.reals(out)};
  for (int o = 0; o < out; ++o) made.weight.push_back(draw.reals(in));
  return made;
}

void expect_shape(const Layer& got, const Layer& wanted, const std::string& which) {
  const auto same = [](const Numbers& a, const Numbers& b) { return a.size() == b.size(); };
  expect(got.bias.size() == wanted.bias.size() &&
             std::equal(got.weight.begin(), got.weight.end(), wanted.weight.begin(),
                        wanted.weight.end(), same),
         "the " + which + " keeps its shape: " + std::to_string(wanted.bias.size()) + " outputs, " +
             std::to_string(wanted.weight[0].size()) + " inputs",
         "A step moves numbers and makes none.");
}

void expect_near(const Layer& got, const Layer& wanted, const std::string& what,
                 const std::string& why) {
  grader::expect_near(got.weight, wanted.weight, 1e-7, what + ", weight", why);
  grader::expect_near(got.bias, wanted.bias, 1e-7, what + ", bias", why);
}

bool same(const Layer& a, const Layer& b) { return a.weight == b.weight && a.bias == b.bias; }

constexpr int inputs = 4, width = 5, classes = 3;

/// Examples at which no number of the code is near zero, where the loss has a kink and no slope.
Examples examples(Draw& draw, const Layer& encoder, int count) {
  Examples made;
  while (static_cast<int>(made.x.size()) < count) {
    const Numbers x = draw.reals(inputs);
    bool clear = true;
    for (std::size_t j = 0; j < encoder.bias.size(); ++j) {
      clear = clear && std::abs(output(encoder, j, x)) > 0.01;
    }
    if (!clear) continue;
    made.x.push_back(x);
    made.y.push_back(draw.whole(0, classes - 1));
  }
  return made;
}

/// A layer of the network, moved by minus the rate times the slopes that nudging finds.
Layer moved(Network network, Layer Network::*which, const Examples& labelled, double rate) {
  Layer result = network.*which;
  const auto slope = [&](double& number) {
    const double before = number, nudge = 1e-5;
    number = before + nudge;
    const double above = loss(network, labelled);
    number = before - nudge;
    const double below = loss(network, labelled);
    number = before;
    return (above - below) / (2 * nudge);
  };
  for (std::size_t o = 0; o < result.bias.size(); ++o) {
    result.bias[o] -= rate * slope((network.*which).bias[o]);
    for (std::size_t i = 0; i < result.weight[o].size(); ++i) {
      result.weight[o][i] -= rate * slope((network.*which).weight[o][i]);
    }
  }
  return result;
}

/// A world in which the code knows more than the input does: the class is the direction, of three, along which an input is
/// longest, forth or back. To the encoder that is one of two numbers; no sum of weighted inputs tells forth from back.
struct World {
  Matrix directions;

  explicit World(Draw& draw) {
    // Not too far from right angles
    const Numbers tilt = draw.reals(9, -0.15, 0.15);
    for (std::size_t k = 0; k < 3; ++k) {
      Numbers direction(inputs);
      for (std::size_t i = 0; i < 3; ++i) direction[i] = tilt[3 * k + i] + (i == k ? 1 : 0);
      directions.push_back(direction);
    }
  }
  Layer encoder() const {
    Layer made{{}, Numbers(6, 0.0)};
    for (Numbers direction : directions) {
      made.weight.push_back(direction);
      for (double& value : direction) value = -value;
      made.weight.push_back(direction);
    }
    return made;
  }
  /// Equally many of each class, and none that is hard to say
  Examples examples(Draw& draw, int of_each) const {
    Examples made;
    while (static_cast<int>(made.x.size()) < 3 * of_each) {
      const Numbers x = draw.reals(inputs);
      std::vector<std::pair<double, int>> along;
      for (int k = 0; k < 3; ++k) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
          sum += directions[static_cast<std::size_t>(k)][i] * x[i];
        }
        along.emplace_back(std::abs(sum), k);
      }
      std::sort(along.begin(), along.end());
      if (along[2].first - along[1].first < 0.3) continue;
      if (std::count(made.y.begin(), made.y.end(), along[2].second) == of_each) continue;
      made.x.push_back(x);
      made.y.push_back(along[2].second);
    }
    return made;
  }
};

}  // namespace

PRIMER_CHECK("The head goes down the slopes that nudging finds", 5) {
  const Network before{layer(draw, width, inputs), layer(draw, classes, width)};
  const Examples labelled = examples(draw, before.encoder, draw.whole(4, 8));
  const double rate = draw.real(0.1, 0.5);
  const Network after = student<step>(before, labelled, rate, 0);
  expect_shape(after.head, before.head, "head");
  expect_near(after.head, moved(before, &Network::head, labelled, rate),
              "the head, moved by minus " + shown(rate) + " times the slopes found by nudging",
              "The slopes are those of the mean over the examples, so that a rate means the same "
              "for ten labels and for a thousand.");
}

PRIMER_CHECK("The encoder goes down its own slopes at its own rate", 6) {
  const Network before{layer(draw, width, inputs), layer(draw, classes, width)};
  const Examples labelled = examples(draw, before.encoder, draw.whole(4, 8));
  const double head_rate = draw.real(0.5, 1), encoder_rate = draw.real(0.1, 0.4);
  const Network after = student<step>(before, labelled, head_rate, encoder_rate);
  expect_shape(after.encoder, before.encoder, "encoder");
  expect_near(after.encoder, moved(before, &Network::encoder, labelled, encoder_rate),
              "the encoder, moved by minus " + shown(encoder_rate) +
                  " times the slopes found by nudging, while the head's rate is " +
                  shown(head_rate),
              "All slopes are those of the network as it was before the step, and where the code "
              "was cut off at zero none comes through.");
}

PRIMER_CHECK("At an encoder rate of zero only the head moves", 2) {
  Network now{layer(draw, width, inputs), layer(draw, classes, width)};
  const Layer pretrained = now.encoder;
  const Examples labelled = examples(draw, pretrained, 6);
  for (int i = 0; i < 3; ++i) {
    const Network before = now;
    now = student<step>(before, labelled, 0.5, 0);
    expect(same(now.encoder, pretrained), "the encoder is as it was, bit for bit",
           "Frozen means that what was learned before is still there.");
    expect(!same(now.head, before.head), "the head is another one after a step at rate 0.5",
           "Somebody has to learn.");
  }
}

PRIMER_CHECK("Scores of thousands do not overflow", 2) {
  const Network before{layer(draw, width, inputs), layer(draw, classes, width)};
  Examples labelled = examples(draw, before.encoder, 5);
  for (Numbers& x : labelled.x) {
    for (double& value : x) value *= 1e5;
  }
  const Network after = student<step>(before, labelled, 1e-3, 1e-3);
  expect_shape(after.head, before.head, "head");
  expect_shape(after.encoder, before.encoder, "encoder");
  for (const Layer& moved_layer : {after.encoder, after.head}) {
    for (std::size_t o = 0; o < moved_layer.bias.size(); ++o) {
      double sum = moved_layer.bias[o];
      for (const double value : moved_layer.weight[o]) sum += value;
      expect(std::isfinite(sum), "no weight is infinite or NaN when the scores are large",
             "The exponential of a thousand is infinite, and infinite over infinite is NaN.");
    }
  }
}

PRIMER_CHECK("First the head learns alone and then both at their rates", 4) {
  const Layer encoder = layer(draw, width, inputs);
  const Examples labelled = examples(draw, encoder, 6);
  const Plan plan{.frozen_steps = draw.whole(2, 4),
                  .joint_steps = draw.whole(2, 4),
                  .rate = draw.real(0.3, 0.6),
                  .decay = draw.real(0.2, 0.5)};
  auto shown_networks = std::make_shared<std::vector<Network>>();
  student<fine_tune>(encoder, classes, labelled, plan, [=](const Network& network) {
    shown_networks->push_back(network);
    return 0.5;
  });
  const auto steps = static_cast<std::size_t>(plan.frozen_steps + plan.joint_steps);
  expect(shown_networks->size() == steps,
         "there is a look after each of " + std::to_string(plan.frozen_steps) + " frozen and " +
             std::to_string(plan.joint_steps) + " joint steps, and there are " +
             std::to_string(shown_networks->size()),
         "The best network can only be found where one has looked.");
  Network before{encoder, {Matrix(classes, Numbers(width)), Numbers(classes)}};
  for (std::size_t i = 0; i < steps; ++i) {
    const Network& now = (*shown_networks)[i];
    const bool frozen = static_cast<int>(i) < plan.frozen_steps;
    const std::string when =
        std::string(frozen ? "frozen" : "joint") + " step " +
        std::to_string(frozen ? i : i - static_cast<std::size_t>(plan.frozen_steps));
    if (frozen) {
      expect(same(now.encoder, encoder), "the encoder is as it came, bit for bit, after " + when,
             "A head that knows nothing yet would push it about.");
    }
    const Network wanted =
        student<step>(before, labelled, plan.rate, frozen ? 0 : plan.rate * plan.decay);
    const std::string how = " one call of your own step further, after " + when + " with rate " +
                            shown(plan.rate) + " and decay " + shown(plan.decay);
    expect_near(now.head, wanted.head, "the head" + how, "The head learns at the full rate.");
    expect_near(now.encoder, wanted.encoder, "the encoder" + how,
                "The encoder's rate is the head's times the decay, and zero while it is frozen.");
    before = now;
  }
}

PRIMER_CHECK("What comes back is the network that looked best", 4) {
  const Layer encoder = layer(draw, width, inputs);
  const Examples labelled = examples(draw, encoder, 6);
  const Plan plan{.frozen_steps = 4, .joint_steps = 5, .rate = 0.5, .decay = 0.3};
  // The best look comes first, among the frozen ones, among the joint ones, or last, and once again later.
  for (const int best : {0, draw.whole(1, 3), draw.whole(4, 6), 8}) {
    Numbers said = draw.reals(9, 0.1, 0.6);
    const double highest = draw.real(0.7, 0.9);
    said[static_cast<std::size_t>(best)] = highest;
    if (best < 7) said[static_cast<std::size_t>(draw.whole(best + 1, 7))] = highest;
    auto shown_networks = std::make_shared<std::vector<Network>>();
    const Network got =
        student<fine_tune>(encoder, classes, labelled, plan, [=](const Network& network) {
          shown_networks->push_back(network);
          return said[std::min(said.size(), shown_networks->size()) - 1];
        });
    expect(shown_networks->size() == 9, "there is one look after each of 9 steps",
           "The best network can only be found where one has looked.");
    const Network& wanted = (*shown_networks)[static_cast<std::size_t>(best)];
    expect(same(got.encoder, wanted.encoder) && same(got.head, wanted.head),
           "the network is that of the first look whose accuracy was as large as " +
               shown(highest) + ", which is look " + shown(best) + ", counted from 0",
           "The last step is not the best one, and of two that look alike the one that learned "
           "for less long has learned less by heart.");
  }
}

PRIMER_CHECK("Fresh examples are named once it has learned from sixty", 2) {
  const World world(draw);
  const Examples labelled = world.examples(draw, 20), validation = world.examples(draw, 20),
                 fresh = world.examples(draw, 100);
  const Plan plan{.frozen_steps = 60, .joint_steps = 30, .rate = 4, .decay = 0.1};
  const Network shape{world.encoder(), {Matrix(3, Numbers(6)), Numbers(3)}};
  const auto look = [&](const Network& network) {
    expect_shape(network.encoder, shape.encoder, "encoder");
    expect_shape(network.head, shape.head, "head");
    return accuracy(network, validation);
  };
  const Network got = student<fine_tune>(shape.encoder, classes, labelled, plan, look);
  expect_shape(got.encoder, shape.encoder, "encoder");
  expect_shape(got.head, shape.head, "head");
  const double share = accuracy(got, fresh);
  expect(
      share > 0.8,
      "more than 0.8 of 300 fresh examples are named, of three classes, and it is " + shown(share),
      "A third is what one gets by guessing. A call that is named train and moves no weight, "
      "such as the article's, stays there, and the program runs all the same.");
}

}  // namespace primer::exercise
