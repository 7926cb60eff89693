#include "common/text/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::text {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> result(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double shared = static_cast<double>(begin + end - 1) / 2;
    for (; begin < end; ++begin) result[order[begin]] = shared;
  }
  return result;
}

std::string lower(std::string word) {
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

std::vector<std::string> split(std::string_view line, std::string_view separators) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; (at = line.find_first_not_of(separators, at)) != line.npos;) {
    const std::size_t end = std::min(line.find_first_of(separators, at), line.size());
    parts.push_back(lower(std::string(line.substr(at, end - at))));
    at = end;
  }
  return parts;
}

template <class Take>
void each_line(const std::filesystem::path& path, const Take& take) {
  const std::string bytes = read_file_or_gzip(path);
  int number = 0;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    std::string_view line(bytes.data() + begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take(line, ++number);
    begin = end + 1;
  }
}

Error wrong_line(const std::filesystem::path& path, int number, const std::string& due) {
  return data_error(printable(path.string()), fmt::format("line {} is not {}", number, due),
                    "mend the line, or put # before it");
}

bool read_number(const std::string& text, double& value) {
  const char* const end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc() && stop == end && std::isfinite(value);
}

}  // namespace

double spearman(std::span<const double> x, std::span<const double> y) {
  if (x.size() != y.size()) {
    throw std::invalid_argument(
        fmt::format("spearman: {} and {} values are not equally many", x.size(), y.size()));
  }
  if (x.size() < 2) return nan;
  const std::vector<double> a = ranks(x), b = ranks(y);
  const double middle = static_cast<double>(x.size() - 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - middle) * (b[i] - middle);
    aa += (a[i] - middle) * (a[i] - middle);
    bb += (b[i] - middle) * (b[i] - middle);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : nan;
}

WordVectors::WordVectors(const Embeddings& embeddings)
    : embeddings_(&embeddings), nearest_(embeddings) {
  for (const std::string& word : embeddings.words) rows_.add(word);
}

std::int64_t WordVectors::find(std::string_view word) const {
  const std::int32_t row = rows_.find(word);
  return row == WordTable::none ? -1 : row;
}

std::int64_t WordVectors::at(std::string_view word) const {
  const std::int64_t row = find(word);
  if (row >= 0) return row;
  const auto same_beginning = [&](const std::string& known) {
    const auto both = std::ranges::mismatch(known, word);
    return both.in1 - known.begin();
  };
  std::string advice = "ask for a word that the corpus holds often enough";
  if (!embeddings_->words.empty()) {
    const std::string& nearest = *std::ranges::max_element(embeddings_->words, {}, same_beginning);
    if (same_beginning(nearest) >= 3) advice = fmt::format("did you mean {}?", printable(nearest));
  }
  throw data_error(printable(std::string(word), 40), "the vocabulary does not have this word",
                   advice);
}

double WordVectors::cosine(std::int64_t a, std::int64_t b) const {
  const auto x = nearest_.unit(a), y = nearest_.unit(b);
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

Score similarity_score(const WordVectors& vectors, std::span<const WordPair> pairs) {
  std::vector<double> said, measured;
  Score score;
  for (const auto& [first, second, similarity] : pairs) {
    const std::int64_t a = vectors.find(first), b = vectors.find(second);
    if (a < 0 || b < 0) {
      ++score.skipped;
      continue;
    }
    said.push_back(similarity);
    measured.push_back(vectors.cosine(a, b));
  }
  score.asked = static_cast<std::int64_t>(said.size());
  score.value = spearman(said, measured);
  return score;
}

Score analogy_score(const WordVectors& vectors, std::span<const AnalogyQuestion> questions) {
  Score score;
  std::int64_t right = 0;
  for (const AnalogyQuestion& question : questions) {
    const std::int64_t a = vectors.find(question.a), b = vectors.find(question.b),
                       c = vectors.find(question.c), answer = vectors.find(question.answer);
    if (std::min({a, b, c, answer}) < 0) {
      ++score.skipped;
      continue;
    }
    ++score.asked;
    const auto given = vectors.nearest().analogy(a, b, c, 1);
    right += !given.empty() && given[0].word == answer;
  }
  score.value =
      score.asked > 0 ? static_cast<double>(right) / static_cast<double>(score.asked) : nan;
  return score;
}

Score neighbour_agreement(const WordVectors& vectors,
                          const std::vector<std::vector<std::int32_t>>& labels,
                          std::span<const std::int64_t> words, std::int64_t count) {
  // A table of the labelled words alone, so that each of them has `count` neighbours with a label
  Embeddings labelled;
  labelled.dimensions = vectors.embeddings().dimensions;
  std::vector<std::size_t> rows;
  std::vector<std::int64_t> places(labels.size(), -1);
  for (std::size_t r = 0; r < labels.size(); ++r) {
    if (labels[r].empty()) continue;
    places[r] = labelled.size();
    rows.push_back(r);
    labelled.words.push_back(vectors.embeddings().words[r]);
    const auto row = vectors.embeddings().row(static_cast<std::int64_t>(r));
    labelled.values.insert(labelled.values.end(), row.begin(), row.end());
  }
  const NearestWords nearest(labelled);
  const auto share = [](const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
    return std::ranges::any_of(a, [&](auto label) { return std::ranges::count(b, label) > 0; });
  };
  Score score;
  std::int64_t looked = 0, agreed = 0;
  for (const std::int64_t word : words) {
    const std::int64_t place = places.at(static_cast<std::size_t>(word));
    if (place < 0) {
      ++score.skipped;
      continue;
    }
    ++score.asked;
    for (const Neighbour& neighbour : nearest.nearest(place, count)) {
      ++looked;
      agreed += share(labels[static_cast<std::size_t>(word)],
                      labels[rows[static_cast<std::size_t>(neighbour.word)]]);
    }
  }
  score.value = looked > 0 ? static_cast<double>(agreed) / static_cast<double>(looked) : nan;
  return score;
}

std::vector<WordPair> load_pairs(const std::filesystem::path& path) {
  std::vector<WordPair> pairs;
  each_line(path, [&](std::string_view line, int number) {
    const std::vector<std::string> cells = split(line, "\t");
    if (cells.empty() || line.starts_with("#")) return;
    double value = 0;
    if (cells.size() < 3 || !read_number(cells[2], value)) {
      if (number == 1 && cells.size() >= 3) return;  // a heading
      throw wrong_line(path, number, "a word, a tab, a word, a tab and a number");
    }
    pairs.push_back({cells[0], cells[1], value});
  });
  if (pairs.empty()) {
    throw data_error(printable(path.string()), "has no pair of words",
                     "give a file with a word, a tab, a word, a tab and a number a line");
  }
  return pairs;
}

std::vector<AnalogyQuestion> load_analogies(const std::filesystem::path& path) {
  std::vector<AnalogyQuestion> questions;
  each_line(path, [&](std::string_view line, int number) {
    const std::vector<std::string> words = split(line, " \t");
    if (words.empty() || line.starts_with(":") || line.starts_with("#")) return;
    if (words.size() != 4) throw wrong_line(path, number, "four words");
    questions.push_back({words[0], words[1], words[2], words[3]});
  });
  if (questions.empty()) {
    throw data_error(printable(path.string()), "has no question",
                     "give a file with four words a line, as questions-words.txt has them");
  }
  return questions;
}

}  // namespace primer::text
