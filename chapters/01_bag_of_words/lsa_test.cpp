#include <Eigen/SVD>
#include <cmath>
#include <tuple>

#include "chapters/01_bag_of_words/bag_of_words.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/numeric.hpp"

namespace primer::chapter {
namespace {

/// Rows of numbers, of which about a third are not zero.
Bags made_up(Index rows, Index columns, std::uint64_t seed) {
  Bags bags{columns};
  const auto draws =
      testing::random_floats(static_cast<std::size_t>(rows * columns), seed);
  for (Index r = 0; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) {
      const float x = draws[static_cast<std::size_t>(r * columns + c)];
      if (std::abs(x) > 0.66f)
        bags.entries.push_back({static_cast<std::int32_t>(c), double{x}});
    }
    bags.begins.push_back(static_cast<Index>(bags.entries.size()));
  }
  return bags;
}

Eigen::MatrixXd dense(const Bags& bags) {
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(bags.rows(), bags.columns);
  for (Index r = 0; r < bags.rows(); ++r) {
    for (const auto& [word, value] : bags.row(r)) result(r, word) = value;
  }
  return result;
}

Eigen::MatrixXd dense(const Dense& matrix) {
  return Eigen::Map<const Eigen::MatrixXf>(matrix.values.data(), matrix.rows,
                                           matrix.columns)
      .cast<double>();
}

Eigen::MatrixXd product(const Svd& svd) {
  const Eigen::Map<const Eigen::VectorXd> values(
      svd.values.data(), static_cast<Index>(svd.values.size()));
  return dense(svd.left) * values.asDiagonal() * dense(svd.right).transpose();
}

double from_identity(const Dense& columns) {
  const Eigen::MatrixXd q = dense(columns);
  return (q.transpose() * q - Eigen::MatrixXd::Identity(q.cols(), q.cols()))
      .cwiseAbs()
      .maxCoeff();
}

}  // namespace

TEST_CASE("The truncated decomposition is the one that Eigen finds") {
  for (const auto& [rows, columns, rank] :
       {std::tuple<Index, Index, Index>{1, 1, 1},
        {7, 5, 3},
        {13, 29, 4},
        {61, 47, 12}}) {
    INFO(rows << " by " << columns << ", rank " << rank);
    Bags a = made_up(rows, columns, 3);
    if (rows == 1) {
      a.entries = {{0, -2.5}};
      a.begins = {0, 1};
    }
    const Eigen::MatrixXd whole = dense(a);
    const Eigen::JacobiSVD<Eigen::MatrixXd> exact(
        whole, Eigen::ComputeThinU | Eigen::ComputeThinV);
    const Svd svd = truncated_svd(a, rank, 6, 1);
    for (Index i = 0; i < rank; ++i) {
      CHECK(std::abs(svd.values[static_cast<std::size_t>(i)] -
                     exact.singularValues()(i)) <
            1e-3 * exact.singularValues()(0));
    }
    CHECK(from_identity(svd.left) < 1e-4);
    CHECK(from_identity(svd.right) < 1e-3);
    // No matrix of that rank is closer, so the distance tells all.
    double rest = 0;
    for (Index i = rank; i < exact.singularValues().size(); ++i)
      rest += std::pow(exact.singularValues()(i), 2);
    const double distance = (product(svd) - whole).squaredNorm();
    CHECK(distance < rest * 1.01 + 1e-6);
  }
}

TEST_CASE("A matrix of low rank is found whole") {
  Bags a{6};
  for (Index r = 0; r < 40; ++r) {  // row r is r times the same three words
    for (const std::int32_t word : {1, 2, 5})
      a.entries.push_back({word, static_cast<double>(r)});
    a.begins.push_back(static_cast<Index>(a.entries.size()));
  }
  const Svd svd = truncated_svd(a, 2, 1, 7);
  CHECK((product(svd) - dense(a)).cwiseAbs().maxCoeff() < 1e-3);
  CHECK(svd.values[1] < 1e-3 * svd.values[0]);
}

TEST_CASE("A rank that the matrix does not have is refused") {
  const Bags a = made_up(5, 3, 1);
  CHECK_THROWS_AS(truncated_svd(a, 4, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(truncated_svd(a, 0, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(truncated_svd(Bags{3}, 1, 1, 1), std::invalid_argument);
}

TEST_CASE("The same seed gives the same decomposition") {
  const Bags a = made_up(30, 20, 2);
  CHECK(truncated_svd(a, 5, 2, 1).left.values ==
        truncated_svd(a, 5, 2, 1).left.values);
}

}  // namespace primer::chapter
