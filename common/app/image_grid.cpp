#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "common/app/gnuplot.hpp"

namespace primer::app {
namespace {

constexpr Index gap = 2;  // between images, in their pixels

/// How many images stand side by side, and how large each is.
struct Layout {
  Index columns = 0, height = 0, width = 0;
};

Layout layout(const ImageGrid& grid) {
  if (grid.rows.empty()) throw std::invalid_argument("image grid without rows");
  Layout all;
  for (const auto& [caption, images] : grid.rows) {
    if (images.rank() != 3 || images.size() == 0) {
      throw std::invalid_argument(
          fmt::format("image grid: row {} is {} where images (n, height, width) are needed",
                      caption, images.shape().str()));
    }
    if (all.columns && (images.size(1) != all.height || images.size(2) != all.width)) {
      throw std::invalid_argument(
          fmt::format("image grid: row {} has images of another size", caption));
    }
    all = {std::max(all.columns, images.size(0)), images.size(1), images.size(2)};
  }
  return all;
}

/// All images as one, with gaps of no colour between them and where a pixel is not finite.
std::vector<std::vector<double>> picture(const ImageGrid& grid, const Layout& all) {
  const auto row_count = static_cast<Index>(grid.rows.size());
  const auto across = static_cast<std::size_t>(all.columns * (all.width + gap) - gap);
  const auto down = static_cast<std::size_t>(row_count * (all.height + gap) - gap);
  std::vector<std::vector<double>> pixels(
      down, std::vector<double>(across, std::numeric_limits<double>::quiet_NaN()));
  for (Index row = 0; row < row_count; ++row) {
    const Tensor images = grid.rows[static_cast<std::size_t>(row)].images.cpu();
    const float* value = images.data();
    for (Index column = 0; column < images.size(0); ++column) {
      for (Index y = 0; y < all.height; ++y) {
        auto& line = pixels[static_cast<std::size_t>(row * (all.height + gap) + y)];
        const Index left = column * (all.width + gap);
        for (Index x = 0; x < all.width; ++x) {
          const float grey = *value++;
          if (!std::isfinite(grey)) continue;
          line[static_cast<std::size_t>(left + x)] = std::round(255 * std::clamp(grey, 0.f, 1.f));
        }
      }
    }
  }
  return pixels;
}

}  // namespace

Figure draw(const ImageGrid& grid) {
  const Layout all = layout(grid);
  const auto pixels = picture(grid, all);
  const auto across = static_cast<int>(pixels[0].size()), down = static_cast<int>(pixels.size());
  std::string captions;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    const double middle = static_cast<double>(i) * static_cast<double>(all.height + gap) +
                          static_cast<double>(all.height - 1) / 2;
    captions +=
        fmt::format("{}{} {}", i ? ", " : "", gnuplot::quoted(grid.rows[i].caption), middle);
    longest = std::max(longest, grid.rows[i].caption.size());
  }
  // As wide as a page, in whole pixels of the screen for each of the pictures'.
  const int left = 20 + 8 * static_cast<int>(longest), top = 44, margin = 14;
  const int scale = std::max(1, (760 - left) / across);
  const int width = left + scale * across + margin, height = top + scale * down + margin;
  const std::string commands = fmt::format(
      "unset border\nunset grid\nunset key\nunset xtics\nunset colorbox\nset palette gray\n"
      "set cbrange [0:255]\nset ytics ({}) scale 0\nset xrange [-0.5:{}.5]\nset yrange "
      "[{}.5:-0.5]\n",
      captions, across - 1, down - 1);
  return {width, height, grid.title,
          commands + gnuplot::margins(width, height, left, margin, top, margin) +
              gnuplot::block("pixels", pixels) + "plot $pixels matrix with image\n"};
}

}  // namespace primer::app
