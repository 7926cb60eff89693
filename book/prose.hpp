#pragma once
// A literate file as lines of prose and lines of code.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace primer::book {

/// What a line of C++ says to a reader, when it is prose: a comment that begins in the first column with a blank behind it.
std::optional<std::string_view> prose_of(std::string_view line);

/// 2 for "## Title"; 0 for a line that is no heading of Markdown.
std::size_t heading_level(std::string_view prose);

/// Whether a line opens a listing in prose.
bool opens_fence(std::string_view prose);
/// Whether it does, and says that the listing is C++ or CUDA: ```cpp.
bool opens_cpp_fence(std::string_view prose);
bool closes_fence(std::string_view prose);

/// The text of the first line "# Title" of a file of Markdown or C++; empty when there is none.
std::string title_in(std::string_view text);

/// The ids, behind the page's own, of the sections that a text has; "## What is it?" is "what-is-it".
std::vector<std::string> sections_of(std::string_view text);

struct Line {
  enum class Kind { prose, code, empty } kind;
  std::string text;
};
std::vector<Line> read_source(std::string_view text);
std::vector<Line> read_markdown(std::string_view text);

/// The source with everything but its code blanked, and the C++ in listings of the prose.
std::string only_code(const std::vector<Line>& lines);

}  // namespace primer::book
