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

/// Picks texts at random so that each class has as nearly as whole numbers allow its share of them (Webster's method).
/// A class that is rarer than one in 2 * count may get none. With the same seed a larger count adds texts to those of a
/// smaller one, so that curves over the number of labels compare like with like.
/// @param count at most texts.size()
/// @return (count) texts in random order, with all the classes
/// @throws std::invalid_argument for a negative count, Error for one that is too large
LabelledTexts few_labels(const LabelledTexts& texts, std::int64_t count, std::uint64_t seed);

/// Reads a folder with a folder for each class, such as IMDb's pos/ and neg/ (Maas et al. 2011), whose files are one
/// text each. Classes and texts are in the order of their names. Hidden files, what lies deeper, and a folder called
/// unsup, where IMDb keeps texts without a label, are passed over.
/// @throws Error when there are fewer than two such folders, one is empty, or a file cannot be read
LabelledTexts read_class_folders(const std::filesystem::path& folder);

/// Reads a table, plain or gzip, whose first line names a column with the texts (sentence, text or review) and one with
/// the classes (label, class or sentiment): the form of SST-2 (Socher et al. 2013, as GLUE gives it) and of many
/// others. Fields are separated by tabs, or by commas if the name ends in .csv; only there do quotes mean what they do
/// in RFC 4180. The classes are the labels that occur, by number if all are whole numbers, otherwise in the order of
/// their bytes. Empty lines are passed over.
/// @throws Error naming the line, for a first line without these columns, a line with more or fewer fields, a missing
/// label, and a quote that does not end
LabelledTexts read_labelled_table(const std::filesystem::path& path);

}  // namespace primer::text
