#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "book/course.hpp"

namespace primer::book {

struct Term {
  std::vector<std::string> forms;  ///< as the text has it, "weight", "weights"; the first names it
  std::string chinese;
  std::string meaning;  ///< as Markdown
  std::string id;       ///< "weight"
  std::string first;    ///< the id of the page that first has it in bold; empty when none does
};

/// The terms of book/glossary.txt, in the order of the alphabet, and where the course introduces them.
class Glossary {
 public:
  Glossary() = default;
  /// @throws Error of data for a line that is not FORMS | 中文 | meaning
  Glossary(const std::string& file, std::string_view text);

  /// Finds the page, in page order, that first has each term in bold.
  void find_first_uses(const Course& course);

  /// @return the term of which this is a form, which may begin with a capital letter; or null
  const Term* find(const std::string& form) const {
    return const_cast<Glossary*>(this)->look_up(form);
  }
  const std::vector<Term>& terms() const { return terms_; }

 private:
  Term* look_up(std::string form);

  std::vector<Term> terms_;
  std::map<std::string, std::size_t> forms_;
};

}  // namespace primer::book
