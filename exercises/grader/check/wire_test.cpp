#include "exercises/grader/check/wire.hpp"

#include "common/testing/catch.hpp"

namespace primer::grader {
namespace {

struct Matrix {
  int rows, columns;
  std::vector<float> values;
  bool operator==(const Matrix&) const = default;
};

template <class T>
T there_and_back(const T& value) {
  std::string bytes;
  write(bytes, value);
  std::string_view rest = bytes;
  T back{};
  read(rest, back);
  CHECK(rest.empty());
  return back;
}

}  // namespace

TEST_CASE("Values come back as they went") {
  CHECK(there_and_back(3) == 3);
  CHECK(there_and_back(true));
  CHECK(there_and_back(std::string("a\0b", 3)) == std::string("a\0b", 3));
  CHECK(there_and_back(std::vector<std::vector<double>>{{1, 2}, {}, {3}}) ==
        std::vector<std::vector<double>>{{1, 2}, {}, {3}});
  CHECK(there_and_back(std::tuple(1, std::string("x"), 2.5)) ==
        std::tuple(1, std::string("x"), 2.5));
  CHECK(there_and_back(Matrix{1, 2, {3, 4}}) == Matrix{1, 2, {3, 4}});
  CHECK(there_and_back(std::optional<int>(7)) == std::optional<int>(7));
  CHECK(there_and_back(std::optional<int>()) == std::nullopt);
}

TEST_CASE("Bytes cut off anywhere are nonsense and not a crash") {
  std::string bytes;
  write(bytes, std::vector<Matrix>{{1, 2, {3, 4}}, {5, 6, {7}}});
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    std::string_view rest = std::string_view(bytes).substr(0, size);
    std::vector<Matrix> back;
    CHECK_THROWS_AS(read(rest, back), Nonsense);
  }
  std::string absurd;
  write(absurd, ~std::uint64_t{0});
  std::string_view rest = absurd;
  std::vector<double> back;
  CHECK_THROWS_AS(read(rest, back), Nonsense);
}

}  // namespace primer::grader
