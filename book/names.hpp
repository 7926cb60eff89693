#pragma once
// Which names in a chapter's code mean something that another page explains, and where.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "book/symbols.hpp"
#include "book/tokens.hpp"

namespace primer::book {

/// A function or a type that the chapter itself defines.
struct Definition {
  std::string address;    ///< of the line
  std::string type = {};  ///< what a function returns, as written: "const Tensor&"
};
/// Those of a chapter, by name.
using Definitions = std::map<std::string, Definition, std::less<>>;

/// Adds what is defined in a namespace of this source, outside of functions and classes. A function that is there already
/// stays what it was, so that headers, which only declare it, come last.
/// @param page the address of the source's page, to which #l and the number of the line are added
void add_definitions(std::string_view source, const std::string& page, Definitions& definitions);

/// What names are looked up in.
struct Dictionary {
  const Symbols* symbols = nullptr;
  const Definitions* definitions = nullptr;
  /// The namespace that the chapter's own is called in `symbols`, where all chapters stand side by side.
  std::string chapter_scope = "primer::chapter";
  /// The address of the page that the code is on: a definition does not lead to itself.
  std::string page = {};
  /// The pages of the chapter's own headers, by what an #include says.
  std::map<std::string, std::string, std::less<>> headers = {};
};

/// For each token the address of what it names, or nothing. A name with its namespaces before it is one name, and all of
/// its tokens get the address. This is no compiler: it follows types through variables, members and calls as far as they
/// are written down, and leaves out what it is not sure of.
std::vector<std::string> addresses_of(const std::vector<Token>& tokens,
                                      const Dictionary& dictionary);

}  // namespace primer::book
