// Weaves one file, as Doxygen's INPUT_FILTER: weave [--solutions] WORK FILE prints the page that FILE becomes. WORK is where
// make_book keeps what it found out about the book.

#include <filesystem>
#include <iostream>
#include <vector>

#include "book/binder.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"

int main(int argc, char** argv) try {
  using namespace primer;
  namespace fs = std::filesystem;
  std::vector<std::string> words(argv + 1, argv + argc);
  const bool solutions = std::erase(words, "--solutions") > 0;
  if (words.size() != 2)
    throw usage_error("weave", "no such use", "see the head of weave_main.cpp");
  const fs::path work = words[0];
  const auto read = [&](const char* name) {
    return fs::exists(work / name) ? read_file(work / name) : std::string();
  };
  const book::Binder binder({.root = PRIMER_SOURCE_DIR,
                             .pages = work / "pages",
                             .described = read_file(work / "described.txt"),
                             .symbols = read("symbols.tag"),
                             .documented = read("documented.tag"),
                             .solutions = solutions});
  std::cout << binder.weave(words[1]);
  return 0;
} catch (const primer::Error& error) {
  std::cerr << "primer: error: " << error.what() << "\n";
  return error.exit_code();
}
