#include "book/browser/way.hpp"

#include "book/course.hpp"
#include "common/app/process.hpp"
#include "common/error/error.hpp"

namespace primer::book {

std::vector<std::string> way_through_the_book(const std::filesystem::path& root) {
  const std::string script = (root / "chapters" / "describe.cmake").string();
  const auto described = app::run_process({"cmake", "-P", script});
  if (!described || described->status != 0)
    throw data_error(script, "does not describe the course", "run it with cmake -P to see why");
  std::vector<std::string> pages;
  for (const Stop& stop : way_through(read_course(root, described->output + described->errors)))
    pages.push_back(stop.id + ".html");
  return pages;
}

}  // namespace primer::book
