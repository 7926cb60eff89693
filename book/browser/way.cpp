#include "book/browser/way.hpp"

#include "book/course.hpp"
#include "book/system.hpp"

namespace primer::book {

std::vector<std::string> way_through_the_book(const std::filesystem::path& root) {
  const std::string script = (root / "chapters" / "describe.cmake").string();
  const std::string described = run_tool({"cmake", "-P", script}, "core");
  std::vector<std::string> pages;
  for (const Stop& stop : way_through(read_course(root, described)))
    pages.push_back(stop.id + ".html");
  return pages;
}

}  // namespace primer::book
