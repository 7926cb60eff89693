// # Models from elsewhere
//
// Nobody has to train everything anew. fastText's authors and many others give away
// models that read billions of words, in two forms. A `.vec` file is word2vec's
// text form, a word and its numbers a line, and `common/text/embeddings.hpp` reads
// and writes it. A `.bin` file holds the whole model, pieces included, so that it also
// has an answer to *unteachability*. This page reads it.

#include <bit>
#include <cmath>
#include <cstring>

#include "chapters/03_fasttext/fasttext.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::chapter {

static_assert(std::endian::native == std::endian::little);

// ## One number after the other
//
// The file is what the program had in memory, written out: whole numbers of four or
// eight bytes, then words that end in a zero byte, then the two tables. A file from
// elsewhere may be cut off, or something else altogether, so nothing is taken on
// trust. Before a table is read, and before any memory is asked for, we look whether so
// many bytes are there.

class ModelFile {
 public:
  explicit ModelFile(const std::filesystem::path& path)
      : name_(printable(path.string())),
        bytes_(read_file(path, std::size_t{1} << 36)),
        rest_(bytes_) {}

  template <class Number>
  Number next(const char* what) {
    Number value;
    need(sizeof value, what);
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string word() {
    const std::size_t end = rest_.find('\0');
    if (end == rest_.npos) throw refused("ends within its words");
    std::string word(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return word;
  }
  void floats(std::span<float> values) {
    std::memcpy(values.data(), rest_.data(), values.size_bytes());
    rest_.remove_prefix(values.size_bytes());
  }
  void need(std::uint64_t bytes, const char* what) const {
    if (bytes > rest_.size()) {
      throw refused(fmt::format("ends within its {}", what));
    }
  }
  std::uint64_t left() const { return rest_.size(); }
  Error refused(const std::string& problem) const {
    return data_error(name_, problem, "replace it with an intact copy");
  }
  Error unknown(const std::string& problem) const {
    return data_error(name_, problem,
                      "give a model of words (skipgram or cbow) that is not "
                      "quantised");
  }

 private:
  std::string name_, bytes_;
  std::string_view rest_;
};

// A number at the beginning says that this is fastText's. (It has no other meaning.)

constexpr std::int32_t magic = 793712314;

static bool is_fasttext_model(const std::filesystem::path& path) {
  std::int32_t first = 0;
  if (std::FILE* file = std::fopen(path.c_str(), "rb")) {
    if (std::fread(&first, sizeof first, 1, file) != 1) first = 0;
    std::fclose(file);
  }
  return first == magic;
}

// ## The settings, the words, the table
//
// Of the settings we need three: how short and long pieces are, and how many buckets
// they fall into. Labels of a classifier stand among the words; such a model, and one
// whose tables were compressed, we leave alone.

struct OtherModel {
  Grams grams;
  text::WordTable words;
  std::int64_t dimensions = 0;
  std::vector<float> rows;  // (words + buckets, dimensions)
};

static OtherModel read_model(const std::filesystem::path& path) {
  ModelFile file(path);
  OtherModel model;
  if (file.next<std::int32_t>("first line") != magic) {
    throw file.unknown("is no model of fastText");
  }
  const auto version = file.next<std::int32_t>("first line");
  if (version < 11 || version > 12) {
    throw file.unknown(fmt::format("has version {} of the form", version));
  }
  std::array<std::int32_t, 12> settings;
  for (auto& value : settings) value = file.next<std::int32_t>("settings");
  file.next<double>("settings");
  model.dimensions = settings[0];
  model.grams = {settings[9], settings[10], settings[8]};
  const auto size = file.next<std::int32_t>("settings");
  file.next<std::int32_t>("settings");
  const auto labels = file.next<std::int32_t>("settings");
  file.next<std::int64_t>("settings");
  if (file.next<std::int64_t>("settings") >= 0) {
    throw file.unknown("is a pruned model");
  }
  if (labels != 0) throw file.unknown("is a classifier");
  for (std::int32_t w = 0; w < size; ++w) {
    if (model.words.add(file.word()) != w) {
      throw file.refused("has a word twice");
    }
    file.next<std::int64_t>("words");
    file.next<std::int8_t>("words");
  }
  if (file.next<std::int8_t>("table") != 0) {
    throw file.unknown("is quantised");
  }
  const auto rows = file.next<std::int64_t>("table");
  const auto columns = file.next<std::int64_t>("table");
  const bool fits = size > 0 && model.dimensions > 0 &&
                    model.grams.buckets >= 0 && columns == model.dimensions &&
                    rows == size + model.grams.buckets;
  if (!fits) {
    throw file.refused(fmt::format(
        "says {} by {} numbers of {} words and {} buckets, {} each", rows,
        columns, size, model.grams.buckets, model.dimensions));
  }
  if (static_cast<std::uint64_t>(rows) >
      file.left() / sizeof(float) / static_cast<std::uint64_t>(columns)) {
    throw file.refused("ends within its table");
  }
  model.rows.resize(static_cast<std::size_t>(rows * columns));
  file.floats(model.rows);
  return model;
}

// Our pieces and our hash are fastText's, so a word's vector is the mean of the same
// rows that it would take itself. (Its mark for the end of a line has no pieces.)

static std::vector<float> mean_of_rows(const OtherModel& model,
                                       std::string_view word) {
  std::vector<std::int64_t> rows;
  const std::int32_t own = model.words.find(word);
  if (own != text::WordTable::none) rows.push_back(own);
  if (word != "</s>") {
    for (const std::int64_t bucket : buckets_of(word, model.grams)) {
      rows.push_back(model.words.size() + bucket);
    }
  }
  std::vector<float> mean(static_cast<std::size_t>(model.dimensions));
  const float share = 1 / static_cast<float>(std::max(1, int(rows.size())));
  for (const std::int64_t r : rows) {
    const float* row = &model.rows[static_cast<std::size_t>(r) * mean.size()];
    for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += share * row[d];
  }
  return mean;
}

Loaded load_vectors(const std::filesystem::path& path,
                    std::span<const std::string> further) {
  if (!is_fasttext_model(path)) {
    text::Embeddings table = text::load_embeddings(path);
    const std::int64_t known = table.size();
    return {std::move(table), known};
  }
  const OtherModel model = read_model(path);
  text::WordTable all = model.words;
  for (const std::string& word : further) all.add(word);
  text::Embeddings table{{}, {}, model.dimensions};
  for (std::int32_t w = 0; w < all.size(); ++w) {
    table.words.emplace_back(all.word(w));
    for (const float value : mean_of_rows(model, all.word(w))) {
      if (!std::isfinite(value)) {
        throw data_error(printable(path.string()),
                         "has a number that is not finite",
                         "replace it with an intact copy");
      }
      table.values.push_back(value);
    }
  }
  return {std::move(table), model.words.size()};
}

// Try it with a model that you have: `./primer run 3 --vectors cc.de.300.bin --ask
// "Unbelehrbarkeit"`. Without a question, the vectors take part in the contest of the
// [last page](results.cpp), in the place of the dictionary's. What did billions
// of words from the web teach about definitions?

}  // namespace primer::chapter
