#include "book/links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "book/text.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

/// A tag as it stands in a page, without its angle brackets.
using Tag = std::string_view;

std::vector<Tag> tags_of(std::string_view page) {
  std::vector<Tag> tags;
  for (std::size_t at = page.find('<'); at != page.npos; at = page.find('<', at)) {
    // A script's own < begin no tags.
    if (page.substr(at).starts_with("<!--")) {
      at = std::min(page.find("-->", at), page.size());
      continue;
    }
    bool quoted = false;
    std::size_t end = at + 1;
    for (; end < page.size() && (quoted || page[end] != '>'); ++end) {
      if (page[end] == '"') quoted = !quoted;
    }
    tags.push_back(page.substr(at + 1, end - at - 1));
    const bool script = tags.back().starts_with("script");
    at = script ? std::min(page.find("</script", end), page.size()) : std::min(end, page.size());
  }
  return tags;
}

/// The value of a tag's attribute.
std::optional<std::string> value_of(Tag tag, std::string_view attribute) {
  const std::string open = " " + std::string(attribute) + "=\"";
  const std::size_t at = tag.find(open);
  if (at == tag.npos) return std::nullopt;
  const std::string_view value = tag.substr(at + open.size());
  return plain(value.substr(0, value.find('"')));
}

/// Whether a page that has this tag loads what stands in its href, rather than lead there.
bool loads_its_href(Tag tag) { return tag.starts_with("link ") || tag.starts_with("image "); }

bool begins_with_one_of(std::string_view address, std::initializer_list<std::string_view> schemes) {
  return std::any_of(schemes.begin(), schemes.end(),
                     [&](std::string_view scheme) { return address.starts_with(scheme); });
}

class Checker {
 public:
  explicit Checker(const fs::path& folder) : folder_(folder) {}

  /// What is wrong with the addresses of a page, a line each.
  std::vector<std::string> faults_of(const std::string& page) {
    std::vector<std::string> faults;
    const std::string text = read_file(folder_ / page);
    for (const Tag tag : tags_of(text)) {
      for (const char* attribute : {"href", "src", "xlink:href"}) {
        const auto address = value_of(tag, attribute);
        if (!address) continue;
        const bool loads = std::string_view(attribute) == "src" || loads_its_href(tag);
        const std::string problem = fault(page, *address, loads);
        if (!problem.empty()) faults.push_back(fmt::format("{}: {} {}", page, *address, problem));
      }
    }
    return faults;
  }

 private:
  /// What is wrong with an address on a page; empty when nothing is.
  std::string fault(const std::string& page, const std::string& address, bool loads) {
    if (begins_with_one_of(address, {"javascript:", "data:"})) return "";
    if (begins_with_one_of(address, {"http://", "https://", "mailto:", "//"}))
      return loads ? "would be loaded from the network" : "";
    const std::size_t hash = address.find('#');
    const std::string file =
        hash == 0 ? page
                  : (fs::path(page).parent_path() / address.substr(0, hash)).generic_string();
    if (!fs::exists(folder_ / file)) return "is not there";
    if (hash == address.npos || !file.ends_with(".html")) return "";
    return anchors_of(file).contains(address.substr(hash + 1)) ? "" : "has no such place";
  }

  const std::set<std::string>& anchors_of(const std::string& file) {
    const auto [entry, is_new] = anchors_.try_emplace(file);
    if (is_new) {
      const std::string page = read_file(folder_ / file);
      for (const Tag tag : tags_of(page)) {
        for (const char* attribute : {"id", "name"})
          if (auto value = value_of(tag, attribute)) entry->second.insert(*std::move(value));
      }
    }
    return entry->second;
  }

  fs::path folder_;
  std::map<std::string, std::set<std::string>> anchors_;
};

}  // namespace

std::vector<std::string> broken_links(const fs::path& folder) {
  std::set<std::string> pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".html")
      pages.insert(entry.path().lexically_relative(folder).generic_string());
  }
  Checker checker(folder);
  std::vector<std::string> broken;
  for (const std::string& page : pages) {
    for (std::string& fault : checker.faults_of(page)) broken.push_back(std::move(fault));
  }
  return broken;
}

}  // namespace primer::book
