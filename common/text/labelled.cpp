#include "common/text/labelled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"
#include "common/tensor/generator.hpp"
#include "common/text/purpose.hpp"
#include "kernels/random/random.hpp"

namespace primer::text {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_text = std::size_t{1} << 26;

/// The entries of a folder whose names do not begin with a dot, in the order of their names.
std::vector<fs::path> visible_entries(const fs::path& folder) {
  std::error_code failure;
  fs::directory_iterator entry(folder, failure);
  std::vector<fs::path> entries;
  for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
    if (!entry->path().filename().string().starts_with('.')) entries.push_back(entry->path());
  }
  if (failure) {
    throw data_error(printable(folder.string()),
                     fmt::format("cannot be read: {}", failure.message()),
                     "name a folder with a folder of texts for each class");
  }
  std::ranges::sort(entries);
  return entries;
}

}  // namespace

LabelledTexts few_labels(const LabelledTexts& texts, std::int64_t count, std::uint64_t seed) {
  if (count < 0) throw std::invalid_argument(fmt::format("few_labels: {} texts", count));
  if (count > texts.size()) {
    throw data_error("--data",
                     fmt::format("{} texts are too few for {} labels", texts.size(), count),
                     "give a larger data set");
  }
  std::vector<std::int32_t> order(texts.texts.size());
  cpu::permutation(order.data(), texts.size(), {derive_seed(seed, choosing_labels), 0}, {});

  // Webster: of two classes, the next text comes from the one for which (texts taken + 1/2) / size is smaller
  std::vector<double> sizes(texts.classes.size()), taken(texts.classes.size());
  for (const std::int32_t label : texts.labels) ++sizes.at(static_cast<std::size_t>(label));
  std::vector<double> turn(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto k = static_cast<std::size_t>(texts.labels[static_cast<std::size_t>(order[i])]);
    turn[i] = (taken[k]++ + 0.5) / sizes[k];
  }
  std::vector<std::size_t> chosen(order.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  std::ranges::stable_sort(chosen, [&](std::size_t a, std::size_t b) { return turn[a] < turn[b]; });
  chosen.resize(static_cast<std::size_t>(count));
  std::ranges::sort(chosen);

  LabelledTexts few{{}, {}, texts.classes};
  for (const std::size_t i : chosen) {
    const auto row = static_cast<std::size_t>(order[i]);
    few.texts.push_back(texts.texts[row]);
    few.labels.push_back(texts.labels[row]);
  }
  return few;
}

LabelledTexts read_class_folders(const fs::path& folder) {
  LabelledTexts result;
  for (const fs::path& class_folder : visible_entries(folder)) {
    if (!fs::is_directory(class_folder) || class_folder.filename() == "unsup") continue;
    const auto label = static_cast<std::int32_t>(result.classes.size());
    result.classes.push_back(printable(class_folder.filename().string()));
    for (const fs::path& file : visible_entries(class_folder)) {
      if (fs::is_directory(file)) continue;
      result.texts.push_back(read_file(file, largest_text));
      result.labels.push_back(label);
    }
    if (result.labels.empty() || result.labels.back() != label) {
      throw data_error(printable(class_folder.string()), "holds no text",
                       "put its texts there, or remove the folder");
    }
  }
  if (result.classes.size() < 2) {
    throw data_error(printable(folder.string()),
                     fmt::format("holds {} folders with texts", result.classes.size()),
                     "name a folder with a folder of texts for each of two classes or more");
  }
  return result;
}

}  // namespace primer::text
