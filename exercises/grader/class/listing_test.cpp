#include "exercises/grader/class/listing.hpp"

#include <sys/stat.h>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> ids(const Listing& listing) {
  std::vector<std::string> names;
  for (const Entry& entry : listing.entries) names.push_back(entry.id);
  return names;
}
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("Folders and archives are submissions and the rest is named") {
  const testing::TemporaryFolder folder, out;
  for (const char* name : {"zoe", "ann", ".git"}) fs::create_directory(folder / name);
  for (const char* name : {"ben.zip", "Cy.TAR.GZ", "dan.tgz", "README.md", ".zip", "eve.rar"}) {
    write_file_atomically(folder / name, "");
  }
  REQUIRE(::mkfifo((folder / "pipe.zip").c_str(), 0600) == 0);
  const Listing listing = submissions_in(folder.path(), out.path());
  CHECK(ids(listing) == Names{"Cy", "ann", "ben", "dan", "zoe"});
  CHECK(listing.ignored == Names{".git", ".zip", "README.md", "eve.rar", "pipe.zip"});
}

TEST_CASE("Two submissions of one name are one entry with both paths") {
  const testing::TemporaryFolder folder, out;
  fs::create_directory(folder / "ann");
  write_file_atomically(folder / "ann.zip", "");
  write_file_atomically(folder / "ben.tgz", "");
  const Listing listing = submissions_in(folder.path(), out.path());
  REQUIRE(ids(listing) == Names{"ann", "ben"});
  CHECK(listing.entries[0].paths == std::vector<fs::path>{folder / "ann", folder / "ann.zip"});
  CHECK(listing.entries[1].paths.size() == 1);
}

TEST_CASE("A link to a folder or of an archive's name is a submission and another link is none") {
  const testing::TemporaryFolder folder, out, elsewhere;
  fs::create_directory_symlink(elsewhere.path(), folder / "ann");
  fs::create_symlink("/dev/zero", folder / "ben.zip");
  fs::create_symlink("/dev/zero", folder / "zero");
  const Listing listing = submissions_in(folder.path(), out.path());
  CHECK(ids(listing) == Names{"ann", "ben"});
  CHECK(listing.ignored == Names{"zero"});
}

TEST_CASE("A name becomes one that can stand everywhere") {
  const testing::TemporaryFolder folder, out;
  const std::string longest(255, '\x01');
  for (const std::string& name : {std::string("a\nb"), std::string("c\xff"), longest,
                                  std::string("grades.csv"), std::string("d e")}) {
    fs::create_directory(folder / name);
  }
  const Names names = ids(submissions_in(folder.path(), out.path()));
  REQUIRE(names.size() == 5);
  CHECK(names[0].substr(0, 8) == "\\x01\\x01");
  CHECK(names[0].size() < 255);
  CHECK(names[1] == "a\\x0ab");
  CHECK(names[2] == "c\\xff");
  CHECK(names[3] == "d e");
  CHECK(names[4].starts_with("grades.csv~"));
}

TEST_CASE("Reports are no submission wherever they go") {
  const testing::TemporaryFolder folder;
  fs::create_directories(folder / "all/ann");
  fs::create_directories(folder / "all/out/ann");
  CHECK(ids(submissions_in(folder / "all", folder / "all/out")) == Names{"ann"});
  // The reports' folder has a place for a student called "all", and this is it
  fs::create_directories(folder / "all/all");
  fs::remove_all(folder / "all/out");
  const Names names = ids(submissions_in(folder / "all", folder.path()));
  REQUIRE(names.size() == 2);
  CHECK(names[0].starts_with("all~"));
  CHECK_THROWS_AS(submissions_in(folder / "all", folder / "all"), Error);
  CHECK_THROWS_AS(submissions_in(folder / "none", folder.path()), Error);
}

}  // namespace primer::grader
