#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "book/course.hpp"
#include "book/glossary.hpp"
#include "book/symbols.hpp"

namespace primer::book {

/// A stretch of the book that a search can find.
struct Passage {
  std::string title;  ///< of the section, or the name of a symbol
  std::string url;
  std::string where;  ///< the page's title, or what kind of symbol it is
  std::string text;   ///< prose alone: no code, no formulas
};

/// The passages of a finished page: what comes before its first section, and each section.
std::vector<Passage> passages_of(std::string_view page, const std::string& url);

/// A script with all passages of these pages, all terms and all symbols, for primer.js to search in.
std::string search_index(const std::filesystem::path& folder, const std::vector<Stop>& pages,
                         const Glossary& glossary, const Symbols& symbols);

}  // namespace primer::book
