#include "principal_components.hpp"

#include <algorithm>

#include "exercises/grader/check/checker.hpp"

namespace primer::exercise {
namespace {

using namespace grader;

using Numbers = std::vector<double>;

double product(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) sum += a[i] * b[i];
  return sum;
}

/// Vectors of length one at right angles to each other, and to all ones if `level`.
Rows directions(Draw& draw, int count, int size, bool level = false) {
  Rows found;
  if (level) found.emplace_back(static_cast<std::size_t>(size), 1 / std::sqrt(size));
  while (static_cast<int>(found.size()) < count + level) {
    Numbers drawn = draw.reals(size);
    for (int twice = 0; twice < 2; ++twice) {
      for (const Numbers& other : found) {
        const double part = product(drawn, other);
        for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] -= part * other[i];
      }
    }
    const double length = std::sqrt(product(drawn, drawn));
    if (length < 0.1) continue;
    for (double& value : drawn) value /= length;
    found.push_back(drawn);
  }
  if (level) found.erase(found.begin());
  return found;
}

/// Rows of which everything is known: along axis k they have the variance variance[k], and no two axes vary together.
struct Cloud {
  Numbers mean;
  Rows axes;
  Numbers variance;
  Rows x;
};
Cloud cloud(Draw& draw, int rows, int size) {
  Cloud made{draw.reals(size, 2, 5), directions(draw, size, size), {}, {}};
  double variance = draw.real(1, 3);
  for (int k = 0; k < size; ++k, variance *= draw.real(0.4, 0.7)) made.variance.push_back(variance);
  made.x.assign(static_cast<std::size_t>(rows), made.mean);
  // Places along each axis: of mean zero, and at right angles to those along the other axes
  const Rows places = directions(draw, size, rows, true);
  for (std::size_t k = 0; k < made.axes.size(); ++k) {
    const double scale = std::sqrt(made.variance[k] * rows);
    for (std::size_t n = 0; n < made.x.size(); ++n) {
      for (std::size_t i = 0; i < made.mean.size(); ++i) {
        made.x[n][i] += scale * places[k][n] * made.axes[k][i];
      }
    }
  }
  return made;
}

/// The student's components, of the right shapes.
PrincipalComponents components_of(const Rows& x, int count) {
  const PrincipalComponents got = student<principal_components>(x, count);
  const auto wanted = static_cast<std::size_t>(count), size = x[0].size();
  expect(got.mean.size() == size, "the mean has as many numbers as a row", "It is a row itself.");
  expect(got.axes.size() == wanted && got.variance.size() == wanted,
         "there are " + std::to_string(count) + " axes and as many variances",
         "The code has one number for each.");
  for (const Numbers& axis : got.axes) {
    expect(axis.size() == size, "an axis has as many numbers as a row",
           "It is a direction among the rows.");
    for (const double value : axis) {
      expect(std::isfinite(value),
             "the numbers of an axis are finite, and there is " + shown(value),
             "A vector of length zero has no direction, and dividing by its length makes NaN. "
             "Where does yours start?");
    }
  }
  return got;
}

}  // namespace

PRIMER_CHECK("The axes have length one and stand at right angles", 3) {
  const Cloud made = cloud(draw, 30, draw.whole(6, 9));
  const PrincipalComponents got = components_of(made.x, 5);
  for (std::size_t a = 0; a < 5; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      expect_near(product(got.axes[a], got.axes[b]), a == b ? 1 : 0, 1e-6,
                  "the scalar product of axes " + std::to_string(a) + " and " + std::to_string(b),
                  "Axes that are not at right angles tell some of the same twice, and then the "
                  "code of a row is not its place along each.");
    }
  }
}

PRIMER_CHECK("The axes are those along which the rows were spread and the widest comes first", 4) {
  const Cloud made = cloud(draw, 30, draw.whole(6, 9));
  const int count = draw.whole(3, 5);
  const PrincipalComponents got = components_of(made.x, count);
  expect_near(got.mean, made.mean, 1e-9, "the mean around which the rows were drawn",
              "Everything is measured from there.");
  for (std::size_t k = 0; k < got.axes.size(); ++k) {
    expect_near(
        got.variance[k], made.variance[k], 1e-8,
        "the variance along the axis of rank " + std::to_string(k) + ", a mean over the 30 rows",
        "It says what each axis is worth.");
    expect_near(std::abs(product(got.axes[k], made.axes[k])), 1, 1e-8,
                "how far axis " + std::to_string(k) +
                    " points along the one that the rows were spread on, either way",
                "A few rounds are not enough where the next variance is not much smaller.");
  }
}

PRIMER_CHECK("A code is measured from the mean and drawn from there again", 3) {
  const int size = draw.whole(5, 8);
  const PrincipalComponents given{draw.reals(size, 3, 6), directions(draw, 3, size), {3, 2, 1}};
  // A row at the mean, and one that is away from it along one axis and along something that no axis has
  const std::size_t along = static_cast<std::size_t>(draw.whole(0, 2));
  const double away = draw.real(0.5, 2);
  Rows all = given.axes;
  Numbers stranger = draw.reals(size);
  for (const Numbers& axis : given.axes) {
    const double part = product(stranger, axis);
    for (std::size_t i = 0; i < stranger.size(); ++i) stranger[i] -= part * axis[i];
  }
  Numbers on_axis = given.mean, beside = given.mean;
  for (std::size_t i = 0; i < on_axis.size(); ++i) {
    on_axis[i] += away * given.axes[along][i];
    beside[i] = on_axis[i] + stranger[i];
  }
  const Numbers nothing(3, 0.0);
  Numbers code = nothing;
  code[along] = away;
  expect_near(student<encode>(given, {given.mean, beside}), {nothing, code}, 1e-9,
              "the code of the mean, and that of a row which is " + shown(away) +
                  " away from it along one of the axes, and has parts along none",
              "What all rows share is not worth a number of the code.");
  expect_near(student<decode>(given, {nothing, code}), {given.mean, on_axis}, 1e-9,
              "the rows of these codes",
              "A code of nothing but zeros stands for the mean. What no axis has is lost.");
}

PRIMER_CHECK("What a code loses is the variance of the axes that it lacks", 3) {
  const Cloud made = cloud(draw, 25, draw.whole(6, 8));
  const auto size = made.mean.size();
  const std::size_t count = static_cast<std::size_t>(draw.whole(2, 4));
  const PrincipalComponents got = components_of(made.x, static_cast<int>(count));
  double left_over = 0;
  for (std::size_t k = count; k < size; ++k) left_over += made.variance[k];
  expect_near(student<squared_error>(got, made.x), left_over / static_cast<double>(size), 1e-8,
              "the variance along the other axes, for each of the " + std::to_string(size) +
                  " numbers of a row",
              "This is the error that an autoencoder with a code of that length has to beat.");
}

PRIMER_CHECK("An axis is found from an unlucky start too", 2) {
  // The rows lie on a line through the first of them, at right angles to all ones and to the first and last unit vectors.
  // The numbers are short in binary and the rows are eight, so that sums and means are exact and no rounding helps.
  const auto eighths = [&](int low, int high) { return draw.whole(low, high) / 8.0; };
  Numbers middle;
  for (int i = 0; i < 6; ++i) middle.push_back(eighths(8, 16));
  const double first = eighths(3, 8), second = eighths(3, 8);
  const Numbers line{0, first, -first, second, -second, 0};
  Rows x{middle, middle};
  for (const double far : {1.0, 2.0, draw.whole(3, 6) / 2.0}) {
    for (const double side : {1.0, -1.0}) {
      x.push_back(middle);
      for (std::size_t i = 0; i < 6; ++i) x.back()[i] += far * side * line[i];
    }
  }
  const PrincipalComponents got = components_of(x, 1);
  expect_near(std::abs(product(got.axes[0], line)), std::sqrt(product(line, line)), 1e-8,
              "the length of the line's direction, which is the axis",
              "Power iteration makes more of what the start has along the axis. It cannot make "
              "something of nothing.");
}

}  // namespace primer::exercise
