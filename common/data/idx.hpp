#pragma once
// IDX, the format of the MNIST files (LeCun, Cortes & Burges, "The MNIST database"): two zero bytes, the type of the elements
// (0x08, unsigned bytes, is the only one read here), the number of dimensions, their sizes (four bytes each, big-endian),
// and the elements, row-major.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "common/tensor/int_tensor.hpp"
#include "common/tensor/tensor.hpp"

namespace primer::data {

/// What an IDX file holds.
struct IdxArray {
  std::vector<Index> sizes;  ///< of the dimensions, outermost first
  std::string bytes;         ///< one for each element
};

/// @param content all bytes of a file
/// @param rank number of dimensions that it must have
/// @param name of the file, for messages
/// @throws Error unless the file is exactly what its header says, and not empty
IdxArray decode_idx(std::string content, int rank, const std::string& name);

/// The bytes of a file with these elements.
std::string encode_idx(const IdxArray& array);

/// No IDX file is unpacked to more: a gibibyte, 20 times MNIST.
inline constexpr std::size_t largest_idx = std::size_t{1} << 30;

/// Images from a file, plain or gzip.
/// @param limit of bytes, packed or unpacked
/// @return (N, rows, columns), a byte b as b/255
/// @throws Error as read_file_or_gzip and decode_idx
Tensor read_idx_images(const std::filesystem::path& path, std::size_t limit = largest_idx);

/// Labels from a file, plain or gzip.
/// @param limit of bytes, packed or unpacked
/// @return (N)
/// @throws Error as read_file_or_gzip and decode_idx, and when a label is not below `classes`
IntTensor read_idx_labels(const std::filesystem::path& path, Index classes,
                          std::size_t limit = largest_idx);

}  // namespace primer::data
