#include "common/testing/golden.hpp"

#include <cmath>
#include <tuple>

#include "common/autograd/operations.hpp"
#include "common/io/file.hpp"
#include "common/io/safetensors.hpp"
#include "common/nn/layers.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::testing {
namespace {

using Lines = std::vector<std::string>;

/// y = 2 x + 0.5 at x = 1 and 3, and the mean of the outputs as the loss, on paper. The gradient is the same in every step,
/// so each of Adam's five steps is the whole learning rate.
Golden on_paper() {
  return {{{"x", Tensor::from({1, 3}, {2, 1})}},
          {{"weight", Tensor::from({2}, {1, 1})}, {"bias", Tensor::from({0.5}, {1})}},
          Tensor::from({2.5, 6.5}, {2, 1}),
          Tensor::scalar(4.5),
          {{"weight", Tensor::from({2}, {1, 1})}, {"bias", Tensor::from({1}, {1})}},
          {{"weight", Tensor::from({-0.005f}, {1, 1})}, {"bias", Tensor::from({-0.005f}, {1})}}};
}

Lines compare(const Golden& golden) {
  Generator random(1);
  nn::Linear model(1, 1, random);
  return disagreements(golden, model, [](const Tensor& outputs) { return mean(outputs); });
}

void scale(const Tensor& x, double factor) {
  for (float& v : x.values()) v = static_cast<float>(v * factor);
}

}  // namespace

TEST_CASE("A network that does what is on paper agrees with it") {
  CHECK(compare(on_paper()) == Lines{});
}

TEST_CASE("A number that is off by less than its tolerance passes and by more is named") {
  const Golden golden = on_paper();
  const std::vector<std::tuple<Tensor, std::string, double>> all{
      {golden.outputs, "outputs", 1e-5},
      {golden.loss, "loss", 1e-5},
      {golden.gradients[0].second, "gradient.weight", 1e-4},
      {golden.gradients[1].second, "gradient.bias", 1e-4},
      {golden.moves[0].second, "move.weight", 1e-3},
      {golden.moves[1].second, "move.bias", 1e-3}};
  const auto& [tensor, name, allowed] = all[GENERATE(0u, 1u, 2u, 3u, 4u, 5u)];
  INFO(name);
  scale(tensor, 1 + 0.8 * allowed);
  CHECK(compare(golden) == Lines{});
  scale(tensor, (1 + 1.2 * allowed) / (1 + 0.8 * allowed));
  const Lines lines = compare(golden);
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].starts_with(name + ": error 1.2e-"));
}

TEST_CASE("A weight that is off a little shows in the outputs") {
  Golden golden = on_paper();
  scale(golden.weights[0].second, 1 + 2e-5);
  const Lines lines = compare(golden);
  REQUIRE_FALSE(lines.empty());
  CHECK(lines[0].starts_with("outputs: error "));
}

TEST_CASE("What is NaN or missing or of another shape does not agree") {
  Golden golden = on_paper();
  golden.outputs.values()[0] = NAN;
  golden.loss = Tensor::from({4.5, 4.5}, {2});
  golden.gradients.erase(golden.gradients.begin());
  CHECK(compare(golden) == Lines{"outputs: error inf, allowed 1e-05",
                                 "loss: shape () where the file has (2)",
                                 "gradient.weight: not in the file"});
  CHECK_THROWS_AS(golden.input("y"), std::invalid_argument);
}

TEST_CASE("Answers differ when a number or a name does") {
  const Golden golden = on_paper();
  Golden other = on_paper();
  CHECK(differences(golden, other) == Lines{});
  scale(other.gradients[0].second, 1.00001);
  other.moves[1].first = "offset";
  CHECK(differences(golden, other) == Lines{"weight: error 1.0e-05, allowed 1e-06",
                                            "bias: not in the file", "offset: we have none"});
}

TEST_CASE("Answers are read by their names and other files are refused") {
  const TemporaryFolder folder;
  const Tensor one = Tensor::scalar(1);
  NamedTensors tensors{{"input.labels", Tensor::from({3, 0}, {2})},
                       {"weight.0.bias", one},
                       {"outputs", one},
                       {"loss", one},
                       {"gradient.0.bias", one},
                       {"move.0.bias", one}};
  save_safetensors(folder / "whole", {tensors, {}});
  const Golden golden = read_golden(folder / "whole");
  CHECK(golden.weights[0].first == "0.bias");
  CHECK(golden.labels().data()[0] == 3);

  tensors.emplace_back("wieght.0.bias", one);
  save_safetensors(folder / "other", {tensors, {}});
  CHECK_THAT(refusal([&] { read_golden(folder / "other"); }),
             ContainsSubstring("holds something else than a twin's answers"));
}

}  // namespace primer::testing
