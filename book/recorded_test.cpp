#include "common/testing/catch.hpp"
//
#include <fstream>

#include "book/recorded.hpp"
#include "book/refusal.hpp"
#include "common/testing/files.hpp"

namespace primer::book {
namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::string refusal_of(const Recorded& recorded, const std::string& key) {
  try {
    return "ACCEPTED " + recorded.quote(key);
  } catch (const Refusal& refusal) {
    return refusal.what();
  }
}

}  // namespace

TEST_CASE("Keys quote the recorded runs") {
  const testing::TemporaryFolder folder;
  write(folder / "run.json", R"({"threads": 2, "machine": {"cpu": "Abacus"},
        "numbers": {"a": {"b": 0.12345, "100": {"mean": -2.5}}, "n": 203530},
        "timing": {"step": 0.5, "total": 83.6}})");
  write(folder / "search/run.json", R"({"numbers": {"best": 7}})");
  const Recorded recorded(folder.path());
  CHECK(recorded.quote("a.b:.3f") == "0.123");
  CHECK(recorded.quote("a.100.mean:+.1f") == "−2.5");
  CHECK(recorded.quote("n:.0f") == "203530");
  CHECK(recorded.quote("n") == "203530");
  CHECK(recorded.quote("timing.step:.2f") == "0.50");
  CHECK(recorded.quote("search/best") == "7");
  CHECK(recorded.seconds() == 83.6);
  CHECK(recorded.machine() == "Abacus, 2 threads");
}

TEST_CASE("A key may quote another chapter") {
  const testing::TemporaryFolder chapters;
  write(chapters / "01_one/CMakeLists.txt", "");
  write(chapters / "01_one/results/run.json", R"({"numbers": {"a": 3}})");
  write(chapters / "02_two/results/run.json", R"({"numbers": {"a": 4}})");
  const Recorded recorded(chapters / "02_two/results");
  CHECK(recorded.quote("01_one/a") == "3");
  CHECK(recorded.quote("a") == "4");
  CHECK(refusal_of(recorded, "01_one/b") ==
        "{{01_one/b}}: 01_one/results/run.json has no number of that name");
  CHECK(refusal_of(recorded, "03_three/a") ==
        "{{03_three/a}}: there is no results/03_three/run.json");
}

TEST_CASE("Keys that name no number are refused") {
  const testing::TemporaryFolder folder;
  write(folder / "run.json", R"({"numbers": {"a": {"b": 1}}})");
  const Recorded recorded(folder.path());
  CHECK(refusal_of(recorded, "a.c") == "{{a.c}}: results/run.json has no number of that name");
  CHECK(refusal_of(recorded, "a") == "{{a}}: results/run.json has no number of that name");
  CHECK(refusal_of(recorded, "a.b.c") == "{{a.b.c}}: results/run.json has no number of that name");
  CHECK(refusal_of(recorded, "") == "{{}}: results/run.json has no number of that name");
  CHECK(refusal_of(recorded, "a~2.b") == "{{a~2.b}}: results/run.json has no number of that name");
  CHECK(refusal_of(recorded, "full/a.b") == "{{full/a.b}}: there is no results/full/run.json");
  CHECK(refusal_of(recorded, "a.b:.3q") == "{{a.b:.3q}}: '.3q' is no format for a number");
  CHECK(Recorded(folder / "none").seconds() == 0);
  CHECK(refusal_of(Recorded(folder / "none"), "a") == "{{a}}: there is no results/run.json");
}

}  // namespace primer::book
