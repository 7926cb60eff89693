#include "common/data/idx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::data {
namespace {

constexpr unsigned char unsigned_bytes = 0x08;

unsigned char byte_at(const std::string& content, std::size_t position) {
  return static_cast<unsigned char>(content[position]);
}

Index size_at(const std::string& content, std::size_t position) {
  Index size = 0;
  for (std::size_t i = 0; i < 4; ++i) size = size << 8 | byte_at(content, position + i);
  return size;
}

IdxArray read_idx(const std::filesystem::path& path, int rank, std::size_t limit) {
  return decode_idx(read_file_or_gzip(path, limit), rank, path.string());
}

}  // namespace

IdxArray decode_idx(std::string content, int rank, const std::string& name) {
  const auto refused = [&](const std::string& problem) {
    return data_error(printable(name), problem, "replace it with an intact IDX file");
  };
  // The first four bytes
  if (content.size() < 4) throw refused("is too short for an IDX file");
  const auto type = byte_at(content, 2), dimensions = byte_at(content, 3);
  if (content[0] != 0 || content[1] != 0) {
    throw refused(fmt::format("is not an IDX file: begins with {:02x} {:02x} instead of 00 00",
                              byte_at(content, 0), byte_at(content, 1)));
  }
  if (type != unsigned_bytes) {
    throw refused(
        fmt::format("has elements of type {:#04x}, and only unsigned bytes (0x08) are "
                    "read",
                    type));
  }
  if (dimensions != rank) {
    throw refused(
        fmt::format("has {} dimensions instead of {} (images have 3, labels 1)", dimensions, rank));
  }

  // The sizes, which must multiply to exactly what follows
  const std::size_t header = 4 + 4 * static_cast<std::size_t>(rank);
  if (content.size() < header) throw refused("is cut off in its header");
  IdxArray array;
  for (std::size_t position = 4; position < header; position += 4) {
    array.sizes.push_back(size_at(content, position));
  }
  const std::string sizes = fmt::format("({})", fmt::join(array.sizes, ", "));
  if (std::ranges::count(array.sizes, 0) > 0)
    throw refused("holds nothing: its sizes are " + sizes);
  const auto present = static_cast<Index>(content.size() - header);
  Index wanted = 1;
  for (const Index size : array.sizes) {
    if (__builtin_mul_overflow(wanted, size, &wanted)) {
      throw refused("declares impossible sizes " + sizes);
    }
  }
  if (present < wanted) {
    throw refused(
        fmt::format("is cut off: sizes {} need {} bytes, but {} follow", sizes, wanted, present));
  }
  if (present > wanted) {
    throw refused(fmt::format("has {} bytes more than its sizes {} need", present - wanted, sizes));
  }
  content.erase(0, header);
  array.bytes = std::move(content);
  return array;
}

std::string encode_idx(const IdxArray& array) {
  std::string content = {0, 0, unsigned_bytes, static_cast<char>(array.sizes.size())};
  for (const Index size : array.sizes) {
    for (int shift = 24; shift >= 0; shift -= 8) content += static_cast<char>(size >> shift & 0xFF);
  }
  return content + array.bytes;
}

Tensor read_idx_images(const std::filesystem::path& path, std::size_t limit) {
  const IdxArray images = read_idx(path, 3, limit);
  std::array<float, 256> brightness;
  for (std::size_t b = 0; b < brightness.size(); ++b) brightness[b] = static_cast<float>(b) / 255;

  const Tensor x{Shape(images.sizes)};
  float* const pixels = x.data();
  const auto* const bytes = reinterpret_cast<const unsigned char*>(images.bytes.data());
#pragma omp parallel for
  for (Index i = 0; i < x.size(); ++i) pixels[i] = brightness[bytes[i]];
  return x;
}

IntTensor read_idx_labels(const std::filesystem::path& path, Index classes, std::size_t limit) {
  const IdxArray labels = read_idx(path, 1, limit);
  const IntTensor y{Shape(labels.sizes)};
  for (std::size_t i = 0; i < labels.bytes.size(); ++i) {
    const auto label = byte_at(labels.bytes, i);
    if (label >= classes) {
      throw data_error(printable(path.string()),
                       fmt::format("label {} at position {} is not below {}", label, i, classes),
                       "correct it, or name all classes, one a line, in classes.txt beside it");
    }
    y.data()[i] = label;
  }
  return y;
}

}  // namespace primer::data
