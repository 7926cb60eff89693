// Weaves one file, as Doxygen's INPUT_FILTER: weave [--solutions] ROOT WORK FILE prints the page that FILE becomes. ROOT is the
// repository, WORK where make_book keeps what it found out about the book.

#include <iostream>
#include <vector>

#include "book/binder.hpp"
#include "book/system.hpp"
#include "common/error/error.hpp"

int main(int argc, char** argv) {
  using namespace primer;
  return book::run_program("weave", [&] {
    std::vector<std::string> words(argv + 1, argv + argc);
    const bool solutions = std::erase(words, "--solutions") > 0;
    if (words.size() != 3)
      throw usage_error("weave", "no such use", "see the head of weave_main.cpp");
    const book::Binder binder(book::BinderOptions::read(words[0], words[1], solutions));
    std::cout << binder.weave(words[2]);
    return 0;
  });
}
