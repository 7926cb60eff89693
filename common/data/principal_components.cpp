#include "common/data/principal_components.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <stdexcept>

#include "common/autograd/node.hpp"
#include "common/autograd/operations.hpp"
#include "common/error/error.hpp"

namespace primer::data {
namespace {

constexpr Index slice = 1000;  // rows that are centred at a time

template <class Body>
void for_slices(const Tensor& x, const Body& body) {
  for (Index begin = 0; begin < x.size(0); begin += slice) {
    body(x.rows(begin, std::min(begin + slice, x.size(0))));
  }
}

void add_to(Eigen::Ref<Eigen::VectorXd> sum, const Tensor& x) {
  const Eigen::Map<const Eigen::VectorXf> values(x.data(), x.size());
  sum += values.cast<double>();
}

Eigen::VectorXd mean_of_rows(const Tensor& x) {
  Eigen::VectorXd total = Eigen::VectorXd::Zero(x.size(1));
  for_slices(x, [&](const Tensor& rows) { add_to(total, sum(rows, 0)); });
  return total / static_cast<double>(x.size(0));
}

Eigen::MatrixXd covariance(const Tensor& x, const Tensor& mean) {
  const Index d = x.size(1);
  Eigen::MatrixXd total = Eigen::MatrixXd::Zero(d, d);
  for_slices(x, [&](const Tensor& rows) {
    const Tensor centred = rows - mean;
    add_to(total.reshaped(), matmul(centred, centred, {.a = true}));
  });
  return total / static_cast<double>(x.size(0));
}

Tensor to_tensor(const Eigen::VectorXd& values) {
  Tensor tensor({values.size()});
  std::ranges::copy(values.cast<float>(), tensor.values().begin());
  return tensor;
}

}  // namespace

PrincipalComponents principal_components(const Tensor& given, Index components) {
  const Tensor x = given.cpu();
  if (x.rank() != 2 || x.size(0) < 1 || components < 0 || components > x.size(1)) {
    throw std::invalid_argument(
        fmt::format("principal_components: {} of {}", components, x.shape().str()));
  }
  const autograd::NoGrad off_the_tape;
  PrincipalComponents result{to_tensor(mean_of_rows(x)), Tensor({components, x.size(1)}), {}};
  const Eigen::MatrixXd spread = covariance(x, result.mean);
  if (!spread.allFinite()) {
    throw data_error("principal components", "a number in the data is not finite",
                     "look for strange values there");
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(spread);  // by rising eigenvalue
  for (Index k = 0; k < components; ++k) {
    const Index from = x.size(1) - 1 - k;
    Eigen::VectorXd axis = solver.eigenvectors().col(from);
    Eigen::Index largest = 0;
    axis.cwiseAbs().maxCoeff(&largest);
    if (axis[largest] < 0) axis = -axis;  // either sign would do; choose one
    result.axes.rows(k, k + 1).copy_from(to_tensor(axis).reshape({1, x.size(1)}));
    result.variance.push_back(std::max(0.0, solver.eigenvalues()[from]));
  }
  return result;
}

Tensor PrincipalComponents::encode(const Tensor& x) const {
  return matmul(x.cpu() - mean, axes, {.b = true});
}

Tensor PrincipalComponents::decode(const Tensor& code) const {
  return matmul(code.cpu(), axes) + mean;
}

}  // namespace primer::data
