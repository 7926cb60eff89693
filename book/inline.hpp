#pragma once
// What stands inside a paragraph: formulas, code, emphasis, links, keys of recorded numbers. The blocks around it
// (paragraphs, lists, tables) are left to Doxygen's Markdown.

#include <functional>
#include <string>
#include <string_view>

namespace primer::book {

/// What a text refers to, looked up where it stands. Each function throws a Refusal of line 0 for what there is not.
struct Surroundings {
  /// The number behind {{key}}, as the text shows it.
  std::function<std::string(const std::string& key)> number = {};
  /// The address of the page that a link means.
  std::function<std::string(const std::string& target)> page = {};
  /// The address of a figure.
  std::function<std::string(const std::string& path)> figure = {};
  /// Whether a figure has pictures in it, whose colours nothing may change.
  std::function<bool(const std::string& path)> has_photographs = {};
  /// The address of what a piece of code names; empty when it names nothing of ours.
  std::function<std::string(const std::string& code)> symbol = {};
  /// The tag that stands before a **term** of the glossary; empty for other words in bold.
  std::function<std::string(const std::string& term)> term = {};
};

/// Text for Doxygen's Markdown, with as many lines. Formulas become Doxygen's; what Doxygen could misread is packed.
/// @param table whether these are rows of a table, in which | parts cells
/// @throws Refusal
std::string to_markdown(std::string_view text, const Surroundings& around, bool table = false);

/// HTML, with formulas as MathJax finds them.
/// @throws Refusal
std::string to_html(std::string_view text, const Surroundings& around);

/// The same for what is part of a link, in which there can be no other.
Surroundings within_link(Surroundings around);

/// HTML of a title, which may be part of a link.
/// @throws Refusal
std::string title_html(std::string_view markdown, const Surroundings& around);
/// A title as Doxygen takes it: what it could misread is packed.
/// @throws Refusal
std::string heading(std::string_view markdown, const Surroundings& around);

}  // namespace primer::book
