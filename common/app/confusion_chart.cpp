#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "common/app/gnuplot.hpp"

namespace primer::app {

Figure draw(const ConfusionChart& chart) {
  const Index n = chart.confusion.classes();
  if (static_cast<Index>(chart.classes.size()) != n) {
    throw std::invalid_argument(
        fmt::format("confusion chart: {} names for {} classes", chart.classes.size(), n));
  }
  std::vector<std::vector<double>> shares;
  std::string counts, names;
  std::size_t longest = 0;
  for (Index truth = 0; truth < n; ++truth) {
    Index present = 0;
    for (Index guess = 0; guess < n; ++guess) present += chart.confusion.count(truth, guess);
    shares.emplace_back();
    for (Index guess = 0; guess < n; ++guess) {
      const Index count = chart.confusion.count(truth, guess);
      const double share = present ? static_cast<double>(count) / static_cast<double>(present) : 0;
      shares.back().push_back(share);
      if (count > 0) {
        counts +=
            fmt::format("set label '{}' at {},{} center front textcolor rgb '{}' font ',11'\n",
                        count, guess, truth, share > 0.5 ? "#ffffff" : "#333333");
      }
    }
    const std::string& name = chart.classes[static_cast<std::size_t>(truth)];
    names += fmt::format("{}{} {}", truth ? ", " : "", gnuplot::quoted(name), truth);
    longest = std::max(longest, name.size());
  }
  // Cells are square, so the margins decide the size of the figure.
  const int side = std::clamp(480 / static_cast<int>(n), 16, 60) * static_cast<int>(n);
  const int text = 8 * static_cast<int>(longest);
  const int left = text + 40, right = 20 + text / 2, top = 44, bottom = text * 2 / 3 + 50;
  const int width = left + side + right, height = top + side + bottom;
  const std::string commands = fmt::format(
      "unset key\nunset grid\nunset colorbox\nset border 0\n"
      "set palette defined (0 '#ffffff', 0.05 '#dcebf5', 1 '#0072B2')\nset cbrange [0:1]\n"
      "set xtics ({0}) scale 0 rotate by -35\nset ytics ({0}) scale 0\n"
      "set xrange [-0.5:{1}.5]\nset yrange [{1}.5:-0.5]\n",
      names, n - 1);
  return {width, height, chart.title,
          commands + gnuplot::margins(width, height, left, right, top, bottom) +
              fmt::format(
                  "set xlabel 'predicted'\nset label 'true' at screen {}, screen {} center rotate "
                  "textcolor rgb '#222222'\n",
                  14.0 / width, (bottom + side / 2.0) / height) +
              counts + gnuplot::block("shares", shares) +
              "plot $shares matrix with image pixels\n"};
}

}  // namespace primer::app
