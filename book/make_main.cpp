// Makes the book: make_book [--solutions] [--draft] OUT makes OUT/html, make_book --undocumented OUT lists the library's
// symbols that nothing is said about. ./primer book calls it, and ctest with --or-skip, for machines without Doxygen.

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "book/make.hpp"
#include "book/system.hpp"
#include "common/error/error.hpp"

namespace primer::book {
namespace {

int run(std::vector<std::string> words) {
  MakeOptions options{.root = PRIMER_SOURCE_DIR};
  options.weave = std::filesystem::canonical("/proc/self/exe").parent_path() / "weave";
  options.solutions = std::erase(words, "--solutions") > 0;
  options.draft = std::erase(words, "--draft") > 0;
  const bool list = std::erase(words, "--undocumented") > 0;
  const bool or_skip = std::erase(words, "--or-skip") > 0;
  if (words.size() != 1 || words[0].starts_with('-'))
    throw usage_error("make_book", "no such use", "see the head of make_main.cpp");
  options.out = words[0];
  if (const std::string absent = missing_package(); or_skip && !absent.empty()) {
    fmt::print("primer: skipped: {} is not installed\n", absent);
    return 0;
  }
  if (!list) {
    make_book(options);
    return 0;
  }
  for (const std::string& line : undocumented(options)) fmt::print("{}\n", line);
  return 0;
}

}  // namespace
}  // namespace primer::book

int main(int argc, char** argv) {
  return primer::book::run_program("make_book", [&] {
    return primer::book::run({argv + 1, argv + argc});
  });
}
