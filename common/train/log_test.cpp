#include "common/train/log.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "common/testing/catch.hpp"

namespace primer::train {

using testing::ContainsSubstring;

TEST_CASE("The log is a table with the union of all columns in order of first appearance") {
  const std::vector<LogRow> rows = {
      {"pretrain", 7, 1, {{"train_loss", 0.5}, {"val_loss", 0.25}}},
      {"pretrain", 7, 2, {{"val_loss", 0.125}, {"train_loss", 1e-9}}},
      {"fine_tune", 18446744073709551615u, 1, {{"accuracy", 1}, {"train_loss", 3e22}}},
  };
  CHECK(to_csv(rows) ==
        "stage,seed,epoch,train_loss,val_loss,accuracy\n"
        "pretrain,7,1,0.5,0.25,\n"
        "pretrain,7,2,1e-09,0.125,\n"
        "fine_tune,18446744073709551615,1,3e+22,,1\n");
}

TEST_CASE("An empty log has its header only") { CHECK(to_csv({}) == "stage,seed,epoch\n"); }

TEST_CASE("What is no number is written in words") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::nan("");
  const std::vector<LogRow> rows = {
      {"s", 0, 1, {{"a", nan}, {"b", -nan}, {"c", infinity}, {"d", -infinity}, {"e", -0.0}}}};
  CHECK(to_csv(rows) == "stage,seed,epoch,a,b,c,d,e\ns,0,1,nan,nan,inf,-inf,-0\n");
}

TEST_CASE("Text with commas or quotes or line ends is quoted") {
  const std::vector<LogRow> rows = {{"say \"a, b\"", 1, 2, {{"x,y", 3}, {"two\nlines", 4}}}};
  CHECK(to_csv(rows) == "stage,seed,epoch,\"x,y\",\"two\nlines\"\n\"say \"\"a, b\"\"\",1,2,3,4\n");
}

TEST_CASE("Numbers in the log read back bit for bit") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 10000; ++i) {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const double again = std::strtod(shortest(value).c_str(), nullptr);
    REQUIRE(std::bit_cast<std::uint64_t>(again) == std::bit_cast<std::uint64_t>(value));
  }
  CHECK(shortest(0.1) == "0.1");
}

TEST_CASE("A column that occurs twice in a row is refused") {
  CHECK_THROWS_WITH(to_csv(std::vector<LogRow>{{"s", 0, 1, {{"a", 1}, {"a", 2}}}}),
                    ContainsSubstring("two columns named a in stage s"));
  CHECK_THROWS_WITH(to_csv(std::vector<LogRow>{{"s", 0, 1, {{"epoch", 1}}}}),
                    ContainsSubstring("two columns named epoch"));
}

TEST_CASE("A series is one column of one stage") {
  const std::vector<LogRow> rows = {{"a", 0, 1, {{"loss", 3}}},
                                    {"b", 0, 1, {{"loss", 9}}},
                                    {"a", 0, 2, {{"accuracy", 1}}},
                                    {"a", 0, 3, {{"accuracy", 2}, {"loss", 2}}}};
  CHECK(series(rows, "a", "loss") == std::vector<double>{3, 2});
  CHECK(series(rows, "c", "loss").empty());
}

TEST_CASE("A number is found by its name or the error lists the names") {
  const Numbers numbers = {{"loss", 1.5}, {"accuracy", 0.5}};
  CHECK(number(numbers, "accuracy") == 0.5);
  CHECK_THROWS_WITH(number(numbers, "f1"),
                    ContainsSubstring("no number is called f1; there are: loss, accuracy"));
}

}  // namespace primer::train
