#include "train.hpp"

#include <algorithm>
#include <functional>
#include <numbers>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

constexpr double pi = std::numbers::pi;

struct Question {
  std::vector<Point> points;
  std::vector<int> labels;
};

/// About normal, of standard deviation 1.
double noise(Draw& draw) {
  double sum = 0;
  for (int i = 0; i < 12; ++i) sum += draw.real(-0.5, 0.5);
  return sum;
}

Point on_a_moon(Draw& draw, int label) {
  const double angle = draw.real(0, pi), x = std::cos(angle), y = std::sin(angle);
  const Point moon = label == 0 ? Point{x, y} : Point{1 - x, 0.5 - y};
  return {moon[0] + 0.1 * noise(draw), moon[1] + 0.1 * noise(draw)};
}

Point in_disk_or_ring(Draw& draw, int label) {
  const double angle = draw.real(0, 2 * pi);
  const double radius = label == 0 ? 0.9 * std::sqrt(draw.real(0, 1)) : draw.real(1.2, 1.6);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

Point on_an_arm(Draw& draw, int label) {
  const double way = draw.real(0, 1), radius = 0.2 + way;
  const double angle = 2 * pi * label / 3 + 3 * way + 0.15 * noise(draw);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

using Place = std::function<Point(Draw&, int label)>;

Question ask(Draw& draw, int count, int classes, const Place& place) {
  Question question;
  for (int n = 0; n < count; ++n) {
    question.labels.push_back(n < classes ? n : draw.whole(0, classes - 1));
    question.points.push_back(place(draw, question.labels.back()));
  }
  return question;
}

void expect_shapes(const Network& network, int classes) {
  const std::size_t hidden = network.b1.size();
  const auto rows_of = [](const Matrix& matrix, std::size_t rows, std::size_t columns) {
    return matrix.size() == rows &&
           std::all_of(matrix.begin(), matrix.end(),
                       [&](const std::vector<double>& row) { return row.size() == columns; });
  };
  expect(hidden > 0 && rows_of(network.w1, hidden, 2) &&
             rows_of(network.w2, static_cast<std::size_t>(classes), hidden) &&
             network.b2.size() == static_cast<std::size_t>(classes),
         "w1 is (hidden, 2), b1 (hidden), w2 (" + std::to_string(classes) + ", hidden), b2 (" +
             std::to_string(classes) + ")",
         "Each weight has one row for each value that it makes.");
}

/// The class that a network gives a point, worked out here and not by the student.
int class_of(const Network& network, const Point& point) {
  std::vector<double> scores = network.b2;
  for (std::size_t h = 0; h < network.b1.size(); ++h) {
    const double z = network.b1[h] + point[0] * network.w1[h][0] + point[1] * network.w1[h][1];
    for (std::size_t k = 0; z > 0 && k < scores.size(); ++k) scores[k] += z * network.w2[k][h];
  }
  for (const double score : scores) {
    if (!std::isfinite(score)) return -1;
  }
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

/// Trains the student's network and asks it about 600 other points.
void expect_learned(Draw& draw, int classes, const Place& place, const std::string& what,
                    const std::string& why) {
  const Question training = ask(draw, 80 * classes + 60, classes, place);
  const Question test = ask(draw, 600, classes, place);
  const Network network = student<train>(training.points, training.labels, classes,
                                         static_cast<std::uint64_t>(draw.whole(1, 1'000'000)));
  expect_shapes(network, classes);
  int right = 0;
  for (std::size_t n = 0; n < test.points.size(); ++n) {
    right += class_of(network, test.points[n]) == test.labels[n] ? 1 : 0;
  }
  expect(right >= 570,
         "the network is right for at least 570 of 600 new points of " + what + "; it is for " +
             std::to_string(right),
         why);
}

}  // namespace

PRIMER_CHECK("The network has a row for each value that it makes and few hidden ones", 2) {
  const int classes = draw.whole(2, 4);
  const Question training = ask(draw, 40, classes, [](Draw& some, int label) {
    return Point{label + 0.2 * noise(some), some.real(-1, 1)};
  });
  const Network network = student<train>(training.points, training.labels, classes, 1);
  expect_shapes(network, classes);
  expect(network.b1.size() <= 32,
         "there are at most 32 hidden values; there are " + std::to_string(network.b1.size()),
         "More are not needed, and a network that is larger than its question learns points by "
         "heart.");
}

PRIMER_CHECK("A prediction is the class of the largest score", 3) {
  const int hidden = draw.whole(3, 8), classes = draw.whole(3, 5);
  Network network;
  for (int h = 0; h < hidden; ++h) network.w1.push_back(draw.reals(2));
  for (int k = 0; k < classes; ++k) network.w2.push_back(draw.reals(hidden));
  network.b1 = draw.reals(hidden);
  network.b2 = draw.reals(classes, -0.2, 0.2);
  std::vector<Point> points;
  std::vector<double> expected;
  for (int n = 0; n < 60; ++n) {
    points.push_back({draw.real(-3, 3), draw.real(-3, 3)});
    expected.push_back(class_of(network, points.back()));
  }
  const std::vector<int> got = student<predict>(network, points);
  expect_near(std::vector<double>(got.begin(), got.end()), expected, 1e-9,
              "the classes that a network of random weights gives to 60 points",
              "Scores are compared as they are; softmax would not change their order.");
}

PRIMER_CHECK("Two moons are told apart", 5) {
  expect_learned(draw, 2, on_a_moon, "two moons",
                 "The best straight line is right for 530 or so, which is what a network gives "
                 "whose hidden values are all alike or get no slope.");
}

PRIMER_CHECK("A ring is told from the disk in it", 4) {
  expect_learned(
      draw, 2, in_disk_or_ring, "a ring and a disk",
      "A straight line knows nothing here. The hidden values have to surround the disk.");
}

PRIMER_CHECK("Three spiral arms are told apart", 4) {
  expect_learned(draw, 3, on_an_arm, "three spiral arms",
                 "With three classes every score needs its own slope, which is its probability, "
                 "less one for the right class.");
}

PRIMER_CHECK("Moons of any size around any centre are told apart", 5) {
  const double wide = draw.real(100, 500), east = draw.real(3000, 8000);
  const double high = draw.real(0.002, 0.01), down = draw.real(1, 3);
  const auto far = [=](Draw& some, int label) {
    const Point moon = on_a_moon(some, label);
    return Point{east + wide * moon[0], high * moon[1] - down};
  };
  expect_learned(draw, 2, far,
                 "moons that are " + shown(wide) + " wide and " + shown(high) + " high, around (" +
                     shown(east) + ", " + shown(-down) + ")",
                 "It is the same question in other units. The scaling belongs to the network that "
                 "you return, for nobody else knows it.");
}

PRIMER_CHECK("The same seed gives the same network and another seed another one", 2) {
  const Question training = ask(draw, 100, 2, on_a_moon);
  const auto seed = static_cast<std::uint64_t>(draw.whole(1, 1'000'000));
  const Network first = student<train>(training.points, training.labels, 2, seed);
  const Network again = student<train>(training.points, training.labels, 2, seed);
  const Network other = student<train>(training.points, training.labels, 2, seed + 1);
  expect(
      first.w1 == again.w1 && first.b1 == again.b1 && first.w2 == again.w2 && first.b2 == again.b2,
      "two calls with the same seed give the same numbers",
      "A result that cannot be had again cannot be looked into. Is there anything left over "
      "from the first call?");
  expect(first.w1 != other.w1, "another seed gives other weights",
         "A single start may be lucky. Whoever compares two ways of training tries several seeds.");
}

}  // namespace primer::exercise
