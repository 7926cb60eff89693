#include "common/testing/rival.hpp"

#include <csignal>
#include <filesystem>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::testing {
namespace {

std::vector<std::string> shell(const std::string& script) { return {"sh", "-c", script}; }

/// What is said when a rival of this script has to run once.
std::string refused(const std::string& script, double patience = 60) {
  return refusal([&] { Rival("twin.py", shell(script), patience).run(1); });
}

}  // namespace

TEST_CASE("A rival says who it is and then how long each order took") {
  Rival rival("twin.py",
              shell("echo ready Fake 1.5; while read run n; do echo seconds $n.25; done"));
  CHECK(rival.name() == "Fake");
  CHECK(rival.version() == "1.5");
  CHECK(rival.run(1) == 1.25);
  CHECK(rival.run(30) == 30.25);
}

TEST_CASE("A rival that ends is reported with its last words") {
  CHECK(refused("echo Traceback >&2; echo 'No torch' >&2; exit 7") ==
        "twin.py: ended with status 7: No torch; see what it does by itself: sh -c echo Traceback "
        ">&2; echo 'No torch' >&2; exit 7");
  CHECK_THAT(refused("echo ready Fake 1; read order; echo 'primer: error: x: y; z' >&2; exit 3"),
             ContainsSubstring("twin.py: ended with status 3: x: y; z; "));
  CHECK_THAT(refused("echo ready Fake 1; exit 0"), ContainsSubstring("ended with status 0; "));
  CHECK_THAT(refused("echo ready Fake 1; kill -SEGV $$"), ContainsSubstring("with status 139"));
  CHECK_THAT(refusal([] { Rival("twin.py", {"/no/such/program"}); }),
             ContainsSubstring("ended with status 127: it cannot be started"));
}

TEST_CASE("A rival that talks nonsense is quoted") {
  CHECK_THAT(refused("echo hello; sleep 100"),
             ContainsSubstring("said 'hello' where 'ready NAME VERSION' was due"));
  const std::string ready = "echo ready Fake 1; read order; ";
  for (const std::string nonsense : {"", "seconds", "seconds -1", "seconds 0", "seconds nan",
                                     "seconds inf", "seconds 1 2", "minutes 1", "ready Fake 1"}) {
    CHECK_THAT(refused(ready + "echo '" + nonsense + "'; sleep 100"),
               ContainsSubstring("said '" + nonsense + "' where 'seconds S' was due"));
  }
  CHECK_THAT(refused(ready + "while :; do printf 0123456789; done"),
             ContainsSubstring("said '0123"));
  CHECK_THAT(refused(ready + "printf '\\033[2J\\n'"), ContainsSubstring("said '\\x1b[2J'"));
}

TEST_CASE("A rival that keeps silent is given up") {
  for (const std::string script : {"sleep 100", "echo ready Fake 1; sleep 100",
                                   "echo ready Fake 1; printf seconds; sleep 100"}) {
    CHECK_THAT(refused(script, 0.3), ContainsSubstring("did not answer within 0.3 seconds"));
  }
}

TEST_CASE("No rival outlives its end however it clings to life") {
  const TemporaryFolder folder;
  const std::string pid_file = folder / "pid";
  const std::string clinging = "trap '' TERM INT HUP; echo $$ >" + pid_file + "; ";
  const std::string script = GENERATE("echo ready Fake 1; sleep 100", "exec <&- >&-; sleep 100");
  refused(clinging + script, 2);
  const pid_t pid = std::stoi(read_file(pid_file));
  CHECK(kill(pid, 0) == -1);
  CHECK(errno == ESRCH);
}

}  // namespace primer::testing
