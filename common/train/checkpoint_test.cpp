#include "common/train/checkpoint.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "common/error/error.hpp"
#include "common/io/safetensors.hpp"
#include "common/testing/catch.hpp"

namespace primer::train {
namespace {

using testing::ContainsSubstring;

Checkpoint example() {
  const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
  Checkpoint checkpoint;
  checkpoint.settings = {{"chapter", "08_autoencoder"}, {"seed", "18446744073709551615"}};
  checkpoint.seconds = 0.1;
  checkpoint.finished.push_back({.name = "pretrain, \"first\" 词",
                                 .results = {{"b", 0.1}, {"a", nan}},
                                 .rows = {{"pretrain, \"first\" 词", 7, 1, {{"loss", -infinity}}}},
                                 .kept = {{"encoder.0.weight", Tensor::from({1, 2, 3}, {1, 3})},
                                          {"empty", Tensor(Shape{0, 4})}},
                                 .seconds = 1.25});
  checkpoint.finished.push_back({.name = "second"});
  checkpoint.unfinished = {{.name = "third", .rows = {{"third", 1, 1, {{"loss", -0.0}}}}},
                           {{{"model.w", Tensor::from({4, 5}, {2})}},
                            {{"offset", 18446744073709551615u}, {"epoch", 3}},
                            {{"sum", 1e-300}, {"best", nan}}}};
  return checkpoint;
}

void check_equal(const NamedTensors& a, const NamedTensors& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].first == b[i].first);
    CHECK(a[i].second.shape() == b[i].second.shape());
    CHECK(std::ranges::equal(a[i].second.values(), b[i].second.values()));
  }
}

}  // namespace

TEST_CASE("A checkpoint reads back as it was written") {
  const Checkpoint before = example();
  const std::string bytes = encode_checkpoint(before);
  const Checkpoint after = decode_checkpoint(bytes, "file");

  CHECK(after.settings == before.settings);
  CHECK(after.seconds == before.seconds);
  REQUIRE(after.finished.size() == 2);
  const Stage& stage = after.finished[0];
  CHECK(stage.name == before.finished[0].name);
  REQUIRE(stage.results.size() == 2);
  CHECK(stage.results[0] == before.finished[0].results[0]);
  CHECK(std::isnan(number(stage.results, "a")));
  CHECK(to_csv(stage.rows) == to_csv(before.finished[0].rows));
  CHECK(stage.seconds == 1.25);
  check_equal(stage.kept, before.finished[0].kept);
  CHECK(after.finished[1].name == "second");
  CHECK(after.finished[1].kept.empty());

  REQUIRE(after.unfinished);
  CHECK(after.unfinished->stage.name == "third");
  CHECK(to_csv(after.unfinished->stage.rows) == "stage,seed,epoch,loss\nthird,1,1,-0\n");
  const Position &was = before.unfinished->position, &is = after.unfinished->position;
  check_equal(is.tensors, was.tensors);
  CHECK(is.counters == was.counters);
  CHECK(is.numbers.at("sum") == 1e-300);
  CHECK(std::isnan(is.numbers.at("best")));
  CHECK(encode_checkpoint(after) == bytes);
}

TEST_CASE("A checkpoint of nothing reads back") {
  const Checkpoint after = decode_checkpoint(encode_checkpoint({}), "file");
  CHECK(after.finished.empty());
  CHECK_FALSE(after.unfinished);
}

TEST_CASE("A checkpoint with any one bit flipped is refused in one line") {
  std::string bytes = encode_checkpoint(example());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char mask = static_cast<char>(1 << (i % 8));
    bytes[i] = static_cast<char>(bytes[i] ^ mask);
    try {
      decode_checkpoint(bytes, "out/checkpoint.safetensors");
      FAIL("byte " << i << " flipped by " << int(mask) << " and nobody noticed");
    } catch (const Error& error) {
      const std::string line = error.what();
      CHECK(error.exit_code() == 3);
      CHECK(line.starts_with("out/checkpoint.safetensors: "));
      CHECK(line.find('\n') == std::string::npos);
    }
    bytes[i] = static_cast<char>(bytes[i] ^ mask);
  }
}

TEST_CASE("A checkpoint cut off anywhere or with something after its end is refused") {
  const std::string bytes = encode_checkpoint(example());
  for (std::size_t length = 0; length < bytes.size(); length += 7) {
    CHECK_THROWS_AS(decode_checkpoint(bytes.substr(0, length), "file"), Error);
  }
  CHECK_THROWS_AS(decode_checkpoint(bytes + '\0', "file"), Error);
}

TEST_CASE("Weights from elsewhere are no checkpoint") {
  const std::string bytes = encode_safetensors({{{"w", Tensor::from({1, 2}, {2})}}, {}});
  CHECK_THROWS_WITH(decode_checkpoint(bytes, "file"),
                    "file: is no checkpoint of a run; leave --resume out to begin again");
}

}  // namespace primer::train
