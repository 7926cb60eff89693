#pragma once
// Files of named tensors in the safetensors format, which PyTorch and most of the wider world read:
// a header length (8 bytes, little-endian), a JSON header {name: {dtype, shape, data_offsets}}, and the numbers.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "common/tensor/tensor.hpp"

namespace primer {

/// What a safetensors file holds.
struct SafeTensors {
  NamedTensors tensors;                         ///< in the order of the file's header
  std::map<std::string, std::string> metadata;  ///< free text, UTF-8
};

/// The bytes of a file with these tensors, in the given order; the same content always gives the same bytes.
/// @throws std::invalid_argument for a name that is empty, given twice, "__metadata__" or not UTF-8, and for a tensor that
/// is undefined
std::string encode_safetensors(const SafeTensors& content);

/// Reads what encode_safetensors or another program wrote; dtype F32 only.
/// @param name of the file, for messages
/// @throws Error naming the file, the tensor and the reason, for everything that the format does not allow
SafeTensors decode_safetensors(std::string_view bytes, const std::string& name);

/// @throws Error as write_file_atomically, std::invalid_argument as encode_safetensors
void save_safetensors(const std::filesystem::path& path, const SafeTensors& content);

/// @throws Error as read_file and decode_safetensors
SafeTensors load_safetensors(const std::filesystem::path& path);

}  // namespace primer
