#include "book/browser/print.hpp"

#include <set>

#include "book/browser/browser.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

/// What lies between two marks. @throws Error when one of them is not there
std::string between(const std::string& text, std::string_view begin, std::string_view end,
                    const std::string& name) {
  const std::size_t first = text.find(begin);
  const std::size_t last = first == text.npos ? first : text.find(end, first + begin.size());
  if (last == text.npos)
    throw data_error(name, "has no " + std::string(begin), "make the book anew with ./primer book");
  return text.substr(first + begin.size(), last - first - begin.size());
}

/// The name of a place of a page within the printed one.
std::string place(std::string page, const std::string& id) {
  page.resize(page.size() - std::string_view(".html").size());
  return id.empty() ? page : page + "--" + id;
}

/// Replaces the value of each attribute of that name. @param change gives the new `name="value"`, or nothing
template <class Change>
std::string with_attribute(const std::string& text, const std::string& name, Change change) {
  const std::string open = " " + name + "=\"";
  std::string result;
  std::size_t done = 0;
  for (std::size_t at = text.find(open); at != text.npos; at = text.find(open, done)) {
    const std::size_t value = at + open.size(), end = text.find('"', value);
    if (end == text.npos) break;
    result += text.substr(done, at - done) + change(text.substr(value, end - value));
    done = end + 1;
  }
  return result + text.substr(done);
}

/// Paper does not unfold: what is folded on the screen is open here, and hints, which nobody should see by accident, are
/// left to ./primer hint.
void unfold(std::string& text) {
  const std::string_view open = "<details", close = "</details>";
  for (std::size_t at = text.find(open); at != text.npos; at = text.find(open, at)) {
    const std::size_t title = text.find("<summary>", at), end = text.find(close, at);
    const bool is_hint = title != text.npos && (text.compare(title + 9, 5, "Hint ") == 0 ||
                                                text.compare(title + 9, 7, "Compare") == 0);
    if (is_hint && end != text.npos) {
      text.erase(at, end + close.size() - at);
    } else {
      text.insert(at + open.size(), " open");
      at += open.size();
    }
  }
}

std::string printed(const fs::path& html, const std::string& name,
                    const std::set<std::string>& all) {
  const std::string page = read_file(html / name);
  std::string text =
      "<div class=\"headertitle\"><div class=\"title\" role=\"heading\" aria-level=\"1\">" +
      between(page, "<div class=\"title\">", "</div>", name) + "</div></div>" +
      "<div class=\"contents\">" +
      between(page, "<div class=\"contents\">", "</div><!-- contents -->", name) + "</div>";
  text = with_attribute(text, "id",
                        [&](const std::string& id) { return " id=\"" + place(name, id) + "\""; });
  text = with_attribute(text, "name",
                        [&](const std::string& id) { return " id=\"" + place(name, id) + "\""; });
  text = with_attribute(text, "href", [&](const std::string& url) -> std::string {
    if (url.find(':') != url.npos) return " href=\"" + url + "\"";
    const std::size_t hash = url.find('#');
    const std::string page_of_it = hash == 0 ? name : url.substr(0, hash);
    if (!all.contains(page_of_it)) return "";
    return " href=\"#" + place(page_of_it, hash == url.npos ? "" : url.substr(hash + 1)) + "\"";
  });
  unfold(text);
  return "<div class=\"PageDoc printed\" id=\"" + place(name, "") + "\">" + text + "</div>\n";
}

}  // namespace

std::string page_to_print(const fs::path& html, const std::vector<std::string>& pages) {
  const std::string first = read_file(html / pages.front());
  const std::string formulas =
      between(first, "<script type=\"text/x-mathjax-config\">", "</script>", pages.front());
  std::string text = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"/><title>Primer</title>\n";
  for (const char* style : {"doxygen.css", "doxygen-awesome.css", "primer.css"})
    text += "<link href=\"" + std::string(style) + "\" rel=\"stylesheet\" type=\"text/css\"/>\n";
  text += "<script type=\"text/x-mathjax-config\">" + formulas +
          "</script>\n<script src=\"mathjax/MathJax.js\"></script></head><body>\n";
  const std::set<std::string> all(pages.begin(), pages.end());
  for (const std::string& page : pages) text += printed(html, page, all);
  return text + "</body></html>\n";
}

void print_book(const fs::path& html, const std::vector<std::string>& pages, const fs::path& file) {
  auto browser = Browser::start();
  if (!browser)
    throw data_error("--pdf", "Chromium is not here", "install it with ./primer setup browser");
  const fs::path page = html / "print.html";
  struct Removed {
    const fs::path& page;
    ~Removed() {
      std::error_code ignored;
      fs::remove(page, ignored);
    }
  } const removed{page};
  write_file_atomically(page, page_to_print(html, pages));
  browser->open(file_url(fs::canonical(page)));
  browser->print(file.string());
}

}  // namespace primer::book
