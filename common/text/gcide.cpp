#include "common/text/gcide.hpp"

#include <fmt/format.h>

#include <system_error>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/fnv1a.hpp"
#include "common/io/printable.hpp"

namespace primer::text {
namespace {

namespace fs = std::filesystem;

constexpr int version = 3;  // of clean_gcide(): another one, another file in the cache
constexpr std::size_t largest_dictionary = std::size_t{1} << 30;

std::string name_of(std::string_view packed, std::span<const std::string> forbidden) {
  std::uint64_t hash = fnv1a(fmt::format("{} {} ", version, packed.size()));
  hash = fnv1a(packed, hash);
  for (const std::string& text : forbidden)
    hash = fnv1a(fmt::format("{} {}", text.size(), text), hash);
  return fmt::format("gcide-{:016x}.txt", hash);
}

/// What stands beside the sentences.
std::string checksum_of(std::string_view sentences) {
  return fmt::format("{} bytes, FNV-1a {:016x}\n", sentences.size(), fnv1a(sentences));
}

bool is_intact(const fs::path& sentences, const fs::path& checksum) {
  std::error_code ignored;
  if (!fs::is_regular_file(sentences, ignored) || !fs::is_regular_file(checksum, ignored))
    return false;
  return read_file(checksum, largest_dictionary) ==
         checksum_of(read_file(sentences, largest_dictionary));
}

}  // namespace

fs::path gcide_directory() { return fs::path(PRIMER_SOURCE_DIR) / "data/cache/gcide"; }

fs::path gcide_corpus(const fs::path& chosen, std::span<const std::string> forbidden,
                      const fs::path& chosen_cache) {
  const fs::path source = (chosen.empty() ? gcide_directory() : chosen) / "gcide.dict.dz";
  const fs::path cache =
      chosen_cache.empty() ? fs::path(PRIMER_SOURCE_DIR) / "data/cache" : chosen_cache;
  std::error_code failure;
  if (!fs::exists(source, failure)) {
    throw data_error(printable(source.string()), "is missing",
                     "run `./primer data fetch gcide`, or name a folder that holds gcide.dict.dz");
  }
  const fs::path sentences = cache / name_of(read_file(source, largest_dictionary), forbidden);
  fs::path checksum = sentences;
  checksum.replace_extension(".checksum");
  if (is_intact(sentences, checksum)) return sentences;

  const CleanGcide clean = clean_gcide(read_file_or_gzip(source, largest_dictionary), forbidden);
  if (clean.sentences.empty()) {
    throw data_error(printable(source.string()), "there is no sentence in it",
                     "replace it with an intact copy");
  }
  fs::create_directories(cache, failure);  // if it fails, writing says why
  write_file_atomically(sentences, clean.sentences);
  write_file_atomically(checksum, checksum_of(clean.sentences));
  return sentences;
}

}  // namespace primer::text
