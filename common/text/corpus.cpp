#include "common/text/corpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <stdexcept>

#include "common/text/tokenizer.hpp"

namespace primer::text {
namespace {

/// Calls work(0) … work(parts-1), each in a thread of its own. @throws what the first of them threw
template <class Work>
void in_threads(std::size_t parts, const Work& work) {
  std::vector<std::future<void>> running;
  for (std::size_t part = 1; part < parts; ++part) {
    running.push_back(std::async(std::launch::async, [&work, part] { work(part); }));
  }
  std::exception_ptr failure;
  try {
    work(0);
  } catch (...) {
    failure = std::current_exception();
  }
  for (std::future<void>& one : running) {
    try {
      one.get();
    } catch (...) {
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

SentenceReader::SentenceReader(const std::filesystem::path& path, const Vocabulary& vocabulary,
                               ByteRange range)
    : lines_(path, range), vocabulary_(&vocabulary) {}

bool SentenceReader::next(std::vector<std::int32_t>& sentence) {
  while (taken_ == line_.size()) {
    std::string_view line;
    if (!lines_.next(line)) return false;
    line_.clear();
    taken_ = 0;
    for_each_token(line, [&](std::string_view token) {
      const std::int32_t id = vocabulary_->id(token);
      if (id != Vocabulary::unknown) line_.push_back(id);
    });
  }
  const std::size_t length = std::min(line_.size() - taken_, longest_sentence);
  const auto begin = line_.begin() + static_cast<std::ptrdiff_t>(taken_);
  sentence.assign(begin, begin + static_cast<std::ptrdiff_t>(length));
  taken_ += length;
  return true;
}

Vocabulary count_words(const std::filesystem::path& path, std::int64_t min_count, int threads) {
  const std::vector<ByteRange> ranges = divide_file(path, threads);
  std::vector<WordCounts> counts(ranges.size());
  in_threads(ranges.size(), [&](std::size_t part) {
    LineReader lines(path, ranges[part]);
    for (std::string_view line; lines.next(line);) {
      for_each_token(line, [&](std::string_view token) { counts[part].add(token); });
    }
  });
  for (std::size_t part = 1; part < counts.size(); ++part) {
    counts[0].add(counts[part]);
    counts[part] = {};
  }
  return Vocabulary(counts[0], min_count);
}

std::optional<Corpus> read_corpus(const std::filesystem::path& path, const Vocabulary& vocabulary,
                                  int threads, std::int64_t most_tokens) {
  if (vocabulary.total() > most_tokens) return std::nullopt;
  const std::vector<ByteRange> ranges = divide_file(path, threads);
  std::vector<Corpus> parts(ranges.size());
  std::atomic<std::int64_t> tokens = 0;
  in_threads(ranges.size(), [&](std::size_t part) {
    SentenceReader sentences(path, vocabulary, ranges[part]);
    for (std::vector<std::int32_t> sentence; sentences.next(sentence);) {
      tokens += static_cast<std::int64_t>(sentence.size());
      if (tokens > most_tokens) return;  // the vocabulary was another text's
      parts[part].ids.insert(parts[part].ids.end(), sentence.begin(), sentence.end());
      parts[part].begins.push_back(static_cast<std::int64_t>(parts[part].ids.size()));
    }
  });
  if (tokens > most_tokens) return std::nullopt;

  Corpus corpus = std::move(parts[0]);
  for (std::size_t part = 1; part < parts.size(); ++part) {
    const std::int64_t before = corpus.begins.back();
    for (auto begin = parts[part].begins.begin() + 1; begin != parts[part].begins.end(); ++begin) {
      corpus.begins.push_back(before + *begin);
    }
    corpus.ids.insert(corpus.ids.end(), parts[part].ids.begin(), parts[part].ids.end());
    parts[part] = {};
  }
  return corpus;
}

}  // namespace primer::text
