#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "book/bibliography.hpp"
#include "book/course.hpp"
#include "book/glossary.hpp"
#include "book/inline.hpp"
#include "book/names.hpp"
#include "book/recorded.hpp"
#include "book/symbols.hpp"
#include "book/weave.hpp"

namespace primer::book {

struct BinderOptions {
  std::filesystem::path root;  ///< of the repository
  std::filesystem::path
      pages;  ///< a folder of pages that are not in the repository, because they follow from it
  std::string described;  ///< what describe.cmake prints
  std::string
      symbols;  ///< Doxygen's tag file of library and chapters; empty while that is being made
  std::string documented;  ///< its tag file of what has pages
  bool solutions = false;  ///< whether exercises show their solutions

  /// As make_book leaves them in its folder for work.
  static BinderOptions read(const std::filesystem::path& root, const std::filesystem::path& work,
                            bool solutions);
};

/// Knows the whole book, and so can weave each of its files.
class Binder {
 public:
  /// @throws Error of data when chapters, exercises, glossary or tag file are not as they should be
  explicit Binder(BinderOptions options);

  /// Weaves any file that Doxygen reads: a chapter's page or header, a task, a page of Markdown, a header of the library.
  /// @throws Error of data with file and line
  std::string weave(const std::filesystem::path& file) const;

  /// All files that are pages of the book, in no particular order.
  std::vector<std::filesystem::path> files() const;
  /// The pages that follow from the course: for each the file's name and its text.
  std::map<std::string, std::string> generated_pages() const;
  /// Figures of the recorded runs: for each its name beside the pages, and the file.
  std::map<std::string, std::filesystem::path> figures() const;

  const Course& course() const { return course_; }
  const Glossary& glossary() const { return glossary_; }

 private:
  /// A file, and what it is in the book.
  struct Subject {
    enum class Kind { page, task, markdown, header } kind = Kind::header;
    std::filesystem::path file;
    std::string id, title;
    const Chapter* chapter = nullptr;
    const Exercise* exercise = nullptr;
  };
  Subject subject_of(const std::filesystem::path& file) const;
  Surroundings surroundings_of(const Subject& subject) const;
  Frame frame_of(const Subject& subject, const Surroundings& around) const;
  std::string page_address(const Subject& subject, const std::string& target) const;
  std::string code_address(const std::string& code, const Dictionary& dictionary) const;
  Definitions definitions_of(const Chapter& chapter) const;
  std::string shown(const std::filesystem::path& file) const;

  BinderOptions options_;
  Course course_;
  Glossary glossary_;
  Bibliography bibliography_;
  Symbols symbols_;
};

}  // namespace primer::book
