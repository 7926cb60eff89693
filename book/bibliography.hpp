#pragma once
// What the book cites: book/bibliography.bib, in the part of BibTeX that can be read without TeX.

#include <string>
#include <string_view>
#include <vector>

#include "book/course.hpp"

namespace primer::book {

/// Something that was published.
struct Reference {
  std::string key;                   ///< "pearson1901": what a page cites it by
  std::vector<std::string> authors;  ///< "Karl Pearson", in order
  std::string sorted_by;             ///< the first author's last name, "van den Oord"
  std::string title;
  std::string where;  ///< where it appeared: "Philosophical Magazine 2, 559-572"
  std::string year;
  std::string url;                 ///< a DOI's address, or another; may be empty
  int line = 0;                    ///< of its entry
  std::vector<std::string> pages;  ///< the ids of those that cite it, in page order
};

class Bibliography {
 public:
  Bibliography() = default;

  /// Reads entries `@article{key, author = {Pearson, Karl}, title = {…}, journal = {…}, year = {1901}, doi = {…}}`. Values
  /// stand in braces; authors are divided by " and "; braces within a title keep BibTeX from changing capitals, and are
  /// dropped; there are no macros and no TeX commands.
  /// @param file its name, for messages
  /// @throws Error of data, with file and line, for what is not of this form, a key that is there twice, and an entry
  ///   without author, title, year or a place where it appeared
  static Bibliography parse(std::string_view text, const std::string& file);

  /// Finds the pages that cite each reference.
  /// @throws Error of data, with file and line, for a citation with a fault and for a reference that no page cites
  void find_uses(const Course& course);

  /// @return the reference of that key, or null
  const Reference* find(std::string_view key) const;

  /// In the order of their authors' last names, and of their years.
  const std::vector<Reference>& all() const { return references_; }

 private:
  std::string file_;
  std::vector<Reference> references_;
};

/// As a page shows it: authors, title in italics, where, year, and its address.
std::string to_html(const Reference& reference);

/// `[Pearson 1901](@pearson1901)` in a text.
struct Citation {
  std::string key;
  std::string text;  ///< within the brackets, in one line
  std::size_t line;  ///< on which the key stands, from 1
};

/// The citations of a text of Markdown, which may be in comments of C++.
std::vector<Citation> citations_in(std::string_view text);

/// What is wrong with a citation: a key that is not there, or a title in italics that is not the one of the reference.
/// @return empty when nothing is
std::string fault_of(const Citation& citation, const Bibliography& bibliography);

}  // namespace primer::book
