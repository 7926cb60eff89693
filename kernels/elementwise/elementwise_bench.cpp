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
  const std::vector<float> x = random_floats(count, 1, 0.1f, 1), z = random_floats(count, 2);

  const auto unary = measured(PRIMER_EXECUTIONS(unary));
  const auto back = measured(PRIMER_EXECUTIONS(unary_backward));
  for (const auto& [name, f] :
       {Named{"relu", Unary::relu}, Named{"exp", Unary::exp}, Named{"log", Unary::log},
        Named{"sigmoid", Unary::sigmoid}, Named{"tanh", Unary::tanh}, Named{"gelu", Unary::gelu}}) {
    for (std::size_t i = 0; i < unary.size(); ++i) {
      const Execution& where = unary[i].where;
      Array x_(where, x), dy(where, z), y(where, count), dx(where, count);
      const auto there = [&, f = f] { unary[i].function(f, x_.data(), y.data(), n, {}); };
      report_bytes(where, name + size, 2 * moved, there);
      report_bytes(where, name + (" backward" + size), 3 * moved, [&, f = f] {
        back[i].function(f, x_.data(), y.data(), dy.data(), dx.data(), n, {});
      });
    }
  }

  Broadcast equal, bias, scale;
  const Index shape[] = {rows, columns}, row[] = {1, columns}, column[] = {rows, 1};
  broadcast(shape, 2, shape, 2, equal);
  broadcast(shape, 2, row, 2, bias);
  broadcast(shape, 2, column, 2, scale);
  for (const auto& binary : measured(PRIMER_EXECUTIONS(binary))) {
    Array a(binary.where, x), b(binary.where, z), y(binary.where, count);
    const auto report = [&](const std::string& name, double floats, Binary f,
                            const Broadcast& sizes) {
      report_bytes(binary.where, name + size, floats * moved,
                   [&] { binary.function(f, a.data(), b.data(), y.data(), sizes, {}); });
    };
    report("x + y", 3, Binary::add, equal);
    report("x + row", 2, Binary::add, bias);
    report("x * column", 2, Binary::multiply, scale);
  }
  for (const auto& scale_add : measured(PRIMER_EXECUTIONS(scale_add))) {
    Array a(scale_add.where, x), y(scale_add.where, z);
    report_bytes(scale_add.where, "y += alpha x" + size, 3 * moved,
                 [&] { scale_add.function(1e-6f, a.data(), 1, y.data(), n, {}); });
  }
  for (const auto& fill : measured(PRIMER_EXECUTIONS(fill))) {
    Array y(fill.where, count);
    report_bytes(fill.where, "fill" + size, moved, [&] { fill.function(1, y.data(), n, {}); });
  }
}

void measure_gather(Index stored, Index columns, Index n) {
  const std::vector<float> x = random_floats(static_cast<std::size_t>(stored * columns), 1);
  std::vector<std::int32_t> rows;
  for (Index i = 0; i < n; ++i) rows.push_back(static_cast<std::int32_t>(i * 7919 % stored));
  for (const auto& gather : measured(PRIMER_EXECUTIONS(gather_rows))) {
    Array x_(gather.where, x), y(gather.where, static_cast<std::size_t>(n * columns));
    Array<std::int32_t> rows_(gather.where, rows);
    report_bytes(gather.where,
                 "gather " + std::to_string(n) + " rows of " + std::to_string(columns),
                 8.0 * static_cast<double>(n * columns),
                 [&] { gather.function(x_.data(), rows_.data(), y.data(), n, columns, {}); });
  }
}

}  // namespace

int main() {
  measure(128, 128);
  measure(128, 784);
  measure(4096, 4096);
  measure_gather(60'000, 784, 128);
}
