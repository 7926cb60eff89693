#include "common/testing/contest.hpp"

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::testing {
namespace {

using Json = nlohmann::json;

/// Stands for a Python with PyTorch: it finds every module, and as the twin it does what the script says.
class FakePython {
 public:
  explicit FakePython(const std::string& twin) {
    write_file_atomically(folder / "python", "#!/bin/sh\n[ \"$1\" != -c ] || exit 0\n" + twin);
    std::filesystem::permissions(folder / "python", std::filesystem::perms::owner_all);
    setenv("PRIMER_PYTHON", (folder / "python").c_str(), 1);
  }
  const TemporaryFolder folder;
};

/// Says of itself that doing the work once takes it two seconds.
const std::string slow_twin =
    "echo ready Fake 1.5; while read run n; do echo seconds $((2 * n)); done";

const ContestOptions quick{.threads = 1, .pairs = 4, .window = 1e-9, .pause = 0};

int run(std::vector<std::string> arguments, const std::function<void(Contest&)>& program) {
  std::string name = "bench";
  std::vector<char*> argv = {name.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return contest(static_cast<int>(argv.size()), argv.data(), "twin.py", program);
}

void race(Contest& contest) {
  contest.race("step", [] {});
}

int exit_code(const std::vector<std::string>& arguments) {
  try {
    parse_contest(arguments);
  } catch (const Error& error) {
    return error.exit_code();
  }
  return 0;
}

}  // namespace

TEST_CASE("A spread is the median between the quartiles") {
  const Spread five = spread({5, 1, 4, 2, 3});
  CHECK(five.low == 2);
  CHECK(five.median == 3);
  CHECK(five.high == 4);
  const Spread two = spread({10, 20});
  CHECK(two.low == 12.5);
  CHECK(two.median == 15);
  CHECK(two.high == 17.5);
  CHECK(spread({7}).high == 7);
}

TEST_CASE("The sides take turns and neither goes first always") {
  const FakePython python(
      "echo ready Fake 1; while read order; do echo theirs >>\"${0%/*}\"/turns; "
      "echo seconds 1; done");
  const std::string turns = python.folder / "turns";
  Contest contest(quick, "twin.py");
  contest.race("step", [&] {
    write_file_atomically(turns,
                          (std::filesystem::exists(turns) ? read_file(turns) : "") + "ours\n");
  });
  const std::string all = read_file(turns);
  CHECK(all.ends_with("ours\ntheirs\ntheirs\nours\nours\ntheirs\ntheirs\nours\n"));
}

TEST_CASE("Results are ours by theirs and are written as json") {
  const FakePython python(slow_twin);
  const auto file = python.folder / "results.json";
  Contest contest({.threads = 1, .json = file, .pairs = 3, .window = 1e-9, .pause = 0}, "twin.py");
  race(contest);
  contest.finish();
  const Result& result = contest.results().at(0);
  REQUIRE(result.rival);
  CHECK(result.rival->milliseconds == 2000);
  CHECK(result.rival->ratio.median == Approx(result.milliseconds / 2000));

  const Json list = Json::parse(read_file(file));
  REQUIRE(list.size() == 1);
  CHECK(list[0]["work"] == "step");
  CHECK(list[0]["unit"] == "ms");
  CHECK(list[0]["ours"] == result.milliseconds);
  CHECK(list[0]["rival"] == 2000);
  CHECK(list[0]["rival_name"] == "Fake");
  CHECK(list[0]["rival_version"] == "1.5");
  CHECK(list[0]["ratio"] == result.rival->ratio.median);
  CHECK(list[0]["ratio_low"] <= list[0]["ratio"]);
  CHECK(list[0]["ratio_high"] >= list[0]["ratio"]);
  CHECK(list[0]["threads"] == 1);
  CHECK(list[0]["cpu"].is_string());
  CHECK(list[0].size() == 11);
}

TEST_CASE("Without a rival its fields are null unless one is required") {
  setenv("PRIMER_PYTHON", "/no/such/python", 1);
  const TemporaryFolder folder;
  const auto file = folder / "results.json";
  CHECK(run({"--json", file, "--threads", "1"}, race) == 0);
  const Json list = Json::parse(read_file(file));
  CHECK(list[0]["ours"].is_number());
  for (const char* field :
       {"rival", "rival_name", "rival_version", "ratio", "ratio_low", "ratio_high"}) {
    CHECK(list[0].at(field).is_null());
  }
  ContestOptions required = quick;
  required.require_rival = true;
  CHECK_THAT(refusal([&] { Contest(required, "twin.py"); }),
             ContainsSubstring("PyTorch: there is no /no/such/python; get one with"));
  CHECK(run({"--require-rival"}, race) == 3);
}

TEST_CASE("A Python without PyTorch is no rival") {
  const FakePython python("");
  write_file_atomically(python.folder / "python", "#!/bin/sh\nexit 1\n");
  std::filesystem::permissions(python.folder / "python", std::filesystem::perms::owner_all);
  ContestOptions required = quick;
  required.require_rival = true;
  CHECK_THAT(refusal([&] { Contest(required, "twin.py"); }),
             ContainsSubstring("python has no torch"));
}

TEST_CASE("A rival that takes no time is not asked for ever more") {
  const FakePython python("echo ready Fake 1; while read order; do echo seconds 1e-300; done");
  Contest contest({.threads = 1, .pairs = 1, .window = 1e-6, .pause = 0}, "twin.py");
  race(contest);
  CHECK(contest.results().at(0).rival->milliseconds > 0);
}

TEST_CASE("A rival that fails ends the contest with one line and writes nothing") {
  const FakePython python("echo 'no such work' >&2; exit 2");
  const auto file = python.folder / "results.json";
  Contest contest(quick, "twin.py");
  CHECK_THAT(refusal([&] { race(contest); }),
             ContainsSubstring("twin.py: ended with status 2: no such work; "));
  CHECK(run({"--json", file}, race) == 3);
  CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("The rival starts with waiting threads of its own kind and our number of threads") {
  setenv("GOMP_SPINCOUNT", "1000", 1);
  setenv("OPENBLAS_CORETYPE", "Haswell", 1);
  const FakePython python(
      "echo $OMP_NUM_THREADS $OMP_WAIT_POLICY$GOMP_SPINCOUNT$OPENBLAS_CORETYPE "
      "\"$@\" >>\"${0%/*}\"/starts\n" +
      slow_twin);
  Contest contest({.threads = 2, .pairs = 1, .window = 1e-9, .pause = 0}, "twin.py");
  race(contest);
  const std::string arguments = PRIMER_SOURCE_DIR "/twin.py --rival step --threads 2\n";
  CHECK(read_file(python.folder / "starts") == "2 " + arguments + "2 PASSIVE " + arguments);
}

TEST_CASE("The options of a contest are read and mistakes in them are usage errors") {
  const auto options =
      parse_contest({"--json", "results.json", "--require-rival", "--threads", "3"});
  REQUIRE(options);
  CHECK(options->threads == 3);
  CHECK(options->json == "results.json");
  CHECK(options->require_rival);
  CHECK_FALSE(parse_contest({"--help"}));
  CHECK(exit_code({"--threads", "0"}) == 2);
  CHECK(exit_code({"--threads", "many"}) == 2);
  CHECK(exit_code({"--threads"}) == 2);
  CHECK(exit_code({"--json"}) == 2);
  CHECK(exit_code({"--json", ""}) == 2);
  CHECK(exit_code({"--json", "/no/such/folder/x"}) == 2);
  CHECK(exit_code({"--jsn", "x"}) == 2);
  CHECK(exit_code({"x"}) == 2);
}

}  // namespace primer::testing
