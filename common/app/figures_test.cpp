#include "common/app/figures.hpp"

#include <cmath>
#include <limits>

#include "common/app/gnuplot.hpp"
#include "common/testing/catch.hpp"

namespace primer::app {
namespace {

using testing::ContainsSubstring;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Chart>
std::string svg(const Chart& chart) {
  const auto text = gnuplot::render(draw(chart));
  REQUIRE(text);
  return *text;
}

LineChart curves() {
  return {.title = "Loss & <such>",
          .x_label = "epoch",
          .y_label = "loss's mean",
          .series = {{.name = "training", .y = {0.5, 0.25, 0.125}},
                     {.name = "validation",
                      .y = {0.6, nan, 0.2},
                      .x = {1, 2, 3},
                      .low = {0.5, nan, 0.1},
                      .high = {0.7, nan, 0.3}}}};
}

GroupChart groups() {
  return {.title = "t",
          .x_label = "labels",
          .y_label = "accuracy",
          .groups = {"100", "1 000"},
          .series = {{.name = "scratch", .y = {0.5, 0.7}, .low = {0.4, 0.6}, .high = {0.6, 0.8}},
                     {.name = "tuned", .y = {0.6, nan}}}};
}

}  // namespace

TEST_CASE("A figure is the same bytes every time and shows nothing of gnuplot") {
  const std::string text = svg(curves());
  CHECK(text == svg(curves()));
  CHECK_THAT(text, ContainsSubstring("<title>Loss &amp; &lt;such&gt;</title>"));
  CHECK_THAT(text, ContainsSubstring(">loss's mean</text>"));
  CHECK_THAT(text, ContainsSubstring(">validation</text>"));
  CHECK(text.find("gnuplot_plot_1</title>") == std::string::npos);
  CHECK(text.find("GNUPLOT") == std::string::npos);
}

TEST_CASE("Text reaches a figure as it is and cannot give commands") {
  LineChart chart = curves();
  chart.title = "a'; system('touch /tmp/owned') #\nprint 1 \\ \"x\" $s _{y} 词";
  CHECK_THAT(svg(chart), ContainsSubstring("a'; system('touch /tmp/owned') #\\x0aprint 1 \\ "));
  CHECK_THAT(svg(chart), ContainsSubstring("_{y} 词"));
}

TEST_CASE("A chart of numbers that cannot be drawn is still a chart") {
  const LineChart empty = {
      .title = "t", .x_label = "x", .y_label = "y", .series = {{"nothing", {}}}};
  CHECK_THAT(svg(empty), ContainsSubstring("</svg>"));
  LineChart diverged = empty;
  diverged.series = {{"a", {nan, infinity, -infinity}}};
  CHECK_THAT(svg(diverged), ContainsSubstring("</svg>"));
  LineChart negative = empty;
  negative.log_x = negative.log_y = true;
  negative.series = {{"a", {-1, 0}}};
  CHECK_THAT(svg(negative), ContainsSubstring("</svg>"));
  LineChart single = empty;
  single.series = {{"a", {5}}};
  CHECK_THAT(svg(single), ContainsSubstring("</svg>"));
  GroupChart no_groups = groups();
  for (Series& series : no_groups.series) series = {series.name, {nan, nan}};
  CHECK_THAT(svg(no_groups), ContainsSubstring("</svg>"));
}

TEST_CASE("Group charts show points or bars") {
  GroupChart chart = groups();
  CHECK_THAT(svg(chart), ContainsSubstring(">1 000</text>"));
  chart.bars = true;
  CHECK_THAT(svg(chart), ContainsSubstring(">tuned</text>"));
  CHECK(svg(chart).find(">-") == std::string::npos);
}

TEST_CASE("Bars and their ranges show below zero too") {
  const auto drawn = [](const Series& series) {
    const std::string text = svg(GroupChart{.title = "t",
                                            .x_label = "x",
                                            .y_label = "y",
                                            .groups = {"a", "b"},
                                            .series = {series},
                                            .bars = true});
    const auto tic = text.find("> 0<");
    CHECK(tic != text.npos);  // bars stand on zero
    return text;
  };
  CHECK_THAT(drawn({"gain", {0.1, -0.5}}), ContainsSubstring("-0.5"));
  CHECK_THAT(drawn({"loss", {-0.1, -0.5}}), ContainsSubstring("-0.5"));
  CHECK_THAT(drawn({"gain", {0.1, 0.2}, {}, {-0.5, 0.1}, {0.7, 0.3}}), ContainsSubstring("-0.4"));
}

TEST_CASE("A pixel that is not finite is a gap") {
  const Tensor image =
      Tensor::from({0, static_cast<float>(infinity), static_cast<float>(-infinity), 2}, {1, 2, 2});
  CHECK_THAT(draw(ImageGrid{"t", {{"a", image}}}).commands,
             ContainsSubstring("\n0 NaN\nNaN 255\n"));
}

TEST_CASE("An image grid is one picture with square pixels") {
  const Tensor two = Tensor::from({0, 1, 1, 0, 0.5f, 0.5f, std::nanf(""), 2}, {2, 2, 2});
  const Tensor one = Tensor::from({1, 1, 1, 1}, {1, 2, 2});
  const std::string text = svg(ImageGrid{.title = "t", .rows = {{"input", two}, {"output", one}}});
  CHECK_THAT(text, ContainsSubstring("image-rendering:pixelated"));
  CHECK_THAT(text, ContainsSubstring(">output</text>"));
  CHECK(text.find("<image", text.find("<image") + 1) == std::string::npos);
}

TEST_CASE("A scatter plot names its classes even where there are no points") {
  const Scatter scatter = {.title = "t",
                           .points = Tensor::from({0, 1, 2, 3}, {2, 2}),
                           .labels = IntTensor::from({0, 2}, {2}),
                           .classes = {"cat", "dog", "bird"}};
  CHECK_THAT(svg(scatter), ContainsSubstring(">dog</text>"));
  Scatter empty = scatter;
  empty.points = Tensor(Shape{0, 2});
  empty.labels = IntTensor(Shape{0});
  CHECK_THAT(svg(empty), ContainsSubstring(">cat</text>"));
}

TEST_CASE("A confusion chart shows counts and names") {
  train::Confusion confusion(2);
  confusion.add(IntTensor::from({0, 0, 1}, {3}), IntTensor::from({0, 1, 1}, {3}));
  const std::string text = svg(ConfusionChart{"t", confusion, {"yes", "no"}});
  CHECK_THAT(text, ContainsSubstring(">predicted</text>"));
  CHECK_THAT(text, ContainsSubstring(">no</text>"));
}

TEST_CASE("Charts whose parts do not fit are refused") {
  LineChart lines = curves();
  lines.series[1].high.pop_back();
  CHECK_THROWS_AS(draw(lines), std::invalid_argument);
  CHECK_THROWS_AS(draw(LineChart{}), std::invalid_argument);
  GroupChart chart = groups();
  chart.groups.pop_back();
  CHECK_THROWS_AS(draw(chart), std::invalid_argument);
  CHECK_THROWS_AS(draw(GroupChart{}), std::invalid_argument);
  CHECK_THROWS_AS(draw(ImageGrid{}), std::invalid_argument);
  CHECK_THROWS_AS(draw(ImageGrid{"t", {{"flat", Tensor::zeros({2, 4})}}}), std::invalid_argument);
  CHECK_THROWS_AS(
      draw(ImageGrid{"t", {{"a", Tensor::zeros({1, 2, 2})}, {"b", Tensor::zeros({1, 2, 3})}}}),
      std::invalid_argument);
  CHECK_THROWS_AS(draw(Scatter{"t", Tensor::zeros({1, 2}), IntTensor::from({1}, {1}), {"one"}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(draw(ConfusionChart{"t", train::Confusion(3), {"a", "b"}}),
                  std::invalid_argument);
}

}  // namespace primer::app
