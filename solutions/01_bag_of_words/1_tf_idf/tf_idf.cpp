#include "tf_idf.hpp"

#include <cmath>
#include <cstddef>

namespace primer::exercise {

std::vector<double> document_frequency(const Matrix& counts) {
  //! hole
  std::vector<double> texts(counts[0].size(), 0);
  for (const std::vector<double>& row : counts) {
    for (std::size_t v = 0; v < row.size(); ++v) {
      if (row[v] > 0) ++texts[v];
    }
  }
  return texts;
  //! end
}

Matrix tf_idf(const Matrix& counts) {
  //! hole
  const std::vector<double> frequency = document_frequency(counts);
  const double texts = static_cast<double>(counts.size());
  Matrix weights = counts;
  for (std::vector<double>& row : weights) {
    double squares = 0;
    for (std::size_t v = 0; v < row.size(); ++v) {
      if (row[v] == 0) continue;
      row[v] *= std::log(texts / frequency[v]);
      squares += row[v] * row[v];
    }
    if (squares == 0) continue;
    for (double& weight : row) weight /= std::sqrt(squares);
  }
  return weights;
  //! end
}

}  // namespace primer::exercise
