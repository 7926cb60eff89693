#pragma once
// A table of vectors, a row for each word, that several threads read and write at once.

#include <cstddef>
#include <cstdint>
#include <memory>

namespace primer::text {

/// Rows of floats that begin on cache lines of their own, behind one another in huge pages where the system has them: training
/// touches rows all over the table, and with pages of 4 KiB nearly every touch would also have to look up where the page is.
class RowTable {
 public:
  /// All zeros. @throws std::bad_alloc, std::invalid_argument for a negative size
  RowTable(std::int64_t rows, std::int64_t columns);

  /// The row's numbers, columns() of them, and behind them zeros up to padded(). Several threads may write to one row without
  /// locks (Hogwild, Recht et al. 2011). That is a data race by the letter of C++. On the machines that we know an aligned
  /// float is read and written whole, so what can happen is that an update is lost.
  float* row(std::int64_t r) { return values_.get() + r * stride_; }
  /// The same, to read.
  const float* row(std::int64_t r) const { return values_.get() + r * stride_; }

  /// Number of rows.
  std::int64_t rows() const { return rows_; }
  /// Length of a row.
  std::int64_t columns() const { return columns_; }
  /// The same, rounded up to a multiple of 8: what loops over whole vectors of the processor may run over.
  std::int64_t padded() const { return padded_; }

 private:
  struct Free {
    void operator()(float* values) const;
  };
  std::int64_t rows_, columns_, padded_, stride_;
  std::unique_ptr<float, Free> values_;
};

}  // namespace primer::text
