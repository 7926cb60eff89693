#include "common/io/safetensors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <set>
#include <stdexcept>

#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/io/safetensors_header.hpp"

namespace primer {
namespace {

using safetensors::Entry;
using safetensors::Header;
using safetensors::unusable;
using safetensors::unusable_tensor;

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

constexpr std::uint64_t longest_header = 100'000'000;  // the format's own limit
constexpr std::size_t alignment = 8;

std::size_t bytes_of(const Tensor& tensor) {
  return static_cast<std::size_t>(tensor.size()) * sizeof(float);
}

void check_writable(const NamedTensors& tensors) {
  std::set<std::string_view> names;
  for (const auto& [name, tensor] : tensors) {
    const auto refused = [&name = name](const char* problem) {
      return std::invalid_argument("safetensors: tensor '" + printable(name) + "' " + problem);
    };
    if (name.empty() || name == safetensors::metadata_key) throw refused("cannot have this name");
    if (!names.insert(name).second) throw refused("is given twice");
    if (!tensor.defined()) throw refused("is undefined");
  }
}

/// Bytes that the shape asks for. Sizes of zero count as one on the way, so that no product can overflow unseen.
std::uint64_t checked_bytes(const Entry& entry, const std::string& file) {
  std::int64_t bytes = sizeof(float);
  for (const std::uint64_t size : entry.shape) {
    if (__builtin_mul_overflow(bytes, std::max<std::uint64_t>(size, 1), &bytes)) {
      throw unusable_tensor(file, entry.name, "is too large: the product of its sizes overflows");
    }
  }
  return std::ranges::count(entry.shape, 0u) > 0 ? 0 : static_cast<std::uint64_t>(bytes);
}

void check_entry(const Entry& entry, std::uint64_t data_size, const std::string& file) {
  if (entry.dtype != "F32") {
    throw unusable_tensor(file, entry.name, "has dtype " + printable(entry.dtype, 20),
                          "convert it to F32, the only one that is read");
  }
  const std::uint64_t begin = entry.offsets[0], end = entry.offsets[1];
  const std::uint64_t wanted = checked_bytes(entry, file);
  if (begin > end)
    throw unusable_tensor(file, entry.name,
                          fmt::format("ends at byte {} before it begins at {}", end, begin));
  if (end > data_size) {
    throw unusable_tensor(
        file, entry.name,
        fmt::format("ends at byte {} of {}: the file is cut off or its header is wrong", end,
                    data_size));
  }
  if (end - begin != wanted) {
    throw unusable_tensor(
        file, entry.name,
        fmt::format("has {} bytes where its shape needs {}", end - begin, wanted));
  }
}

/// The tensors must fill the data: no overlap, no hole, nothing left over.
void check_cover(const std::vector<Entry>& entries, std::uint64_t data_size,
                 const std::string& file) {
  std::vector<const Entry*> ordered;
  for (const Entry& entry : entries) ordered.push_back(&entry);
  std::ranges::sort(ordered, {}, [](const Entry* entry) { return entry->offsets; });
  std::uint64_t position = 0;
  for (const Entry* entry : ordered) {
    const std::uint64_t begin = entry->offsets[0];
    if (begin < position) throw unusable_tensor(file, entry->name, "overlaps another tensor");
    if (begin > position) {
      throw unusable_tensor(file, entry->name,
                            fmt::format("follows a hole of {} bytes", begin - position));
    }
    position = entry->offsets[1];
  }
  if (position < data_size) {
    throw unusable(file, fmt::format("{} bytes after the last tensor", data_size - position));
  }
}

Tensor read_tensor(const Entry& entry, std::string_view data) {
  const std::vector<Index> sizes(entry.shape.begin(), entry.shape.end());
  const Tensor tensor{Shape(sizes)};
  if (tensor.size() > 0) {
    std::memcpy(tensor.data(), data.data() + entry.offsets[0], bytes_of(tensor));
  }
  return tensor;
}

}  // namespace

std::string encode_safetensors(const SafeTensors& content) {
  check_writable(content.tensors);
  Header header{{}, content.metadata};
  std::uint64_t end = 0;
  for (const auto& [name, tensor] : content.tensors) {
    const std::uint64_t begin = end;
    end += bytes_of(tensor);
    const Shape& shape = tensor.shape();
    header.entries.push_back({name, "F32", {shape.begin(), shape.end()}, {begin, end}});
  }

  // The header is padded so that the numbers are aligned when the file is mapped into memory
  std::string json = safetensors::write_header(header);
  json.resize((json.size() + alignment - 1) / alignment * alignment, ' ');
  const std::uint64_t length = json.size();
  if (length > longest_header) throw std::invalid_argument("safetensors: the header is too long");

  std::string bytes;
  bytes.reserve(sizeof(length) + json.size() + end);
  bytes.append(reinterpret_cast<const char*>(&length), sizeof(length));
  bytes.append(json);
  for (const auto& [name, tensor] : content.tensors) {
    const Tensor on_cpu = tensor.cpu();
    bytes.append(reinterpret_cast<const char*>(on_cpu.data()), bytes_of(on_cpu));
  }
  return bytes;
}

SafeTensors decode_safetensors(std::string_view bytes, const std::string& name) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof(length)) throw unusable(name, "is too short for a safetensors file");
  std::memcpy(&length, bytes.data(), sizeof(length));
  bytes.remove_prefix(sizeof(length));
  if (length > longest_header) {
    throw unusable(name,
                   fmt::format("declares a header of {} bytes, more than the {} allowed: probably "
                               "not a safetensors file",
                               length, longest_header));
  }
  if (length > bytes.size()) {
    throw unusable(name, fmt::format("is cut off: declares a header of {} bytes, but {} follow",
                                     length, bytes.size()));
  }
  const std::string_view data = bytes.substr(length);
  Header header = safetensors::parse_header(bytes.substr(0, length), name);
  for (const Entry& entry : header.entries) check_entry(entry, data.size(), name);
  check_cover(header.entries, data.size(), name);

  SafeTensors content{{}, std::move(header.metadata)};
  for (const Entry& entry : header.entries) {
    content.tensors.emplace_back(entry.name, read_tensor(entry, data));
  }
  return content;
}

void save_safetensors(const std::filesystem::path& path, const SafeTensors& content) {
  write_file_atomically(path, encode_safetensors(content));
}

SafeTensors load_safetensors(const std::filesystem::path& path) {
  return decode_safetensors(read_file(path), path.string());
}

}  // namespace primer
