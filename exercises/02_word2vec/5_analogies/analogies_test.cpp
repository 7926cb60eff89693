#include "analogies.hpp"

#include <algorithm>
#include <array>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

std::vector<double> at(double degrees, double length) {
  const double radians = degrees * 3.14159265358979 / 180;
  return {length * std::cos(radians), length * std::sin(radians)};
}

/// By cosines with all words, in three dimensions and without bringing anything to length one beforehand.
int by_cosine(const Matrix& v, int a, int b, int c, bool all = false) {
  const auto length = [](const std::vector<double>& x) { return std::hypot(x[0], x[1], x[2]); };
  const auto row = [&](int w) { return v[static_cast<std::size_t>(w)]; };
  std::vector<double> wanted(3);
  for (std::size_t d = 0; d < 3; ++d) {
    wanted[d] =
        row(b)[d] / length(row(b)) - row(a)[d] / length(row(a)) + row(c)[d] / length(row(c));
  }
  int best = -1;
  double highest = -2;
  for (int w = 0; w < static_cast<int>(v.size()); ++w) {
    if (!all && (w == a || w == b || w == c)) continue;
    double product = 0;
    for (std::size_t d = 0; d < 3; ++d) product += row(w)[d] * wanted[d];
    const double cosine = product / length(row(w)) / length(wanted);
    if (cosine > highest) highest = cosine, best = w;
  }
  return best;
}

}  // namespace

PRIMER_CHECK("The answer is where the difference of the first two leads from the third", 3) {
  for (int round = 0; round < 8; ++round) {
    // Of those in which no given word is nearest: they have a check of their own
    Matrix vectors;
    int a = 0, b = 0, c = 0;
    do {
      vectors.clear();
      for (int w = 0; w < 40; ++w) vectors.push_back(draw.reals(3, -2, 2));
      a = draw.whole(0, 9), b = draw.whole(10, 19), c = draw.whole(20, 29);
    } while (by_cosine(vectors, a, b, c) != by_cosine(vectors, a, b, c, true));
    expect(student<analogy>(vectors, a, b, c) == by_cosine(vectors, a, b, c),
           "the word with the smallest angle to b - a + c, among 40 words at random",
           "a is to b as c is to the answer: the way from a to b, taken from c.");
  }
}

PRIMER_CHECK("The words of the question are no answer", 3) {
  // a and b are near one another, so that b - a + c is nearly c itself
  const double turn = draw.real(0, 360);
  const Matrix vectors = {at(turn, 1), at(turn + 2, 1), at(turn + 60, 1), at(turn + 66, 1),
                          at(turn + 200, 1)};
  expect(student<analogy>(vectors, 0, 1, 2) == 3,
         "word 3, since word 2, which is nearest, was given",
         "king - man + woman is nearest to king. Whoever forgets to forbid it finds that nothing "
         "works.");
  const Matrix back = {at(turn, 1), at(turn + 60, 1), at(turn + 2, 1), at(turn + 200, 1),
                       at(turn + 66, 1)};
  expect(student<analogy>(back, 0, 1, 2) == 4, "word 4, since word 1, which is nearest, was given",
         "All three are forbidden, b as well as c.");
}

PRIMER_CHECK("Long vectors have no louder voice", 3) {
  const double turn = draw.real(0, 360), far = draw.real(20, 50);
  const Matrix vectors = {at(turn, far),      at(turn + 30, 1), at(turn + 60, 1),
                          at(turn + 78, 0.1), at(turn + 45, 0), at(turn + 120, far)};
  expect(student<analogy>(vectors, 0, 1, 2) == 3,
         "word 3, whose vector is the shortest and points the right way",
         "Frequent words have long vectors. By products alone they would be near everything.");
}

PRIMER_CHECK("Of equally near words the first is taken", 1) {
  Matrix vectors = {at(0, 1), at(30, 1), at(60, 1), at(200, 1), at(78, 1), at(78, 1)};
  expect(student<analogy>(vectors, 0, 1, 2) == 4, "word 4 of the two equal words 4 and 5",
         "The result should not depend on chance.");
}

PRIMER_CHECK("Accuracy counts the questions whose words are known", 2) {
  const Matrix vectors = {at(0, 1), at(30, 1), at(60, 1), at(78, 1), at(200, 1)};
  const int unknown = draw.whole(1, 4);
  std::vector<Question> questions = {{0, 1, 2, 3}, {0, 1, 2, 4}, {3, 2, 1, 0}};
  for (int i = 0; i < unknown; ++i) questions.push_back({0, 1, 2, -1});
  questions.push_back({-1, 1, 2, 3});
  expect_near(
      student<accuracy>(vectors, questions), 2.0 / 3, 1e-12,
      "2/3 of the three questions whose words are known",
      "A question with a word that is not there cannot be answered, and neither wins nor loses.");
  expect_near(student<accuracy>(vectors, {{0, -1, 2, 3}}), 0, 1e-12, "0 where no question is left",
              "0 / 0 is not a number.");
}

}  // namespace primer::exercise
