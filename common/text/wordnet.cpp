#include "common/text/wordnet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/fnv1a.hpp"
#include "common/io/printable.hpp"

namespace primer::text {
namespace {

namespace fs = std::filesystem;

constexpr std::int32_t first_noun_file = 3;  // lexnames(5WN): 03 is noun.Tops
constexpr std::size_t offset_digits = 8;
constexpr std::size_t largest_wordnet = std::size_t{1} << 28;

/// The fields of a line, one after the other. What is not there or no number spoils the line.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  std::string_view next() {
    const std::string_view field = rest_.substr(0, rest_.find(' '));
    rest_.remove_prefix(std::min(field.size() + 1, rest_.size()));
    good_ = good_ && !field.empty();
    return field;
  }
  std::int32_t number(int base) {
    const std::string_view field = next();
    std::int32_t value = 0;
    const auto [end, failure] =
        std::from_chars(field.data(), field.data() + field.size(), value, base);
    good_ = good_ && failure == std::errc() && end == field.data() + field.size() && value >= 0;
    return value;
  }
  bool good() const { return good_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

bool is_offset(std::string_view field) {
  return field.size() == offset_digits &&
         std::ranges::all_of(field, [](char c) { return c >= '0' && c <= '9'; });
}

std::string with_blanks(std::string_view word) {
  std::string result(word);
  std::ranges::replace(result, '_', ' ');
  return result;
}

std::string definition_of(std::string_view gloss) {
  gloss = gloss.substr(0, gloss.find("; \""));
  const std::size_t begin = gloss.find_first_not_of(" ");
  const std::size_t end = gloss.find_last_not_of(" \r");
  return begin == std::string_view::npos ? "" : std::string(gloss.substr(begin, end + 1 - begin));
}

/// A synset, and the offsets of its hypernyms.
using Line = std::pair<Synset, std::vector<std::string_view>>;

/// offset class n words(hexadecimal) (word lex_id)… pointers (symbol offset pos source/target)… | gloss
/// @return nothing if the line is not of that form
std::optional<Line> parse_line(std::string_view line) {
  Line parsed;
  auto& [synset, hypernyms] = parsed;
  Fields fields(line);
  synset.offset = fields.next();
  synset.noun_class = fields.number(10) - first_noun_file;
  if (!is_offset(synset.offset) || fields.next() != "n" || synset.noun_class < 0 ||
      synset.noun_class >= static_cast<std::int32_t>(noun_classes.size())) {
    return std::nullopt;
  }
  for (std::int32_t words = fields.number(16); words > 0 && fields.good(); --words) {
    synset.words.push_back(with_blanks(fields.next()));
    fields.next();
  }
  for (std::int32_t pointers = fields.number(10); pointers > 0 && fields.good(); --pointers) {
    const std::string_view symbol = fields.next(), target = fields.next();
    if (symbol == "@" || symbol == "@i") hypernyms.push_back(target);
    fields.next(), fields.next();
  }
  if (fields.next() != "|" || !fields.good() || synset.words.empty()) return std::nullopt;
  synset.definition = definition_of(fields.rest());
  return parsed;
}

}  // namespace

const std::array<std::string_view, 26> noun_classes = {
    "noun.Tops",     "noun.act",        "noun.animal",        "noun.artifact",   "noun.attribute",
    "noun.body",     "noun.cognition",  "noun.communication", "noun.event",      "noun.feeling",
    "noun.food",     "noun.group",      "noun.location",      "noun.motive",     "noun.object",
    "noun.person",   "noun.phenomenon", "noun.plant",         "noun.possession", "noun.process",
    "noun.quantity", "noun.relation",   "noun.shape",         "noun.state",      "noun.substance",
    "noun.time"};

fs::path wordnet_directory() { return fs::path(PRIMER_SOURCE_DIR) / "data/cache/wordnet"; }

std::vector<Synset> load_wordnet(const fs::path& chosen) {
  const fs::path path = (chosen.empty() ? wordnet_directory() : chosen) / "data.noun";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    throw data_error(printable(path.string()), "is missing",
                     "run `./primer data fetch wordnet`, or name a folder that holds data.noun");
  }
  return parse_wordnet(read_file_or_gzip(path, largest_wordnet), path.string());
}

std::vector<Synset> parse_wordnet(std::string_view bytes, const std::string& name) {
  const auto refused = [&](std::int64_t line, const std::string& problem) {
    return data_error(fmt::format("{}:{}", printable(name), line), problem,
                      "replace it with data.noun of WordNet 3.0");
  };
  std::vector<Synset> nouns;
  std::vector<std::vector<std::string_view>> hypernyms;
  std::vector<std::int64_t> line_numbers;
  std::unordered_map<std::string_view, std::int32_t> numbers;
  std::int64_t line_number = 0;
  for (std::string_view rest = bytes; !rest.empty();) {
    ++line_number;
    const std::size_t length = rest.find('\n');
    if (length == std::string_view::npos) throw refused(line_number, "the line is cut off");
    const std::string_view line = rest.substr(0, length);
    rest.remove_prefix(length + 1);
    if (line.starts_with("  ")) continue;  // the licence
    std::optional<Line> parsed = parse_line(line);
    if (!parsed) throw refused(line_number, "is no noun in WordNet's format");
    const auto number = static_cast<std::int32_t>(nouns.size());
    if (!numbers.emplace(line.substr(0, offset_digits), number).second) {
      throw refused(line_number, fmt::format("offset {} comes twice", parsed->first.offset));
    }
    nouns.push_back(std::move(parsed->first));
    hypernyms.push_back(std::move(parsed->second));
    line_numbers.push_back(line_number);
  }
  if (nouns.empty()) throw refused(line_number, "there is no noun in this file");

  // Offsets become numbers
  for (std::size_t n = 0; n < nouns.size(); ++n) {
    for (const std::string_view offset : hypernyms[n]) {
      const auto place = numbers.find(offset);
      if (place == numbers.end()) {
        throw refused(line_numbers[n], fmt::format("is a kind of {}, which is not in the file",
                                                   printable(offset, 20)));
      }
      nouns[n].hypernyms.push_back(place->second);
    }
  }
  return nouns;
}

TextSplits definition_splits(const std::vector<Synset>& nouns, WordNetSplit split) {
  TextSplits splits;
  for (LabelledTexts* part : {&splits.train, &splits.validation, &splits.test}) {
    part->classes.assign(noun_classes.begin(), noun_classes.end());
  }
  for (const Synset& noun : nouns) {
    const Synset& decides = split == WordNetSplit::hypernym && !noun.hypernyms.empty()
                                ? nouns[static_cast<std::size_t>(noun.hypernyms.front())]
                                : noun;
    const std::uint64_t tenth = (fnv1a(decides.offset) >> 32) % 10;
    LabelledTexts& part = tenth == 0 ? splits.test : tenth == 1 ? splits.validation : splits.train;
    part.texts.push_back(noun.definition);
    part.labels.push_back(noun.noun_class);
  }

  // What can be learned by heart says nothing
  const std::unordered_set<std::string_view> seen(splits.train.texts.begin(),
                                                  splits.train.texts.end());
  for (LabelledTexts* part : {&splits.validation, &splits.test}) {
    LabelledTexts kept{{}, {}, part->classes};
    for (std::size_t n = 0; n < part->texts.size(); ++n) {
      if (seen.contains(part->texts[n])) continue;
      kept.texts.push_back(std::move(part->texts[n]));
      kept.labels.push_back(part->labels[n]);
    }
    *part = std::move(kept);
  }
  return splits;
}

}  // namespace primer::text
