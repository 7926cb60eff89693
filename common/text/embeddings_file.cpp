// Word vectors in files: word2vec's text and binary forms.

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/text/embeddings.hpp"
#include "common/text/word_table.hpp"

namespace primer::text {
namespace {

static_assert(std::endian::native == std::endian::little, "binary vectors are little-endian");

constexpr std::size_t largest_vectors = std::size_t{1} << 36;  // 64 GiB
constexpr std::size_t longest_shown = 40;                      // bytes of a word in a message

/// What a file's first line says.
struct Header {
  std::uint64_t words;
  std::uint64_t dimensions;
};

/// Reads a file from its beginning to its end.
class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : rest_(bytes), name_(name) {}

  Embeddings read() {
    const Header header = read_header();
    const bool binary = is_binary(header);
    check_size(header, binary);
    Embeddings result;
    result.dimensions = static_cast<std::int64_t>(header.dimensions);
    result.words.reserve(header.words);
    result.values.resize(header.words * header.dimensions);
    WordTable seen;
    for (std::uint64_t w = 0; w < header.words; ++w) {
      const std::span<float> row =
          std::span(result.values).subspan(w * header.dimensions, header.dimensions);
      const std::string_view word = binary ? read_binary(w, row) : read_text(w, row);
      if (seen.add(word) != static_cast<std::int32_t>(w)) {
        throw refused(w, word, "comes twice", "leave one of them out");
      }
      for (const float value : row) {
        if (!std::isfinite(value)) {
          throw refused(w, word, "has a number that is not finite",
                        "train the vectors again, with a smaller learning rate");
        }
      }
      result.words.emplace_back(word);
    }
    if (rest_.find_first_not_of("\r\n") != std::string_view::npos) {
      throw refused(
          fmt::format("goes on after the {} words that its first line says", header.words));
    }
    return result;
  }

 private:
  Error refused(const std::string& problem,
                const std::string& advice = "replace it with an intact copy") const {
    return data_error(printable(name_), problem, advice);
  }
  Error refused(std::uint64_t number, std::string_view word, const std::string& problem,
                const std::string& advice = "replace it with an intact copy") const {
    return refused(
        fmt::format("word {} ('{}') {}", number + 1, printable(word, longest_shown), problem),
        advice);
  }
  Error cut_off(std::uint64_t number) const {
    return refused(fmt::format("is cut off at word {}", number + 1));
  }

  Header read_header() {
    const std::size_t length = rest_.substr(0, 64).find('\n');
    std::string_view line = rest_.substr(0, length);
    Header header{};
    const auto number = [&](std::uint64_t& value) {
      const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), value);
      const bool good = failure == std::errc();
      line.remove_prefix(static_cast<std::size_t>(end - line.data()));
      return good;
    };
    bool good = length != std::string_view::npos && number(header.words) && line.starts_with(' ');
    if (good) line.remove_prefix(1);
    good = good && number(header.dimensions);
    if (!good || line.find_first_not_of(" \r") != std::string_view::npos) {
      throw refused("does not begin with a line that says how many words and dimensions there are",
                    "put one there, such as `3000 100`, or name another file");
    }
    if (header.dimensions == 0) throw refused("says that its vectors have no dimensions");
    rest_.remove_prefix(length + 1);
    return header;
  }

  /// In the text form, the first word is followed by a line of numbers. A name that says so is believed.
  bool is_binary(const Header& header) const {
    if (header.words == 0 || name_.ends_with(".vec") || name_.ends_with(".txt")) return false;
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    const std::size_t blank = line.find(' ');
    return blank == std::string_view::npos || blank + 1 == line.size() ||
           line.find_first_not_of("0123456789+-.eEinfatyINFATY \r", blank) !=
               std::string_view::npos;
  }

  /// Every word takes some room in the file. If there is less, the header is wrong, and we ask for no memory.
  void check_size(const Header& header, bool binary) const {
    const std::uint64_t a_number = binary ? sizeof(float) : 2;  // " 0"
    constexpr std::uint64_t most = std::numeric_limits<std::int32_t>::max();
    if (header.words <= most && header.dimensions <= most &&
        header.words * (header.dimensions * a_number + 1) <= rest_.size() + 1) {
      return;
    }
    throw refused(fmt::format(
        "has {} bytes, too few for the {} words of {} dimensions that its first line says",
        rest_.size(), header.words, header.dimensions));
  }

  std::string_view read_word(std::uint64_t number, std::string_view within) {
    const std::size_t length = within.find(' ');
    if (length == std::string_view::npos) throw cut_off(number);
    if (length == 0) throw refused(fmt::format("word {} is empty", number + 1));
    return within.substr(0, length);
  }

  std::string_view read_binary(std::uint64_t number, std::span<float> row) {
    if (rest_.starts_with('\n'))
      rest_.remove_prefix(1);  // word2vec writes one behind each vector, gensim none
    const std::string_view word = read_word(number, rest_);
    rest_.remove_prefix(word.size() + 1);
    if (rest_.size() < row.size_bytes()) throw cut_off(number);
    std::memcpy(row.data(), rest_.data(), row.size_bytes());
    rest_.remove_prefix(row.size_bytes());
    if (word.find('\n') != std::string_view::npos) {
      throw refused(number, word, "has a line break in it");
    }
    return word;
  }

  std::string_view read_text(std::uint64_t number, std::span<float> row) {
    const std::size_t length = rest_.find('\n');
    std::string_view line = rest_.substr(0, length);
    rest_.remove_prefix(length == std::string_view::npos ? rest_.size() : length + 1);
    const std::string_view word = read_word(number, line);
    line.remove_prefix(word.size());
    for (std::size_t d = 0; d < row.size(); ++d) {
      line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
      const std::string_view field = line.substr(0, line.find_first_of(" \r"));
      if (field.empty()) {
        if (length == std::string_view::npos) throw cut_off(number);
        throw refused(number, word, fmt::format("has {} numbers, not {}", d, row.size()));
      }
      const std::optional<float> value = number_in(field);
      if (!value) {
        throw refused(
            number, word,
            fmt::format("has '{}' where a number should be", printable(field, longest_shown)));
      }
      row[d] = *value;
      line.remove_prefix(field.size());
    }
    if (line.find_first_not_of(" \r") != std::string_view::npos) {
      throw refused(number, word, fmt::format("has more than {} numbers", row.size()));
    }
    return word;
  }

  /// As float, also if it is too small for one: then it is zero.
  static std::optional<float> number_in(std::string_view field) {
    double value = 0;
    const auto [end, failure] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (failure != std::errc() || end != field.data() + field.size()) return std::nullopt;
    return static_cast<float>(value);
  }

  std::string_view rest_;
  const std::string& name_;
};

bool can_be_written(const std::string& word) {
  return !word.empty() && word.find_first_of(" \n\r") == std::string::npos;
}

}  // namespace

Embeddings load_embeddings(const std::filesystem::path& path) {
  return Reader(read_file(path, largest_vectors), path.string()).read();
}

void save_embeddings(const std::filesystem::path& path, const Embeddings& embeddings) {
  const auto dimensions = static_cast<std::size_t>(embeddings.dimensions);
  if (embeddings.dimensions < 1 ||
      embeddings.values.size() != embeddings.words.size() * dimensions) {
    throw std::invalid_argument(fmt::format("save_embeddings: {} words of {} dimensions, {} values",
                                            embeddings.size(), embeddings.dimensions,
                                            embeddings.values.size()));
  }
  const bool binary = path.extension() == ".bin";
  std::string bytes = fmt::format("{} {}\n", embeddings.size(), embeddings.dimensions);
  for (std::int64_t w = 0; w < embeddings.size(); ++w) {
    const std::string& word = embeddings.words[static_cast<std::size_t>(w)];
    if (!can_be_written(word)) {
      throw std::invalid_argument(
          fmt::format("save_embeddings: word {} is empty or has a blank in it", w));
    }
    bytes += word;
    if (binary) bytes += ' ';
    for (const float value : embeddings.row(w)) {
      if (!std::isfinite(value)) {
        throw data_error(printable(path.string()),
                         fmt::format("not written, for the vector of '{}' is not finite",
                                     printable(word, longest_shown)),
                         "train again with a smaller learning rate");
      }
      if (binary) {
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
      } else {
        fmt::format_to(std::back_inserter(bytes), " {}", value);
      }
    }
    bytes += '\n';
  }
  write_file_atomically(path, bytes);
}

}  // namespace primer::text
