#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "common/app/gnuplot.hpp"

namespace primer::app {
namespace {

void check(const Series& series) {
  const std::size_t n = series.y.size();
  const auto fits = [n](const std::vector<double>& v) { return v.empty() || v.size() == n; };
  if (!fits(series.x) || !fits(series.low) || series.low.size() != series.high.size()) {
    throw std::invalid_argument(fmt::format("series {}: x {}, y {}, low {}, high {} numbers",
                                            series.name, series.x.size(), n, series.low.size(),
                                            series.high.size()));
  }
}

std::vector<std::vector<double>> rows(const Series& series) {
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    const double x = series.x.empty() ? static_cast<double>(i + 1) : series.x[i];
    rows.push_back({x, series.y[i]});
    if (!series.low.empty()) {
      rows.back().push_back(series.low[i]);
      rows.back().push_back(series.high[i]);
    }
  }
  return rows;
}

bool can_be_drawn(const std::vector<double>& row, const LineChart& chart) {
  return std::isfinite(row[0]) && std::isfinite(row[1]) && (!chart.log_x || row[0] > 0) &&
         (!chart.log_y || row[1] > 0);
}

}  // namespace

Figure draw(const LineChart& chart) {
  if (chart.series.empty()) throw std::invalid_argument("line chart without a series");
  std::string data, bands, lines;
  bool anything = false;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const Series& series = chart.series[i];
    check(series);
    const auto points = rows(series);
    anything |= std::ranges::any_of(points, [&](const auto& p) { return can_be_drawn(p, chart); });
    const std::string name = fmt::format("series{}", i), colour = gnuplot::colour(i);
    data += gnuplot::block(name, points);
    if (!series.low.empty()) {
      bands += fmt::format(
          "${} using 1:3:4 with filledcurves fillstyle transparent solid 0.18 noborder "
          "linecolor {} notitle, \\\n",
          name, colour);
    }
    // Few points are marked, so that one sees what was measured and what is only a line.
    lines +=
        fmt::format("{}${} using 1:2 with {} linewidth 2 linecolor {} title {}", i ? ", \\\n" : "",
                    name, points.size() <= 40 ? "linespoints pointtype 7 pointsize 0.45" : "lines",
                    colour, gnuplot::quoted(series.name));
  }
  std::string commands = gnuplot::labels(chart.x_label, chart.y_label);
  if (chart.log_x) commands += "set logscale x\n";
  if (chart.log_y) commands += "set logscale y\n";
  if (chart.series.size() == 1) commands += "unset key\n";
  if (!anything) commands += "set xrange [1:10]\nset yrange [1:10]\n";
  return {640, 360, chart.title, commands + data + "plot " + bands + lines + "\n"};
}

}  // namespace primer::app
