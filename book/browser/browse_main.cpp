// Opens a finished book in a browser and tells what a reader would stumble over: browse_book HTML opens it from disk,
// browse_book HTML SERVER lets that program serve it. ctest runs it both ways.

#include <fmt/format.h>

#include <filesystem>

#include "book/browser/pages.hpp"
#include "book/browser/server.hpp"
#include "book/browser/way.hpp"
#include "common/error/error.hpp"

namespace {

using namespace primer;

std::vector<std::string> faults_of(book::Browser& browser, const std::filesystem::path& html,
                                   const book::Address& at) {
  std::vector<std::string> faults = book::try_every_page(browser, html, at);
  for (const auto& more :
       {book::try_the_way(browser, at, book::way_through_the_book(PRIMER_SOURCE_DIR)),
        book::try_search(browser, at, "gradient"), book::try_dark_mode(browser, at)})
    faults.insert(faults.end(), more.begin(), more.end());
  return faults;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2 || argc > 3 ||
      !std::filesystem::exists(std::filesystem::path(argv[1]) / "index.html"))
    throw usage_error("browse_book", "there is no book to open", "make one with ./primer book");
  const std::filesystem::path html = std::filesystem::canonical(argv[1]);
  auto browser = book::Browser::start();
  if (!browser) {
    fmt::print("primer: skipped: chromium is not installed; ./primer setup browser does it\n");
    return 0;
  }
  std::optional<book::Server> server;
  if (argc == 3) server.emplace(argv[2], html);
  const auto faults =
      faults_of(*browser, html, server ? server->address() : "file://" + html.string());
  for (const std::string& fault : faults) fmt::print(stderr, "{}\n", fault);
  if (!faults.empty())
    throw data_error(html.string(), fmt::format("{} faults, above", faults.size()), "mend them");
  fmt::print("every page was opened, and nothing is wrong\n");
  return 0;
} catch (const primer::Error& error) {
  fmt::print(stderr, "primer: error: {}\n", error.what());
  return error.exit_code();
}
