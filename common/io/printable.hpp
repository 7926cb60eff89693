#pragma once
// Foreign text that may be shown.

#include <cstddef>
#include <string>
#include <string_view>

namespace primer {

/// Text that came from outside, such as a path or a name in a file, as it may stand in a message of one line: control
/// characters are written \xNN, and what is longer than `longest` bytes is cut with an ellipsis.
std::string printable(std::string_view text, std::size_t longest = std::string_view::npos);

}  // namespace primer
