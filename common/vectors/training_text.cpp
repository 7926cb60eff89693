#include "common/vectors/training_text.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/text/gcide.hpp"
#include "common/text/wordnet.hpp"

namespace primer::vectors {

std::int64_t TrainingText::words() const {
  return corpus ? static_cast<std::int64_t>(corpus->ids.size()) : vocabulary.total();
}

void TrainingText::sentences(int part, int parts,
                             const std::function<void(std::span<const std::int32_t>)>& take) const {
  if (!corpus) {
    const auto ranges = text::divide_file(file, parts);
    text::SentenceReader reader(file, vocabulary, ranges[static_cast<std::size_t>(part)]);
    std::vector<std::int32_t> sentence;
    while (reader.next(sentence)) take(sentence);
    return;
  }
  const std::int64_t all = corpus->size();
  const std::int64_t end = all * (part + 1) / parts;
  for (std::int64_t s = all * part / parts; s < end; ++s) take(corpus->sentence(s));
}

TrainingText TrainingText::beginning(std::int64_t sentences) const {
  if (!corpus || sentences < 0) {
    throw std::invalid_argument("beginning: the text is not in memory, or less than nothing of it");
  }
  TrainingText part = *this;
  if (sentences < corpus->size()) {
    part.corpus->begins.resize(static_cast<std::size_t>(sentences) + 1);
    part.corpus->ids.resize(static_cast<std::size_t>(part.corpus->begins.back()));
  }
  return part;
}

TrainingText read_training_text(const std::filesystem::path& file, std::int64_t min_count,
                                int threads, std::int64_t most_tokens) {
  TrainingText text{file, text::count_words(file, min_count, threads), {}};
  if (text.vocabulary.size() < 2) {
    throw data_error(printable(file.string()),
                     fmt::format("has {} words that occur {} times or more, and one needs another "
                                 "to be learned from",
                                 text.vocabulary.size(), min_count),
                     "give a longer text, a sentence a line");
  }
  text.corpus = text::read_corpus(file, text.vocabulary, threads, most_tokens);
  return text;
}

void write_sentences(const TrainingText& text, const std::filesystem::path& file,
                     std::int64_t every) {
  std::string all;
  std::int64_t number = 0;
  text.sentences(0, 1, [&](std::span<const std::int32_t> sentence) {
    if (number++ % every != 0 || sentence.empty()) return;
    for (const std::int32_t word : sentence) (all += text.vocabulary.word(word)) += ' ';
    all.back() = '\n';
  });
  write_file_atomically(file, all);
}

std::filesystem::path dictionary_file(const std::filesystem::path& directory) {
  const auto nouns = text::load_wordnet();
  std::vector<std::string> judges;
  for (const auto split : {text::WordNetSplit::offset, text::WordNetSplit::hypernym}) {
    const auto texts = text::definition_splits(nouns, split).test.texts;
    judges.insert(judges.end(), texts.begin(), texts.end());
  }
  return text::gcide_corpus(directory, judges);
}

}  // namespace primer::vectors
