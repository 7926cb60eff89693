#include <fmt/format.h>

#include <stdexcept>

#include "common/app/gnuplot.hpp"

namespace primer::app {
namespace {

void check(const Scatter& scatter) {
  if (scatter.points.rank() != 2 || scatter.points.size(1) != 2 ||
      scatter.labels.shape() != Shape{scatter.points.size(0)}) {
    throw std::invalid_argument(fmt::format("scatter: points {} and labels {}",
                                            scatter.points.shape().str(),
                                            scatter.labels.shape().str()));
  }
  for (const std::int32_t label : scatter.labels.values()) {
    if (label < 0 || static_cast<std::size_t>(label) >= scatter.classes.size()) {
      throw std::invalid_argument(fmt::format("scatter: label {} has no class", label));
    }
  }
}

}  // namespace

Figure draw(const Scatter& scatter) {
  check(scatter);
  // All points in one plot, in their own order, so that no class lies on top of the others.
  std::vector<std::vector<double>> points;
  const auto labels = scatter.labels.values();
  const Tensor places = scatter.points.cpu();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float* point = places.data() + 2 * i;
    const int colour = gnuplot::rgb(static_cast<std::size_t>(labels[i]));
    points.push_back({point[0], point[1], static_cast<double>(colour)});
  }
  std::string plots =
      "$points using 1:2:3 with points pointtype 7 pointsize 0.3 linecolor rgb variable notitle";
  for (std::size_t c = 0; c < scatter.classes.size(); ++c) {
    plots += fmt::format(", \\\nNaN with points pointtype 7 pointsize 0.7 linecolor {} title {}",
                         gnuplot::colour(c), gnuplot::quoted(scatter.classes[c]));
  }
  std::string commands = gnuplot::labels(scatter.x_label, scatter.y_label);
  if (points.empty()) {
    commands += "set xrange [0:1]\nset yrange [0:1]\n";
    points.push_back({0, 0, 0xFFFFFF});
  }
  return {640, 480, scatter.title,
          commands + gnuplot::block("points", points) + "plot " + plots + "\n"};
}

}  // namespace primer::app
