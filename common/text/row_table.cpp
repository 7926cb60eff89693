#include "common/text/row_table.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace primer::text {
namespace {

std::int64_t rounded_up(std::int64_t value, std::int64_t unit) {
  return (value + unit - 1) / unit * unit;
}

}  // namespace

RowTable::RowTable(std::int64_t rows, std::int64_t columns)
    : rows_(rows),
      columns_(columns),
      padded_(rounded_up(columns, 8)),
      stride_(rounded_up(columns, 16)) {
  if (rows < 0 || columns < 0) throw std::invalid_argument("RowTable: a size is negative");
  constexpr std::int64_t huge_page = 2 << 20;
  const std::int64_t bytes = rows * stride_ * static_cast<std::int64_t>(sizeof(float));
  const std::int64_t unit = bytes >= huge_page ? huge_page : 64;
  const auto size = static_cast<std::size_t>(rounded_up(bytes + 1, unit));
  void* memory = std::aligned_alloc(static_cast<std::size_t>(unit), size);
  if (!memory) throw std::bad_alloc();
#ifdef __linux__
  if (unit == huge_page) madvise(memory, size, MADV_HUGEPAGE);  // a wish; no harm if it is not met
#endif
  std::memset(memory, 0, size);
  values_.reset(static_cast<float*>(memory));
}

void RowTable::Free::operator()(float* values) const { std::free(values); }

}  // namespace primer::text
