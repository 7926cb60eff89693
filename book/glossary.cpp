#include "book/glossary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "book/prose.hpp"
#include "book/text.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {
namespace {

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> fields;
  for (;;) {
    const std::size_t end = text.find(by);
    fields.emplace_back(trim(text.substr(0, end)));
    if (end == text.npos) return fields;
    text.remove_prefix(end + 1);
  }
}

/// The words in bold in a file's prose, in order.
std::vector<std::string> bold_words(std::string_view source) {
  std::string prose;
  for (const std::string& line : lines_of(source)) {
    const std::string_view text = prose_of(line).value_or("");
    prose += text.empty() ? "\n" : std::string(text) + " ";
  }
  std::vector<std::string> words;
  for (std::size_t at = prose.find("**"); at != prose.npos; at = prose.find("**", at)) {
    const std::size_t end = prose.find("**", at + 2);
    if (end == prose.npos) break;
    words.push_back(prose.substr(at + 2, end - at - 2));
    at = end + 2;
  }
  return words;
}

}  // namespace

Glossary::Glossary(const std::string& file, std::string_view text) {
  std::size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    if (trim(line).empty() || line.starts_with('#')) continue;
    const auto fields = split(line, '|');
    const bool whole = fields.size() == 3 && std::none_of(fields.begin(), fields.end(),
                                                          [](const auto& f) { return f.empty(); });
    if (!whole) {
      throw data_error(fmt::format("{}:{}", file, number), "is no term of the glossary",
                       "write term, form | 中文 | meaning");
    }
    terms_.push_back({split(fields[0], ','), fields[1], fields[2],
                      slug(fields[0].substr(0, fields[0].find(','))), ""});
  }
  std::sort(terms_.begin(), terms_.end(), [](const Term& a, const Term& b) { return a.id < b.id; });
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    for (const std::string& form : terms_[i].forms) {
      if (!forms_.emplace(form, i).second) {
        throw data_error(file, "has '" + form + "' twice", "leave one out");
      }
    }
  }
}

void Glossary::find_first_uses(const Course& course) {
  for (const Chapter& chapter : course.chapters) {
    for (const Page& page : chapter.pages) {
      for (const std::string& word :
           bold_words(read_file(course.root / "chapters" / chapter.folder / page.file))) {
        Term* term = look_up(word);
        if (term != nullptr && term->first.empty()) term->first = page.id;
      }
    }
  }
}

Term* Glossary::look_up(std::string form) {
  auto found = forms_.find(form);
  if (found == forms_.end() && !form.empty()) {  // a sentence may begin with it
    form[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(form[0])));
    found = forms_.find(form);
  }
  return found == forms_.end() ? nullptr : &terms_[found->second];
}

}  // namespace primer::book
