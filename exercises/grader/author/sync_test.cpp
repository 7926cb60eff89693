#include "exercises/grader/author/sync.hpp"

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

const std::string solution = "int f() {\n  //! hole\n  return 1;\n  //! end\n}\n";
const std::string stub = "int f() {\n  // Your code goes here.\n  throw NotImplemented();\n}\n";

void put(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  write_file_atomically(path, bytes);
}

}  // namespace

TEST_CASE("Exercises are written from solutions and an edited file is left alone") {
  const testing::TemporaryFolder folder;
  const fs::path solutions = folder.path() / "solutions", exercises = folder.path() / "exercises";
  const fs::path own = exercises / "08_x/1_f/f.cpp";
  fs::create_directories(exercises);
  put(solutions / "08_x/1_f/f.cpp", solution);
  put(solutions / "08_x/1_f/task.md", "# F\n");
  put(solutions / "08_x/1_f/mutants/wrong.mutant", "…");

  CHECK(sync(solutions, exercises, true).written.size() == 3);
  CHECK_FALSE(fs::exists(own));
  CHECK(sync(solutions, exercises, false).written.size() == 3);
  CHECK(read_file(own) == stub);
  CHECK_FALSE(fs::exists(exercises / "08_x/1_f/mutants"));
  CHECK(sync(solutions, exercises, true).written.empty());

  put(own, "int f() {\n  return 5;\n}\n");
  CHECK(sync(solutions, exercises, false).begun.size() == 1);
  put(own, "long f() {\n  return 5;\n}\n");
  CHECK(sync(solutions, exercises, false).refused.size() == 1);
  CHECK(read_file(own) == "long f() {\n  return 5;\n}\n");

  put(own, stub);
  put(solutions / "08_x/1_f/f.cpp", "// New.\n" + solution);
  CHECK(sync(solutions, exercises, false).written.size() == 2);
  CHECK(read_file(own) == "// New.\n" + stub);

  fs::remove(solutions / "08_x/1_f/task.md");
  put(solutions / "08_x/1_f/task.md", "# G\n");
  fs::remove_all(solutions / "08_x/1_f");
  CHECK(sync(solutions, exercises, false).written.size() == 3);
  CHECK_FALSE(fs::exists(own));
}

}  // namespace primer::grader
