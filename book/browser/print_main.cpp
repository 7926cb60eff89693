// Prints a finished book: print_book HTML FILE writes a PDF. ./primer book --pdf calls it.

#include "book/browser/print.hpp"
#include "book/browser/way.hpp"
#include "book/system.hpp"
#include "common/error/error.hpp"

int main(int argc, char** argv) {
  using namespace primer;
  return book::run_program("print_book", [&] {
    if (argc != 3) throw usage_error("print_book", "no such use", "see the head of print_main.cpp");
    book::print_book(argv[1], book::way_through_the_book(PRIMER_SOURCE_DIR), argv[2]);
    return 0;
  });
}
