// Opens a finished book in a browser and tells what a reader would stumble over: browse_book HTML opens it from disk,
// browse_book HTML SERVER lets that program serve it. ctest runs it both ways, with --or-skip for machines on which no book
// could be made.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "book/browser/pages.hpp"
#include "book/browser/server.hpp"
#include "book/browser/way.hpp"
#include "book/system.hpp"
#include "common/error/error.hpp"

namespace {

using namespace primer;

/// Tells faults as soon as they are known, and counts them.
std::size_t tell(const std::vector<std::string>& faults) {
  for (const std::string& fault : faults) fmt::print(stderr, "{}\n", fault);
  return faults.size();
}

std::size_t try_all(book::Browser& browser, const std::filesystem::path& html,
                    const book::Address& at) {
  return tell(book::try_search(browser, at, "gradient")) + tell(book::try_dark_mode(browser, at)) +
         tell(book::try_the_way(browser, at, book::way_through_the_book(PRIMER_SOURCE_DIR))) +
         tell(book::try_every_page(browser, html, at));
}

}  // namespace

int main(int argc, char** argv) {
  return book::run_program("browse_book", [&] {
    std::vector<std::string> words(argv + 1, argv + argc);
    const bool or_skip = std::erase(words, "--or-skip") > 0;
    if (words.empty() || words.size() > 2)
      throw usage_error("browse_book", "no such use", "see the head of browse_main.cpp");
    if (!exists(std::filesystem::path(words[0]) / "index.html")) {
      if (!or_skip)
        throw usage_error(words[0], "there is no book in it", "make one with ./primer book");
      fmt::print("primer: skipped: there is no book to open\n");
      return 0;
    }
    const std::filesystem::path html = std::filesystem::canonical(words[0]);
    auto browser = book::Browser::start();
    if (!browser) {
      fmt::print("primer: skipped: chromium is not installed; ./primer setup browser does it\n");
      return 0;
    }
    std::optional<book::Server> server;
    if (words.size() == 2) server.emplace(words[1], html);
    const std::size_t faults =
        try_all(*browser, html, server ? server->address() : book::file_url(html));
    if (faults > 0)
      throw data_error(html.string(), fmt::format("{} faults, above", faults), "mend them");
    fmt::print("every page was opened, and nothing is wrong\n");
    return 0;
  });
}
