#pragma once
// The JSON part of a safetensors file: its form, not yet whether its numbers make sense.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/error/error.hpp"

namespace primer::safetensors {

/// The key that cannot be a tensor's name.
inline constexpr std::string_view metadata_key = "__metadata__";

/// What the header says about one tensor.
struct Entry {
  std::string name;                    ///< not empty
  std::string dtype;                   ///< such as "F32"; here any text will do
  std::vector<std::uint64_t> shape;    ///< at most Shape::max_rank
  std::vector<std::uint64_t> offsets;  ///< begin and end in the data, in bytes
};

/// All that stands in the header.
struct Header {
  std::vector<Entry> entries;                   ///< in the order of the text; no name twice
  std::map<std::string, std::string> metadata;  ///< what stands under metadata_key
};

/// What an Error advises when nothing better is known.
inline constexpr const char* replace_it = "replace it with an intact copy";

/// The Error about a file that cannot be used.
Error unusable(const std::string& file, const std::string& problem,
               const std::string& advice = replace_it);
/// The same about one of its tensors. A name of more than 80 bytes is cut.
Error unusable_tensor(const std::string& file, const std::string& tensor,
                      const std::string& problem, const std::string& advice = replace_it);

/// Reads the header event by event, so that no nesting, however deep, costs memory or stack.
/// @throws Error for what is not JSON, of another form, or given twice
Header parse_header(std::string_view json, const std::string& file);

/// @throws std::invalid_argument for text that is not UTF-8
std::string write_header(const Header& header);

}  // namespace primer::safetensors
