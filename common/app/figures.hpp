#pragma once
// Figures, described by what they show; gnuplot draws them as SVG. Colours are Okabe and Ito's, which people who do not see
// all colours can tell apart (https://jfly.uni-koeln.de/color). A number that is not finite leaves a gap.

#include <string>
#include <vector>

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"
#include "common/train/metrics.hpp"

namespace primer::app {

/// Instructions for gnuplot.
struct Figure {
  /// In pixels.
  int width = 0, height = 0;  ///< in pixels
  std::string title;          ///< above the drawing, and what a browser shows for the picture
  std::string commands;       ///< what gnuplot is told after the style that all figures share
};

/// A curve, or measurements at a few places.
struct Series {
  std::string name;               ///< in the key, which a chart of one series does not have
  std::vector<double> y;          ///< the curve
  std::vector<double> x = {};     ///< empty: 1, 2, 3, …
  std::vector<double> low = {};   ///< with `high`: a band around the curve, or error bars
  std::vector<double> high = {};  ///< as long as `low`
};

/// Curves over one x axis. Those of up to 40 points have their points marked.
struct LineChart {
  std::string title;           ///< above the drawing
  std::string x_label;         ///< below the x axis
  std::string y_label;         ///< beside the y axis
  std::vector<Series> series;  ///< at least one; the first lies below the others
  bool log_x = false;          ///< logarithmic, without what is 0 or less
  bool log_y = false;          ///< likewise
};
/// @throws std::invalid_argument when there is no series or the parts of one differ in length
Figure draw(const LineChart& chart);

/// Groups of measurements side by side, as points or bars, each with its range.
struct GroupChart {
  std::string title;                ///< above the drawing
  std::string x_label;              ///< below the names of the groups
  std::string y_label;              ///< beside the y axis
  std::vector<std::string> groups;  ///< "100 labels", "1000 labels": along the x axis
  std::vector<Series> series;       ///< y (groups); x is not used
  bool bars = false;  ///< bars stand on zero; without them the y axis shows where the points are
};
/// @throws std::invalid_argument when there is nothing to draw or a series is not as long as there are groups
Figure draw(const GroupChart& chart);

/// Grey pictures in rows, each with a caption: what went in above, what came out below.
struct ImageGrid {
  /// Pictures side by side. Rows need not have equally many.
  struct Row {
    std::string caption;  ///< left of them
    Tensor images;        ///< (n, height, width), 0 black to 1 white
  };
  std::string title;      ///< above the grid
  std::vector<Row> rows;  ///< from top to bottom; at least one
};
/// @throws std::invalid_argument when there is nothing to draw or the images differ in size
Figure draw(const ImageGrid& grid);

/// Points in the plane, coloured by class: an embedding.
struct Scatter {
  std::string title;                 ///< above the drawing
  Tensor points;                     ///< (N, 2)
  IntTensor labels;                  ///< (N)
  std::vector<std::string> classes;  ///< names by label; after ten, colours come again
  std::string x_label = {};          ///< below the x axis
  std::string y_label = {};          ///< beside the y axis
};
/// @throws std::invalid_argument when the shapes do not fit or a label has no class
Figure draw(const Scatter& scatter);

/// A confusion matrix: counts, and each row's shares in colour.
struct ConfusionChart {
  std::string title;                 ///< above the matrix
  train::Confusion confusion;        ///< true classes from top to bottom
  std::vector<std::string> classes;  ///< their names, by number
};
/// @throws std::invalid_argument when there are not as many names as classes
Figure draw(const ConfusionChart& chart);

}  // namespace primer::app
