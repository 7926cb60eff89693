#include "kernels/elementwise/elementwise.hpp"

#include <string>
#include <vector>

#include "common/testing/bench.hpp"
#include "common/testing/numeric.hpp"

using namespace primer;
using namespace primer::testing;

namespace {

struct Named {
  const char* name;
  Unary function;
};

void measure(Index rows, Index columns) {
  const Index n = rows * columns;
  const auto count = static_cast<std::size_t>(n);
  const std::string size = " (" + std::to_string(rows) + ", " + std::to_string(columns) + ")";
  const double moved = 4.0 * static_cast<double>(n);
  const std::vector<float> x = random_floats(count, 1, 0.1f, 1), dy = random_floats(count, 2);
  std::vector<float> y(count), dx(count);

  for (const auto& [name, f] :
       {Named{"relu", Unary::relu}, Named{"exp", Unary::exp}, Named{"log", Unary::log},
        Named{"sigmoid", Unary::sigmoid}, Named{"tanh", Unary::tanh}, Named{"gelu", Unary::gelu}}) {
    report_bytes(name + size, 2 * moved, [&] { cpu::unary(f, x.data(), y.data(), n, {}); });
    report_bytes(name + (" backward" + size), 3 * moved,
                 [&] { cpu::unary_backward(f, x.data(), y.data(), dy.data(), dx.data(), n, {}); });
  }

  Broadcast equal, bias, scale;
  const Index shape[] = {rows, columns}, row[] = {1, columns}, column[] = {rows, 1};
  broadcast(shape, 2, shape, 2, equal);
  broadcast(shape, 2, row, 2, bias);
  broadcast(shape, 2, column, 2, scale);
  report_bytes("x + y" + size, 3 * moved,
               [&] { cpu::binary(Binary::add, x.data(), dy.data(), y.data(), equal, {}); });
  report_bytes("x + row" + size, 2 * moved,
               [&] { cpu::binary(Binary::add, x.data(), dy.data(), y.data(), bias, {}); });
  report_bytes("x * column" + size, 2 * moved,
               [&] { cpu::binary(Binary::multiply, x.data(), dy.data(), y.data(), scale, {}); });
  report_bytes("y += alpha x" + size, 3 * moved,
               [&] { cpu::scale_add(1e-6f, x.data(), 1, y.data(), n, {}); });
  report_bytes("fill" + size, moved, [&] { cpu::fill(1, y.data(), n, {}); });
}

void measure_gather(Index stored, Index columns, Index n) {
  const std::vector<float> x = random_floats(static_cast<std::size_t>(stored * columns), 1);
  std::vector<float> y(static_cast<std::size_t>(n * columns));
  std::vector<std::int32_t> rows;
  for (Index i = 0; i < n; ++i) rows.push_back(static_cast<std::int32_t>(i * 7919 % stored));
  report_bytes("gather " + std::to_string(n) + " rows of " + std::to_string(columns),
               8.0 * static_cast<double>(n * columns),
               [&] { cpu::gather_rows(x.data(), rows.data(), y.data(), n, columns, {}); });
}

}  // namespace

int main() {
  measure(128, 128);
  measure(128, 784);
  measure(4096, 4096);
  measure_gather(60'000, 784, 128);
}
