#include "exercises/grader/class/agreed.hpp"

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "exercises/grader/testing/two_exercises.hpp"

namespace primer::grader {
namespace {

Batch batch(const std::filesystem::path& out, const std::vector<Exercise>& exercises,
            std::uint64_t seed, bool given) {
  return {.submissions = {},
          .out = out,
          .exercises = exercises,
          .solutions = {},
          .settings = {.seed = seed},
          .seed_given = given};
}

}  // namespace

TEST_CASE("A folder agrees on a seed until another is asked for") {
  const testing::TemporaryFolder out;
  CHECK(agreed_seed(batch(out.path(), two_exercises, 5, false)) == 5);
  CHECK(agreed_seed(batch(out.path(), two_exercises, 6, false)) == 5);
  CHECK(agreed_seed(batch(out.path(), two_exercises, 7, true)) == 7);
  CHECK(agreed_seed(batch(out.path(), two_exercises, 8, false)) == 7);
  for (const char* nonsense : {"", "[]", "{\"seed\": -1}", "{\"seed\": 1, \"exercises\": 2}"}) {
    write_file_atomically(out / "batch.json", nonsense);
    CHECK_NOTHROW(agreed_seed(batch(out.path(), two_exercises, 9, false)));
  }
}

TEST_CASE("A folder does not forget exercises and takes more") {
  const testing::TemporaryFolder out;
  const std::vector<Exercise> first{two_exercises[0]}, second{two_exercises[1]};
  agreed_seed(batch(out.path(), first, 5, false));
  const std::string before = read_file(out / "batch.json");
  CHECK_THAT(
      testing::refusal([&] { agreed_seed(batch(out.path(), second, 5, false)); }),
      testing::ContainsSubstring("08_x/1_f") && testing::ContainsSubstring("another folder"));
  CHECK(read_file(out / "batch.json") == before);
  CHECK(agreed_seed(batch(out.path(), two_exercises, 6, false)) == 5);
  CHECK_THROWS_AS(agreed_seed(batch(out.path(), first, 5, false)), Error);
}

}  // namespace primer::grader
