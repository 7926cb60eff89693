#include "book/links.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "book/text.hpp"
#include "common/io/file.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

/// The values of an attribute in a page, whatever the tag.
std::vector<std::string> values_of(std::string_view page, std::string_view attribute) {
  const std::string open = " " + std::string(attribute) + "=\"";
  std::vector<std::string> values;
  for (std::size_t at = page.find(open); at != page.npos; at = page.find(open, at)) {
    at += open.size();
    const std::size_t end = page.find('"', at);
    if (end == page.npos) break;
    values.push_back(plain(page.substr(at, end - at)));
  }
  return values;
}

class Checker {
 public:
  explicit Checker(const fs::path& folder) : folder_(folder) {}

  /// What is wrong with an address on a page; empty when nothing is.
  std::string fault(const std::string& page, const std::string& address, bool loads) {
    if (address.starts_with("javascript:") || address.starts_with("data:")) return "";
    if (address.starts_with("http://") || address.starts_with("https://") ||
        address.starts_with("//")) {
      return loads ? "would be loaded from the network" : "";
    }
    const std::size_t hash = address.find('#');
    const std::string file = hash == 0 ? page : address.substr(0, hash);
    if (!fs::exists(folder_ / file)) return "is not there";
    if (hash == address.npos || !file.ends_with(".html")) return "";
    return anchors_of(file).contains(address.substr(hash + 1)) ? "" : "has no such place";
  }

 private:
  const std::set<std::string>& anchors_of(const std::string& file) {
    const auto [entry, is_new] = anchors_.try_emplace(file);
    if (is_new) {
      const std::string page = read_file(folder_ / file);
      for (const char* attribute : {"id", "name"}) {
        for (std::string& value : values_of(page, attribute))
          entry->second.insert(std::move(value));
      }
    }
    return entry->second;
  }

  fs::path folder_;
  std::map<std::string, std::set<std::string>> anchors_;
};

}  // namespace

std::vector<std::string> broken_links(const fs::path& folder,
                                      const std::vector<std::string>& pages) {
  Checker checker(folder);
  std::vector<std::string> broken;
  for (const std::string& page : pages) {
    if (!fs::exists(folder / page)) {
      broken.push_back(page + ": is not there");
      continue;
    }
    const std::string text = read_file(folder / page);
    for (const char* attribute : {"href", "src"}) {
      for (const std::string& address : values_of(text, attribute)) {
        const std::string fault =
            checker.fault(page, address, std::string_view(attribute) == "src");
        if (!fault.empty()) broken.push_back(fmt::format("{}: {} {}", page, address, fault));
      }
    }
  }
  return broken;
}

}  // namespace primer::book
