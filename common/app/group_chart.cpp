#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ranges>
#include <stdexcept>

#include "common/app/gnuplot.hpp"

namespace primer::app {
namespace {

constexpr double width_of_group = 0.7;  // of the distance between groups

void check(const GroupChart& chart) {
  if (chart.groups.empty() || chart.series.empty()) {
    throw std::invalid_argument("group chart without groups or series");
  }
  const auto fits = [&](const std::vector<double>& v) { return v.size() == chart.groups.size(); };
  for (const Series& series : chart.series) {
    const bool no_ranges = series.low.empty() && series.high.empty();
    if (!fits(series.y) || !(no_ranges || (fits(series.low) && fits(series.high)))) {
      throw std::invalid_argument(fmt::format("series {}: not as long as there are groups, {}",
                                              series.name, chart.groups.size()));
    }
  }
}

std::string group_names(const GroupChart& chart) {
  std::string tics;
  for (std::size_t i = 0; i < chart.groups.size(); ++i) {
    tics += fmt::format("{}{} {}", i ? ", " : "", gnuplot::quoted(chart.groups[i]), i);
  }
  return fmt::format("set xtics ({}) scale 0\nset xrange [-0.6:{}]\nset grid noxtics\n", tics,
                     static_cast<double>(chart.groups.size()) - 0.4);
}

}  // namespace

Figure draw(const GroupChart& chart) {
  check(chart);
  const double slot = width_of_group / static_cast<double>(chart.series.size());
  std::string data, plots;
  bool anything = false, negative = false;
  for (std::size_t s = 0; s < chart.series.size(); ++s) {
    const Series& series = chart.series[s];
    const double shift = (static_cast<double>(s) + 0.5) * slot - width_of_group / 2;
    std::vector<std::vector<double>> rows;
    for (std::size_t g = 0; g < chart.groups.size(); ++g) {
      rows.push_back({static_cast<double>(g) + shift, series.y[g]});
      rows.back().push_back(series.low.empty() ? series.y[g] : series.low[g]);
      rows.back().push_back(series.low.empty() ? series.y[g] : series.high[g]);
      anything |= std::isfinite(series.y[g]);
      negative |= std::ranges::any_of(rows.back() | std::views::drop(1),
                                      [](double v) { return std::isfinite(v) && v < 0; });
    }
    const std::string name = fmt::format("series{}", s), colour = gnuplot::colour(s);
    data += gnuplot::block(name, rows);
    plots += s ? ", \\\n" : "";
    if (chart.bars) {
      plots += fmt::format(
          "${0} using 1:2 with boxes fillstyle solid 0.85 noborder "
          "linecolor {1} title {2}, \\\n"
          "${0} using 1:3:(0):($4-$3) with vectors nohead linewidth 1.5 "
          "linecolor rgb '#333333' notitle",
          name, colour, gnuplot::quoted(series.name));
    } else {
      plots += fmt::format(
          "${0} using 1:3:(0):($4-$3) with vectors nohead linewidth 2 "
          "linecolor {1} notitle, \\\n"
          "${0} using 1:2 with points pointtype 7 pointsize 0.75 "
          "linecolor {1} title {2}",
          name, colour, gnuplot::quoted(series.name));
    }
  }
  std::string commands = gnuplot::labels(chart.x_label, chart.y_label) + group_names(chart);
  // Beside the plot the names would take nearly half of the width
  commands +=
      chart.series.size() == 1 ? "unset key\n" : "set key below center horizontal height 1\n";
  if (chart.bars) {
    commands +=
        fmt::format("set boxwidth {}\nset yrange [{}]\n", 0.9 * slot, negative ? "*:0<*" : "0:*");
  }
  if (!anything) commands += "set yrange [0:1]\n";
  const int height = chart.series.size() == 1 ? 360 : 400;
  return {640, height, chart.title, commands + data + "plot " + plots + "\n"};
}

}  // namespace primer::app
