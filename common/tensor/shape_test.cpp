#include "common/testing/catch.hpp"
//
#include "common/tensor/shape.hpp"

namespace primer {

TEST_CASE("A shape knows its sizes from the front and from the end") {
  const Shape shape{2, 3, 5};
  CHECK(shape.rank() == 3);
  CHECK(shape.size() == 30);
  CHECK(shape[0] == 2);
  CHECK(shape[-1] == 5);
  CHECK(shape.str() == "(2, 3, 5)");
  CHECK(shape == Shape{2, 3, 5});
  CHECK_FALSE(shape == Shape{2, 3});
  CHECK_FALSE(shape == Shape{2, 3, 6});
}

TEST_CASE("A scalar has one element and an empty dimension none") {
  CHECK(Shape{}.size() == 1);
  CHECK(Shape{}.str() == "()");
  CHECK(Shape{7}.str() == "(7)");
  CHECK(Shape{4, 0}.size() == 0);
}

TEST_CASE("A shape whose elements cannot be counted is refused and shown") {
  const Index half = Index{1} << 62;
  CHECK(Shape{half, 1}.size() == half);
  CHECK_THROWS_WITH(Shape({half, 2}),
                    "shape (4611686018427387904, 2): more elements than can be "
                    "counted");
  CHECK_THROWS_AS(Shape({half, half}), std::invalid_argument);
  // Wherever the zero stands
  CHECK_THROWS_AS(Shape({half, half, 0}), std::invalid_argument);
  CHECK_THROWS_AS(Shape({0, half, half}), std::invalid_argument);
  CHECK(Shape{half, 0}.size() == 0);
}

TEST_CASE("A shape refuses what cannot be") {
  CHECK_THROWS_AS(Shape({3, -1}), std::invalid_argument);
  CHECK_THROWS_AS(Shape({1, 1, 1, 1, 1, 1, 1}), std::invalid_argument);
  const Shape shape{2, 3};
  CHECK_THROWS_AS(shape[2], std::invalid_argument);
  CHECK_THROWS_AS(shape[-3], std::invalid_argument);
}

}  // namespace primer
