#include "common/app/process.hpp"

#include "common/testing/catch.hpp"

namespace primer::app {

TEST_CASE("A process gets its input and leaves output and errors and a status") {
  const auto finished = run_process({"sh", "-c", "cat; echo oh >&2; exit 7"}, "some\0thing");
  REQUIRE(finished);
  CHECK(finished->status == 7);
  CHECK(finished->output == std::string("some\0thing"));
  CHECK(finished->errors == "oh\n");
}

TEST_CASE("A process may read and write more than a pipe holds") {
  const std::string much(1 << 20, 'x');
  const auto finished = run_process({"cat"}, much);
  REQUIRE(finished);
  CHECK(finished->status == 0);
  CHECK(finished->output == much);
}

TEST_CASE("Arguments reach a process as they are") {
  const auto finished = run_process({"printf", "%s|", "a b", "$HOME", "'"});
  REQUIRE(finished);
  CHECK(finished->output == "a b|$HOME|'|");
}

TEST_CASE("A program that is not there is nothing and one that is killed says by what") {
  CHECK_FALSE(run_process({"no-such-program-anywhere"}));
  const auto killed = run_process({"sh", "-c", "kill -9 $$"});
  REQUIRE(killed);
  CHECK(killed->status == 137);
}

}  // namespace primer::app
