#include "book/browser/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "common/error/error.hpp"

namespace primer::book {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// What a page has that it should not have, where it leads, and which places can be led to.
const char* const look = R"((() => {
  const faults = [], width = document.documentElement.clientWidth;
  const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.classList.length ? "." + e.classList[0] : "");
  const scrolls = e => {
    for (; e && e.id !== "doc-content" && e !== document.body; e = e.parentElement)
      if (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX)) return true;
    return false;
  };
  const content = document.getElementById("doc-content") || document.documentElement;
  for (const box of [document.documentElement, content]) {
    if (box.scrollWidth <= box.clientWidth + 1) continue;
    const wide = [...content.querySelectorAll("*")].filter(
      e => e.getBoundingClientRect().right > width + 1 && !scrolls(e));
    faults.push("wider than " + width + " pixels: " + (wide.length ? name(wide[wide.length - 1]) : name(box)));
  }
  if (width > 1000)
    for (const listing of document.querySelectorAll(".page-listing, div.fragment"))
      if (listing.scrollWidth > listing.clientWidth + 1)
        faults.push("a listing scrolls sideways: " + listing.textContent.trim().slice(0, 40));
  for (const image of document.images)
    if (image.complete && image.naturalWidth === 0) faults.push("image is not there: " + image.getAttribute("src"));
  for (const tex of document.querySelectorAll('script[type^="math/tex"]')) {
    const drawn = tex.previousElementSibling;
    if (!drawn || !drawn.querySelector("svg")) faults.push("formula is not drawn: " + tex.textContent.slice(0, 40));
  }
  for (const wrong of document.querySelectorAll(".MathJax_Error, .merror, mjx-merror, .MathJax_SVG [fill='red']"))
    faults.push("formula is wrong: " + wrong.textContent.slice(0, 60));
  const text = document.querySelector(".contents");
  if (text && /\\[(\[]/.test(text.innerText.replace(/`[^`]*`/g, "")) && !document.querySelector(".MathJax_SVG"))
    faults.push("formulas are left as TeX");
  return JSON.stringify({
    faults,
    isPage: document.querySelector(".PageDoc") !== null,
    links: [...new Set([...document.links].map(a => a.href))],
    places: [...document.querySelectorAll("[id], a[name]")].map(e => e.id || e.name),
  });
})())";

std::vector<fs::path> pages_in(const fs::path& html) {
  std::vector<fs::path> pages;
  for (const auto& entry : fs::directory_iterator(html)) {
    if (entry.path().extension() == ".html") pages.push_back(entry.path().filename());
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

/// %20 and its like as what they stand for.
std::string decoded(const std::string& url) {
  std::string text;
  for (std::size_t i = 0; i < url.size(); ++i) {
    if (url[i] == '%' && i + 2 < url.size()) {
      text += static_cast<char>(std::stoi(url.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      text += url[i];
    }
  }
  return text;
}

/// Where all pages lead, held against where they can lead.
class Links {
 public:
  Links(fs::path html, Address at) : html_(std::move(html)), at_(std::move(at)) {}

  void add(const std::string& page, const json& seen) {
    for (const json& place : seen["places"]) places_[page].insert(std::string(place));
    for (const json& link : seen["links"]) links_[std::string(link)].insert(page);
  }

  std::vector<std::string> broken() const {
    std::vector<std::string> faults;
    for (const auto& [link, pages] : links_) {
      const std::string why = fault(link);
      if (!why.empty()) faults.push_back(fmt::format("{}: {} {}", *pages.begin(), link, why));
    }
    return faults;
  }

 private:
  std::string fault(const std::string& link) const {
    if (!link.starts_with(at_ + "/"))
      return link.starts_with("file:") ? "leads out of the book" : "";
    const std::size_t hash = link.find('#');
    std::string page = decoded(link.substr(at_.size() + 1, hash - at_.size() - 1));
    if (page.empty()) page = "index.html";
    if (!fs::exists(html_ / page)) return "is not there";
    if (hash == link.npos || hash + 1 == link.size()) return "";
    const auto places = places_.find(page);
    const bool there =
        places != places_.end() && places->second.contains(decoded(link.substr(hash + 1)));
    return there ? "" : "has no such place";
  }

  fs::path html_;
  Address at_;
  std::map<std::string, std::set<std::string>> places_, links_;
};

void add_faults(std::vector<std::string>& all, const std::string& page,
                const std::vector<std::string>& more) {
  for (const std::string& fault : more) {
    std::string line = page + ": " + fault;
    if (std::find(all.begin(), all.end(), line) == all.end()) all.push_back(std::move(line));
  }
}

/// The name of the page that the browser is at.
std::string page_at(Browser& browser) {
  return browser.evaluate("location.pathname.split('/').pop() || 'index.html'");
}

}  // namespace

std::vector<std::string> try_every_page(Browser& browser, const fs::path& html, const Address& at) {
  std::vector<std::string> faults;
  Links links(html, at);
  std::vector<fs::path>
      of_the_book;  // the others are of the reference, whose width Doxygen answers for
  for (const int width : {390, 1400}) {
    browser.resize(width, 844);
    for (const fs::path& page : width == 390 ? pages_in(html) : of_the_book) {
      browser.open(at + "/" + page.string());
      const json seen = json::parse(browser.evaluate(look));
      links.add(page.string(), seen);
      if (width == 390 && seen["isPage"]) of_the_book.push_back(page);
      add_faults(faults, page.string(), seen["faults"]);
      add_faults(faults, page.string(), browser.complaints());
    }
  }
  for (std::string& fault : links.broken()) faults.push_back(std::move(fault));
  return faults;
}

std::vector<std::string> try_the_way(Browser& browser, const Address& at,
                                     const std::vector<std::string>& way) {
  browser.resize(1400, 900);
  browser.open(at + "/" + way.front());
  std::vector<std::string> there{way.front()}, back;
  const auto follow = [&](const std::string& where) {
    const std::string link = browser.evaluate("(document.querySelector('nav.turn a[rel=" + where +
                                              "]') || {href: ''}).href");
    if (!link.empty()) browser.open(link);
    return !link.empty();
  };
  while (there.size() <= way.size() && follow("next")) there.push_back(page_at(browser));
  back.push_back(there.back());
  while (back.size() <= way.size() && follow("prev")) back.push_back(page_at(browser));
  std::reverse(back.begin(), back.end());

  std::vector<std::string> faults;
  for (const auto& [word, went] : {std::pair{"next", there}, std::pair{"previous", back}}) {
    if (went == way) continue;
    const auto differs = std::mismatch(went.begin(), went.end(), way.begin(), way.end());
    faults.push_back(fmt::format("\"{}\" leads to {} where {} should be", word,
                                 differs.first == went.end() ? "no page" : *differs.first,
                                 differs.second == way.end() ? "the end" : *differs.second));
  }
  return faults;
}

std::vector<std::string> try_search(Browser& browser, const Address& at, const std::string& word) {
  browser.resize(1400, 900);
  browser.open(at + "/index.html");
  browser.evaluate("(document.getElementById('MSearchField').focus(), '')");
  browser.type(word);
  const json found = json::parse(browser.evaluate(R"(new Promise(done => {
    const results = () => [...document.querySelectorAll("#primer-results a")];
    const until = Date.now() + 10000;
    const wait = () => results().length || Date.now() > until
      ? done(JSON.stringify(results().map(a => [a.textContent, a.href]))) : setTimeout(wait, 20);
    wait();
  }))"));
  if (found.empty()) return {"the search finds nothing for \"" + word + "\""};
  std::vector<std::string> faults;
  for (const json& result : found) {
    std::string text = result[0];
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (text.find(word) == text.npos)
      faults.push_back(fmt::format("the search for \"{}\" finds \"{}\"", word, text));
  }
  const std::string first = found[0][1];
  browser.press_enter();
  std::string
      here;  // asked for again and again, for while the page changes there is nobody to answer
  for (int i = 0; i < 150 && (here.empty() || here == at + "/index.html"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    try {
      here = browser.evaluate("location.href");
    } catch (const Error&) {
    }
  }
  if (here != first)
    faults.push_back("Enter in the search leads to " + here + " instead of " + first);
  return faults;
}

std::vector<std::string> try_dark_mode(Browser& browser, const Address& at) {
  browser.resize(1400, 900);
  browser.open(at + "/index.html");
  const auto brightness = [&] {
    return std::stod(browser.evaluate(
        "String(getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)"
        ".reduce((sum, part) => sum + Number(part), 0))"));
  };
  const auto toggle = [&] {
    browser.evaluate("(document.querySelector('doxygen-awesome-dark-mode-toggle').click(), '')");
    return brightness();
  };
  const double before = brightness(), dark = toggle(), after = toggle();
  if (before > 600 && dark < 200 && after == before) return {};
  return {fmt::format("the toggle leads from a background of brightness {} to {} and then {}",
                      before, dark, after)};
}

}  // namespace primer::book
