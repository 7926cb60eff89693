#pragma once
// Texts with labels: what a classifier learns from.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace primer::text {

/// Texts, each with the number of its class.
struct LabelledTexts {
  std::vector<std::string> texts;    ///< (N), UTF-8 if the files were
  std::vector<std::int32_t> labels;  ///< (N), in [0, classes.size())
  std::vector<std::string> classes;  ///< their names

  /// Number of texts, N.
  std::int64_t size() const { return static_cast<std::int64_t>(texts.size()); }
};

/// What a classifier learns from, is chosen by, and is judged by. All three have the same classes.
struct TextSplits {
  LabelledTexts train;       ///< to learn from
  LabelledTexts validation;  ///< to choose settings by
  LabelledTexts test;        ///< to be looked at once
};

/// Picks texts at random so that each class has as nearly as whole numbers allow its share of them (Webster's method). A
/// class that is rarer than one in 2 * count may go away empty-handed. With the same seed a larger count adds texts to
/// those of a smaller one, so that curves over the number of labels compare like with like.
/// @param count at most texts.size()
/// @return (count) texts in random order, with all the classes
/// @throws std::invalid_argument for a negative count, Error for one that is too large
LabelledTexts few_labels(const LabelledTexts& texts, std::int64_t count, std::uint64_t seed);

/// Reads a folder with a folder for each class, such as IMDb's pos/ and neg/ (Maas et al. 2011), each of their files being
/// a text. Classes and texts are in the order of their names. Hidden files and what lies deeper are passed over.
/// @throws Error when there are fewer than two such folders or a file cannot be read
LabelledTexts read_class_folders(const std::filesystem::path& folder);

/// Reads a table with a header that names a column for the texts, "sentence" or "text", and one for the classes, "label":
/// SST-2's form (Wang et al. 2019). The columns are separated by tabs, or by commas if the name ends in .csv; then quotes mean what
/// they do in RFC 4180. Classes are the different labels, by number if all are whole numbers, otherwise by the order of
/// their bytes.
/// @throws Error naming the line, for a header without these columns, a line with another number of fields, an empty label, or a quote
/// that never ends
LabelledTexts read_labelled_table(const std::filesystem::path& path);

}  // namespace primer::text
