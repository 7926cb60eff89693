#pragma once
// The course as data: what describe.cmake, the folders and the recorded runs say about it.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace primer::book {

/// A literate file of a chapter, or the header that its pages share.
struct Page {
  std::string file;   ///< "matrices.cpp"
  std::string id;     ///< "ch04-matrices", and "ch04-matrices.html" is its address
  std::string title;  ///< as Markdown
};

struct Exercise {
  std::string number;  ///< "4.1"
  std::string path;    ///< "04_autograd/1_single_numbers"
  std::string id;      ///< "ex04-1"
  std::string title;   ///< as Markdown
  std::string about;   ///< the line below the title: "10 points, for a start."
  int points = 0;
};

struct Chapter {
  int number = 0;
  std::string folder;   ///< "04_autograd"
  std::string title;    ///< as Markdown
  std::string summary;  ///< what its program says of itself
  std::vector<Page> pages;
  std::vector<Page> headers;
  std::vector<std::string> builds_on;
  std::vector<std::string> data;
  std::vector<Exercise> exercises;
  double seconds = 0;  ///< that its recorded run took

  /// "ch04", and what its other pages' names begin with.
  std::string id() const;
  /// Whether a page is the chapter's or one of its exercises'.
  bool has(std::string_view page_id) const;
  int points() const;
};

struct Part {
  std::string numeral;
  std::string title;
  std::string about;
  std::vector<std::size_t> chapters;  ///< places in Course::chapters

  std::string id() const { return "part-" + numeral; }
};

struct Course {
  std::filesystem::path root;
  std::vector<Chapter> chapters;
  std::vector<Part> parts;  ///< those that have chapters

  /// @return the chapter of that folder, or null
  const Chapter* chapter(std::string_view folder) const;
};

/// @param root the folder that holds chapters/, exercises/ and book/
/// @param described what describe.cmake prints: lines FOLDER|TITLE|PAGES|BUILDS_ON|DATA
/// @throws Error of data for a page that is not there or says no title, and the like
Course read_course(const std::filesystem::path& root, std::string_view described);

/// A page on the way through the book.
struct Stop {
  std::string id;
  std::string title;  ///< as Markdown
};
/// All pages in the order in which "next" leads through them.
std::vector<Stop> way_through(const Course& course);

}  // namespace primer::book
