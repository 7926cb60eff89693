#include "common/text/plain_nouns.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::text {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_index = std::size_t{1} << 26;

/// A line of an index: the word, and the offset of its first meaning.
struct Entry {
  std::string word;
  std::string offset;
};

// lemma pos synset_cnt p_cnt [pointer…] sense_cnt tagsense_cnt offset… (wndb(5WN)); lines of the licence begin with a blank.
std::vector<Entry> read_index(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    throw data_error(printable(path.string()), "is missing",
                     "run `./primer data fetch wordnet`, or name a folder that holds it");
  }
  std::vector<Entry> entries;
  std::istringstream lines(read_file_or_gzip(path, largest_index));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with(' ')) continue;
    std::istringstream fields(line);
    Entry entry;
    std::string skipped;
    int meanings = 0, pointers = 0;
    fields >> entry.word >> skipped >> meanings >> pointers;
    for (int i = 0; fields && i < pointers + 2; ++i) fields >> skipped;
    fields >> entry.offset;
    if (!fields || meanings < 1 || pointers < 0) {
      throw data_error(fmt::format("{}:{}", printable(path.string()), number),
                       "is no line of WordNet's index", "replace the file with an intact copy");
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

std::vector<PlainNoun> load_plain_nouns(const std::vector<Synset>& nouns, const fs::path& chosen) {
  const fs::path directory = chosen.empty() ? wordnet_directory() : chosen;
  std::unordered_set<std::string> other;
  for (const char* name : {"index.verb", "index.adj", "index.adv"}) {
    for (Entry& entry : read_index(directory / name)) other.insert(std::move(entry.word));
  }
  std::unordered_map<std::string_view, std::int32_t> places;
  for (std::size_t i = 0; i < nouns.size(); ++i) {
    places.emplace(nouns[i].offset, static_cast<std::int32_t>(i));
  }

  std::vector<PlainNoun> plain;
  for (Entry& entry : read_index(directory / "index.noun")) {
    const bool several_words = entry.word.find('_') != std::string::npos;
    if (several_words || other.contains(entry.word)) continue;
    const auto place = places.find(entry.offset);
    if (place == places.end()) {
      throw data_error(printable((directory / "index.noun").string()),
                       fmt::format("means by '{}' what is not in data.noun", printable(entry.word)),
                       "take both files from the same version of WordNet");
    }
    plain.push_back({std::move(entry.word), place->second});
  }
  return plain;
}

}  // namespace primer::text
