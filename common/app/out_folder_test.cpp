#include "common/app/out_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::app {
namespace {

using testing::ContainsSubstring;
using testing::TemporaryFolder;

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::string refused(const std::filesystem::path& path) {
  try {
    OutFolder folder(path);
  } catch (const Error& error) {
    CHECK(error.exit_code() == 2);
    return error.what();
  }
  return "ACCEPTED";
}

}  // namespace

TEST_CASE("Results are put in place together and replace older ones") {
  const TemporaryFolder parent;
  const OutFolder folder(parent / "a/b");
  folder.publish({{"model", "one"}, {"run.json", "two"}});
  folder.publish({{"model", "three"}, {"log.csv", ""}});
  CHECK(names_in(folder.path()) == std::vector<std::string>{"log.csv", "model", "run.json"});
  CHECK(read_file(folder.path() / "model") == "three");
  CHECK(read_file(folder.path() / "run.json") == "two");
}

TEST_CASE("When one result cannot be written the old ones stay and nothing else does") {
  const TemporaryFolder parent;
  const OutFolder folder(parent.path());
  folder.publish({{"model", "old"}});
  // A folder under the temporary name cannot be replaced by a file, even by a superuser.
  const std::string in_the_way = fmt::format(".run.json.{}.new", getpid());
  std::filesystem::create_directories(parent / in_the_way / "full");
  CHECK_THROWS_AS(folder.publish({{"model", "new"}, {"run.json", "new"}}), Error);
  CHECK(read_file(parent / "model") == "old");
  CHECK(names_in(parent.path()) == std::vector<std::string>{in_the_way, "model"});
}

TEST_CASE("A result whose place is taken by a folder is an error that says so") {
  const TemporaryFolder parent;
  const OutFolder folder(parent.path());
  folder.publish({{"log.csv", "old"}});
  std::filesystem::create_directories(parent / "model/full");
  CHECK_THROWS_WITH(folder.publish({{"log.csv", "new"}, {"model", "new"}, {"run.json", "new"}}),
                    ContainsSubstring("model: cannot be replaced: "));
  CHECK(read_file(parent / "log.csv") == "old");
  CHECK(names_in(parent.path()) == std::vector<std::string>{"log.csv", "model"});
}

TEST_CASE("A folder that cannot be written to is refused") {
  const TemporaryFolder parent;
  write_file_atomically(parent / "file", "");
  CHECK_THAT(refused(parent / "file"), ContainsSubstring("file is not a folder; name a folder"));
  CHECK_THAT(refused(parent / "file/below"), ContainsSubstring("cannot be made: "));
  CHECK_THAT(refused("/proc/primer"), ContainsSubstring("--out: /proc/primer cannot be made: "));
  CHECK_THAT(refused("/proc"), ContainsSubstring("--out: /proc cannot be written to: "));
  CHECK_THAT(refused(parent / std::string(300, 'x')), ContainsSubstring("x cannot be made: "));
  CHECK(names_in(parent.path()) == std::vector<std::string>{"file"});
}

TEST_CASE("What a killed run left half written is removed and nothing else is") {
  const TemporaryFolder parent;
  for (const std::string name :
       {".checkpoint.safetensors.123.tmp", ".run.json.123.new", "..run.json.123.new.123.tmp",
        ".a.tmp", "b.1.tmp", ".mine", ".mine.new", "a.1.new"}) {
    write_file_atomically(parent / name, "");
  }
  const OutFolder folder(parent.path());
  CHECK(names_in(parent.path()) ==
        std::vector<std::string>{".a.tmp", ".mine", ".mine.new", "a.1.new", "b.1.tmp"});
}

TEST_CASE("Two runs cannot write to one folder at the same time") {
  const TemporaryFolder parent;
  std::optional<OutFolder> first(parent.path());
  CHECK_THAT(refused(parent.path()), ContainsSubstring("another run is writing to "));
  first.reset();
  CHECK(refused(parent.path()) == "ACCEPTED");
}

}  // namespace primer::app
