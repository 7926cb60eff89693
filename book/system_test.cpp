#include "common/testing/catch.hpp"
//
#include <stdexcept>

#include "book/system.hpp"
#include "book/testing.hpp"
#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/files.hpp"

namespace primer::book {

TEST_CASE("What a program throws becomes its exit code") {
  CHECK(run_program("x", [] { return 0; }) == 0);
  CHECK(run_program("x", []() -> int { throw usage_error("a", "b", "c"); }) == 2);
  CHECK(run_program("x", []() -> int { throw data_error("a", "b", "c"); }) == 3);
  CHECK(run_program("x", []() -> int { throw std::runtime_error("a"); }) == 3);
  CHECK(run_program("x", [] { return static_cast<int>(std::filesystem::file_size("/none/x")); }) ==
        3);
}

TEST_CASE("A tool that is not there or fails is refused in one line") {
  CHECK(run_tool({"echo", "a"}, "core") == "a\n");
  CHECK(testing::refusal([] { run_tool({"no-such-tool-of-primer"}, "book"); }) ==
        "no-such-tool-of-primer: there is no such program; install it with ./primer setup book");
  CHECK(testing::refusal([] {
          run_tool({"cmake", "-P", "/none/x.cmake"}, "core");
        }) == "cmake: failed with exit code 1; see what it said above");
}

TEST_CASE("A folder is replaced whole or not at all") {
  const testing::TemporaryFolder folder;
  const auto page = folder / "html/page.html";
  write_files(folder.path(), {{"new/page.html", "1"}});
  replace_folder(folder / "html", folder / "new");
  CHECK(read_file(page) == "1");
  CHECK_THROWS_AS(replace_folder(folder / "html", folder / "none"),
                  std::filesystem::filesystem_error);
  CHECK(read_file(page) == "1");
  write_files(folder.path(), {{"new/page.html", "2"}});
  replace_folder(folder / "html", folder / "new");
  CHECK(read_file(page) == "2");
  CHECK_FALSE(std::filesystem::exists(folder / "html.old"));
}

TEST_CASE("What cannot be written is refused with its name") {
  CHECK(testing::refusal([] { write_scratch("/none/x", "text"); }) ==
        "/none/x: cannot be written; see whether the disk has room");
}

}  // namespace primer::book
