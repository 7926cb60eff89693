// Prints a finished book: print_book HTML FILE writes a PDF. ./primer book --pdf calls it.

#include <fmt/format.h>

#include <filesystem>

#include "book/browser/print.hpp"
#include "book/browser/way.hpp"
#include "common/error/error.hpp"

int main(int argc, char** argv) try {
  using namespace primer;
  if (argc != 3) throw usage_error("print_book", "no such use", "see the head of print_main.cpp");
  book::print_book(argv[1], book::way_through_the_book(PRIMER_SOURCE_DIR), argv[2]);
  return 0;
} catch (const primer::Error& error) {
  fmt::print(stderr, "primer: error: {}\n", error.what());
  return error.exit_code();
}
