// Makes the book: make_book [--solutions] [--draft] OUT makes OUT/html, make_book --undocumented OUT lists the library's
// symbols that nothing is said about. ./primer book calls it, and ctest with --or-skip, for machines without Doxygen.

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "book/make.hpp"
#include "common/error/error.hpp"

int main(int argc, char** argv) try {
  using namespace primer;
  std::vector<std::string> words(argv + 1, argv + argc);
  book::MakeOptions options{.root = PRIMER_SOURCE_DIR};
  options.weave = std::filesystem::canonical("/proc/self/exe").parent_path() / "weave";
  options.solutions = std::erase(words, "--solutions") > 0;
  options.draft = std::erase(words, "--draft") > 0;
  const bool list = std::erase(words, "--undocumented") > 0;
  const bool or_skip = std::erase(words, "--or-skip") > 0;
  if (words.size() != 1)
    throw usage_error("make_book", "no such use", "see the head of make_main.cpp");
  options.out = words[0];
  if (const std::string absent = book::missing_package(); or_skip && !absent.empty()) {
    fmt::print("primer: skipped: {} is not installed\n", absent);
    return 0;
  }
  if (!list) {
    book::make_book(options);
    return 0;
  }
  const auto lines = book::undocumented(options);
  for (const std::string& line : lines) fmt::print("{}\n", line);
  return 0;
} catch (const primer::Error& error) {
  fmt::print(stderr, "primer: error: {}\n", error.what());
  return error.exit_code();
} catch (const std::filesystem::filesystem_error& error) {
  fmt::print(stderr,
             "primer: error: {}: {}; see whether there is room, and the folder may be written to\n",
             error.path1().string(), error.code().message());
  return 3;
}
