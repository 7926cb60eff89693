#pragma once
// How figures are written down for gnuplot, and how it is called.

#include <optional>
#include <string>
#include <vector>

#include "common/app/figures.hpp"

namespace primer::app::gnuplot {

/// Text as gnuplot reads it back, between quotes.
std::string quoted(const std::string& text);

/// A number; what is not finite is a gap.
std::string number(double value);

/// The i-th colour for lines, points and bars: "rgb '#0072B2'". After ten they begin again.
std::string colour(std::size_t i);
/// The same as a number, for `linecolor rgb variable`.
int rgb(std::size_t i);

/// A block of data for plot commands: "$name << EOD …".
std::string block(const std::string& name, const std::vector<std::vector<double>>& rows);

/// Labels of both axes.
std::string labels(const std::string& x, const std::string& y);

/// Where the axes stand in a figure of that size: pixels between them and its edges.
std::string margins(int width, int height, int left, int right, int top, int bottom);

/// The figure as SVG; the same figure always gives the same bytes.
/// @return nothing when gnuplot is not installed
/// @throws Error when it fails
std::optional<std::string> render(const Figure& figure);

}  // namespace primer::app::gnuplot
