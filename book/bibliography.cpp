#include "book/bibliography.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "book/text.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace {

using Fields = std::map<std::string, std::string>;

/// Reads entries from a text, one after the other.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  /// Goes to the next line that begins an entry; what stands between entries is a comment. @return whether there is one
  bool next() {
    while (at_ < text_.size() && !(text_[at_] == '@' && (at_ == 0 || text_[at_ - 1] == '\n')))
      step();
    return at_ < text_.size();
  }

  Reference entry() {
    Reference r;
    r.line = line_;
    step();
    word();  // what kind it is, which its fields say too
    expect('{');
    r.key = word();
    Fields fields;
    while (skip_space() == ',') {
      step();
      if (skip_space() == '}') break;
      const std::string name = word();
      expect('=');
      if (!fields.try_emplace(name, value()).second) refuse("says " + name + " twice");
    }
    expect('}');
    fill(r, fields);
    return r;
  }

  [[noreturn]] void refuse(const std::string& problem) const {
    throw data_error(fmt::format("{}:{}", file_, line_), problem,
                     "write entries as the others in this file are");
  }

 private:
  char step() {
    if (text_[at_] == '\n') ++line_;
    return text_[at_++];
  }
  char skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) step();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  void expect(char wanted) {
    if (skip_space() != wanted) refuse(fmt::format("has no {} here", wanted));
    step();
  }
  std::string word() {
    skip_space();
    const std::size_t begin = at_;
    const auto belongs = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; };
    while (at_ < text_.size() && belongs(static_cast<unsigned char>(text_[at_]))) step();
    if (at_ == begin) refuse("has no name here");
    return std::string(text_.substr(begin, at_ - begin));
  }
  std::string value() {
    expect('{');
    std::string result;
    for (int depth = 1; depth > 0;) {
      if (at_ == text_.size()) refuse("has a brace that is never closed");
      const char c = step();
      if (c == '\\') refuse("has a TeX command");
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == '{' || c == '}') continue;
      const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
      if (!space || (!result.empty() && result.back() != ' ')) result += space ? ' ' : c;
    }
    return std::string(trim(result));
  }

  /// "Pearson, Karl" as "Karl Pearson".
  static std::vector<std::string> names_in(const std::string& authors) {
    std::vector<std::string> names;
    const std::string divider = " and ";
    for (std::size_t begin = 0; begin <= authors.size();) {
      const std::size_t end = std::min(authors.find(divider, begin), authors.size());
      const std::string name = authors.substr(begin, end - begin);
      const std::size_t comma = name.find(", ");
      names.push_back(comma == name.npos ? name
                                         : name.substr(comma + 2) + " " + name.substr(0, comma));
      begin = end + divider.size();
    }
    return names;
  }

  void fill(Reference& r, Fields& fields) const {
    for (const auto& [name, value] : fields) {
      const auto known = {"author", "title",  "journal", "booktitle", "publisher", "school",
                          "note",   "volume", "pages",   "year",      "doi",       "url"};
      if (std::find(known.begin(), known.end(), name) == known.end())
        refuse(r.key + " has a field " + name + ", which nobody reads");
    }
    for (const char* needed : {"author", "title", "year"}) {
      if (fields[needed].empty()) refuse(r.key + " has no " + needed);
    }
    r.authors = names_in(fields["author"]);
    r.sorted_by = fields["author"].substr(0, fields["author"].find(", "));
    r.title = fields["title"];
    r.year = fields["year"];
    for (const char* place : {"journal", "booktitle", "publisher", "school", "note"}) {
      if (r.where.empty()) r.where = fields[place];
    }
    if (r.where.empty()) refuse(r.key + " does not say where it appeared");
    if (!fields["volume"].empty()) r.where += " " + fields["volume"];
    if (!fields["pages"].empty()) r.where += ", " + fields["pages"];
    r.url = fields["doi"].empty() ? fields["url"] : "https://doi.org/" + fields["doi"];
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

Bibliography Bibliography::parse(std::string_view text, const std::string& file) {
  Bibliography bibliography;
  bibliography.file_ = file;
  Reader reader(text, file);
  while (reader.next()) {
    Reference reference = reader.entry();
    if (bibliography.find(reference.key) != nullptr)
      reader.refuse(reference.key + " is there twice");
    bibliography.references_.push_back(std::move(reference));
  }
  const auto place = [](const Reference& r) { return std::pair(r.sorted_by, r.year); };
  std::stable_sort(bibliography.references_.begin(), bibliography.references_.end(),
                   [&](const Reference& a, const Reference& b) { return place(a) < place(b); });
  return bibliography;
}

void Bibliography::find_uses(const Course& course) {
  for (const Chapter& chapter : course.chapters) {
    for (const Page& page : chapter.pages) {
      const std::string source = "chapters/" + chapter.folder + "/" + page.file;
      for (const Citation& citation : citations_in(read_file(course.root / source))) {
        const std::string fault = fault_of(citation, *this);
        if (!fault.empty()) {
          throw data_error(fmt::format("{}:{}", source, citation.line), fault,
                           "mend it, here or in " + file_);
        }
        auto& pages =
            references_[static_cast<std::size_t>(find(citation.key) - references_.data())].pages;
        if (pages.empty() || pages.back() != page.id) pages.push_back(page.id);
      }
    }
  }
  for (const Reference& r : references_) {
    if (!r.pages.empty()) continue;
    throw data_error(fmt::format("{}:{}", file_, r.line), "no page cites " + r.key,
                     "cite it, or take it out");
  }
}

const Reference* Bibliography::find(std::string_view key) const {
  const auto found = std::find_if(references_.begin(), references_.end(),
                                  [&](const Reference& r) { return r.key == key; });
  return found == references_.end() ? nullptr : &*found;
}

std::string to_html(const Reference& r) {
  std::string authors;
  for (std::size_t i = 0; i < r.authors.size(); ++i)
    authors += (i == 0 ? "" : i + 1 < r.authors.size() ? ", " : " and ") + r.authors[i];
  std::string text = fmt::format("{}, <em>{}</em>, {}, {}.", html(authors), html(r.title),
                                 html(r.where), html(r.year));
  if (!r.url.empty()) {
    const std::size_t scheme = r.url.find("://");
    const std::string shown = scheme == r.url.npos ? r.url : r.url.substr(scheme + 3);
    text += fmt::format(" <a href=\"{}\">{}</a>", html(r.url), html(shown));
  }
  return text;
}

std::vector<Citation> citations_in(std::string_view text) {
  const std::string_view mark = "](@";
  std::vector<Citation> citations;
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
    const std::size_t begin = text.rfind('[', at), key = at + mark.size(),
                      end = text.find(')', key);
    if (begin == text.npos || end == text.npos) continue;
    std::string shown(text.substr(begin + 1, at - begin - 1));
    replace_all(shown, "\n//", "\n");
    std::string line;
    for (const std::string& word : words_of(shown)) line += (line.empty() ? "" : " ") + word;
    const auto lines =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    citations.push_back({std::string(text.substr(key, end - key)), std::move(line),
                         static_cast<std::size_t>(lines) + 1});
  }
  return citations;
}

std::string fault_of(const Citation& citation, const Bibliography& bibliography) {
  const Reference* reference = bibliography.find(citation.key);
  if (reference == nullptr) return "there is no " + citation.key + " in the bibliography";
  if (!citation.text.starts_with('*')) return "";
  if (citation.text == "*" + reference->title + "*") return "";
  return fmt::format("the title of {} is {}", citation.key, reference->title);
}

}  // namespace primer::book
