#include "book/search.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "book/text.hpp"
#include "common/io/file.hpp"

namespace primer::book {
namespace {

/// The text without all that stands from `open` to `close`, these included.
std::string without(std::string text, std::string_view open, std::string_view close) {
  for (std::size_t at = text.find(open); at != text.npos; at = text.find(open, at)) {
    const std::size_t end = text.find(close, at);
    text.replace(at, end == text.npos ? text.npos : end + close.size() - at, " ");
  }
  return text;
}

/// Puts a blank before each of these tags, because what they begin is no part of the word before.
void apart(std::string& text, std::string_view tag) {
  for (std::size_t at = text.find(tag); at != text.npos; at = text.find(tag, at + 2))
    text.insert(at, " ");
}

std::string in_one_line(std::string_view text) {
  std::string line;
  for (const std::string& word : words_of(text)) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::string between(std::string_view text, std::string_view open, std::string_view close) {
  const std::size_t begin = text.find(open);
  if (begin == text.npos) return {};
  const std::size_t from = begin + open.size();
  return std::string(text.substr(from, text.find(close, from) - from));
}

std::string_view kind_of(Symbol::Kind kind) {
  switch (kind) {
    case Symbol::Kind::space:
      return "namespace";
    case Symbol::Kind::type:
      return "class";
    case Symbol::Kind::alias:
      return "type";
    case Symbol::Kind::function:
      return "function";
    default:
      return "name";
  }
}

}  // namespace

std::vector<Passage> passages_of(std::string_view page, const std::string& url) {
  const std::string title = in_one_line(plain(between(page, "<div class=\"title\">", "</div>")));
  std::string text = between(page, "<div class=\"textblock\">", "<nav class=\"turn\">");
  text = without(text, "<nav", "</nav>");
  text = without(text, "<div class=\"fragment\">", "</div></div>");
  for (const std::string_view block : {"<p", "<li", "<td", "<tr", "<div", "<figcaption"})
    apart(text, block);
  text = without(without(text, "\\(", "\\)"), "\\[", "\\]");

  std::vector<Passage> passages{{title, url, "", ""}};
  const std::string_view mark = "<a class=\"anchor\" id=\"";
  std::size_t begin = 0;
  for (;;) {
    const std::size_t next = text.find(mark, begin);
    passages.back().text = in_one_line(plain(std::string_view(text).substr(begin, next - begin)));
    if (next == text.npos) return passages;
    const std::size_t heading = text.find("</a>", next), end = text.find("</h", next);
    if (heading == text.npos || end == text.npos) return passages;
    const std::string id =
        text.substr(next + mark.size(), text.find('"', next + mark.size()) - next - mark.size());
    passages.push_back({in_one_line(plain(std::string_view(text).substr(heading, end - heading))),
                        url + "#" + id, title, ""});
    begin = end;
  }
}

std::string search_index(const std::filesystem::path& folder, const std::vector<Stop>& pages,
                         const Glossary& glossary, const Symbols& symbols) {
  auto index = nlohmann::json::array();
  for (const Term& term : glossary.terms()) {
    const std::string url =
        term.first.empty() ? "glossary.html#" + term.id : term.first + ".html#term-" + term.id;
    index.push_back({term.forms.front() + " " + term.chinese, url, "term", term.meaning});
  }
  for (const Stop& stop : pages) {
    const std::string url = stop.id + ".html";
    if (stop.id == "glossary" || stop.id == "reference")
      continue;  // their entries are there one by one
    for (const Passage& p : passages_of(read_file(folder / url), url))
      index.push_back({p.title, p.url, p.where, p.text});
  }
  for (const Symbol* symbol : symbols.all()) {
    if (symbol->url.empty()) continue;
    const std::string name =
        symbol->name.starts_with("primer::") ? symbol->name.substr(8) : symbol->name;
    index.push_back({name, symbol->url, kind_of(symbol->kind), ""});
  }
  return "window.primerIndex = " + index.dump() + ";\n";
}

}  // namespace primer::book
