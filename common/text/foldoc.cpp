#include "common/text/foldoc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/text/word_table.hpp"

namespace primer::text {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_dictionary = std::size_t{1} << 28;

/// A number in an index of dictd: base 64, most significant digit first (dictfmt(1)).
std::optional<std::size_t> number_in(std::string_view digits) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (digits.empty() || digits.size() > 8) return std::nullopt;
  std::size_t value = 0;
  for (const char digit : digits) {
    const std::size_t place = alphabet.find(digit);
    if (place == std::string_view::npos) return std::nullopt;
    value = 64 * value + place;
  }
  return value;
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

std::string_view trimmed(std::string_view text) {
  constexpr const char* blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// As names are compared: runs of blanks and line breaks count as one blank, ASCII capitals as small letters.
std::string folded(std::string_view name) {
  std::string result;
  for (const char c : trimmed(name)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (blank && result.ends_with(' ')) continue;
    result += blank ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

/// Calls take(before, name) for the text before each reference and the name in its braces, and at last take(rest,
/// nothing).
template <class Take>
void for_each_reference(std::string_view text, const Take& take) {
  for (;;) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    take(text.substr(0, open), std::optional(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  take(text, std::optional<std::string_view>());
}

/// Where in the dictionary an entry stands, and under which names.
using Places = std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string_view>>;

/// The lines of the index: name, offset, length.
Places parse_index(std::string_view index, std::size_t dictionary_size, const std::string& name) {
  Places places;
  std::int64_t line_number = 0;
  for (std::string_view rest = index; !rest.empty();) {
    ++line_number;
    const std::string_view line = first_line(rest);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (second == std::string_view::npos) {
      throw data_error(fmt::format("{}:{}", printable(name), line_number),
                       "is no line of a dictionary's index", "replace it with an intact copy");
    }
    const auto offset = number_in(line.substr(first + 1, second - first - 1));
    const auto length = number_in(line.substr(second + 1));
    if (!offset || !length || *offset > dictionary_size || *length > dictionary_size - *offset) {
      throw data_error(fmt::format("{}:{}", printable(name), line_number),
                       fmt::format("is for no place in a dictionary of {} bytes", dictionary_size),
                       "replace both files with intact copies");
    }
    const std::string_view headword = line.substr(0, first);
    if (!headword.starts_with("00-database")) places[{*offset, *length}].push_back(headword);
  }
  return places;
}

}  // namespace

fs::path foldoc_directory() { return fs::path(PRIMER_SOURCE_DIR) / "data/cache/foldoc"; }

std::vector<FoldocEntry> load_foldoc(const fs::path& chosen) {
  const fs::path directory = chosen.empty() ? foldoc_directory() : chosen;
  const fs::path dictionary_path = directory / "foldoc.dict.dz",
                 index_path = directory / "foldoc.index";
  std::error_code ignored;
  for (const fs::path& path : {dictionary_path, index_path}) {
    if (!fs::exists(path, ignored)) {
      throw data_error(printable(path.string()), "is missing",
                       "run `./primer data fetch foldoc`, or name a folder that holds "
                       "foldoc.dict.dz and foldoc.index");
    }
  }
  const std::string dictionary = read_file_or_gzip(dictionary_path, largest_dictionary);
  const std::string index = read_file(index_path, largest_dictionary);
  const Places places = parse_index(index, dictionary.size(), index_path.string());
  if (places.empty()) {
    throw data_error(printable(index_path.string()), "names no entry",
                     "replace it with an intact copy");
  }

  // Where two entries have the same name, it is the first one's
  std::vector<FoldocEntry> entries;
  WordTable names;
  std::vector<std::int32_t> entry_of_name;
  for (const auto& [place, headwords] : places) {
    const auto number = static_cast<std::int32_t>(entries.size());
    const std::string_view text = std::string_view(dictionary).substr(place.first, place.second);
    entries.push_back({std::string(trimmed(first_line(text))), std::string(text), {}});
    for (const std::string_view headword : headwords) {
      if (names.add(folded(headword)) == static_cast<std::int32_t>(entry_of_name.size())) {
        entry_of_name.push_back(number);
      }
    }
  }

  for (std::size_t n = 0; n < entries.size(); ++n) {
    std::vector<std::int32_t>& references = entries[n].references;
    for_each_reference(
        entries[n].text, [&](std::string_view, std::optional<std::string_view> name) {
          const std::int32_t known = name ? names.find(folded(*name)) : WordTable::none;
          if (known == WordTable::none) return;  // an entry that nobody has written, or an address
          const std::int32_t target = entry_of_name[static_cast<std::size_t>(known)];
          if (target == static_cast<std::int32_t>(n)) return;
          if (std::ranges::find(references, target) == references.end())
            references.push_back(target);
        });
  }
  return entries;
}

std::string plain_text(std::string_view text, Anchors anchors) {
  std::string result;
  for_each_reference(text, [&](std::string_view before, std::optional<std::string_view> name) {
    result += before;
    if (name) result += anchors == Anchors::keep ? *name : " ";
  });
  return result;
}

}  // namespace primer::text
