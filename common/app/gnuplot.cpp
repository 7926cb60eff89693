#include "common/app/gnuplot.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <sstream>

#include "common/app/process.hpp"
#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#include "common/train/numbers.hpp"

namespace primer::app::gnuplot {
namespace {

// The light ground is part of the figure, so that it is legible on dark pages too.
constexpr const char* ground = "#fcfcfc";

constexpr const char* style = R"(set encoding utf8
set border 3 linecolor rgb '#999999'
set tics nomirror scale 0.5 textcolor rgb '#444444'
set grid linetype 1 linecolor rgb '#e6e6e6'
set key outside right center vertical Left reverse samplen 1.5 spacing 1.3 textcolor rgb '#222222'
set xlabel textcolor rgb '#222222'
set ylabel textcolor rgb '#222222'
set title textcolor rgb '#111111' font ',15'
)";

std::string escaped(const std::string& text) {
  std::string xml;
  for (const char c : text) {
    xml += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  }
  return xml;
}

/// Puts the figure's title where gnuplot puts its own name, takes away the names it gives to curves without one, which
/// browsers show when the mouse rests there, and keeps enlarged pixels square.
std::string polished(const std::string& svg, const std::string& title) {
  const auto replaced = [](std::string line, const std::string& old, const std::string& by) {
    const auto at = line.find(old);
    return at == line.npos ? line : line.replace(at, old.size(), by);
  };
  std::istringstream lines(svg);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("<desc>")) continue;
    line = replaced(line, "<title>Gnuplot</title>", "<title>" + escaped(title) + "</title>");
    line = replaced(line, "<image x=",
                    "<image style='image-rendering:optimizeSpeed;image-rendering:pixelated' x=");
    const auto name = line.find("<title>gnuplot_plot_");
    result += line.substr(0, name) + '\n';
  }
  return result;
}

}  // namespace

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : printable(text)) result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

std::string number(double value) { return std::isfinite(value) ? train::shortest(value) : "NaN"; }

int rgb(std::size_t i) {
  constexpr std::array colours = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00,
                                  0x56B4E9, 0x000000, 0x999999, 0x882255, 0xB0A000};
  return colours[i % colours.size()];
}

std::string colour(std::size_t i) { return fmt::format("rgb '#{:06X}'", rgb(i)); }

std::string block(const std::string& name, const std::vector<std::vector<double>>& rows) {
  std::string text = "$" + name + " << EOD\n";
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i ? " " : "") + number(row[i]);
    text += '\n';
  }
  return text + "EOD\n";
}

std::string labels(const std::string& x, const std::string& y) {
  return fmt::format("set xlabel {}\nset ylabel {}\n", quoted(x), quoted(y));
}

std::string margins(int width, int height, int left, int right, int top, int bottom) {
  const double w = width, h = height;
  return fmt::format(
      "set lmargin at screen {}\nset rmargin at screen {}\n"
      "set tmargin at screen {}\nset bmargin at screen {}\n",
      left / w, 1 - right / w, 1 - top / h, bottom / h);
}

std::optional<std::string> render(const Figure& figure) {
  const std::string script =
      fmt::format(
          "set terminal svg size {},{} font 'sans-serif,13' noenhanced rounded background '{}'\n",
          figure.width, figure.height, ground) +
      style + fmt::format("set title {}\n", quoted(figure.title)) + figure.commands;
  const auto finished = run_process({"gnuplot", "-d", "-"}, script);
  if (!finished) return std::nullopt;
  if (finished->status != 0 || !finished->output.ends_with("</svg>\n\n")) {
    throw data_error("gnuplot",
                     fmt::format("failed with status {} on the figure {}: {}", finished->status,
                                 figure.title, printable(finished->errors, 200)),
                     "see that `gnuplot --version` works");
  }
  return polished(finished->output, figure.title);
}

}  // namespace primer::app::gnuplot
