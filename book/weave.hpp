#pragma once
// A literate file becomes a page for Doxygen, line by line: line N of the page is line N of the file, so that Doxygen's
// warnings name true lines. Comments that begin in the first column are prose, everything else is a listing.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "book/inline.hpp"
#include "book/names.hpp"

namespace primer::book {

/// What goes around a page's text, and the blocks that it may call for.
struct Frame {
  std::string id = {};     ///< "ch04-mlp"; "index" is the first page of all
  std::string title = {};  ///< as Markdown
  std::string head = {};   ///< HTML above the text
  std::string foot = {};   ///< HTML below it
  std::vector<std::string> below =
      {};  ///< ids of the pages that hang below this one in the table of contents
  std::map<std::string, std::string> blocks = {};  ///< HTML for a paragraph that is only {{name}}
  bool contents = true;  ///< whether the page has a table of contents beside it
  /// Another file of Markdown that follows below, in sections that fold open; its lines come after those of the first.
  std::string more_file = {}, more_text = {};
};

/// A literate C++ or CUDA file. Its first line is `// # Title`; a header's may be anything, and is not shown.
/// @param file its name in messages
/// @throws Error of data that names file and line, for prose that cannot be woven
std::string weave_source(const std::string& file, std::string_view text, const Frame& frame,
                         const Surroundings& around, const Dictionary& dictionary);

/// A file of Markdown, whose first line is `# Title`.
/// @throws Error of data, as above
std::string weave_markdown(const std::string& file, std::string_view text, const Frame& frame,
                           const Surroundings& around, const Dictionary& dictionary);

/// A header of the library: the comment below `#pragma once` becomes what Doxygen says about the file, and has no commands.
/// Behind /// commands are written with @, and a backslash is a backslash.
std::string weave_header(std::string_view text);

}  // namespace primer::book
