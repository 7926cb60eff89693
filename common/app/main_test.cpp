// The whole program, from outside: a chapter in small is run as a process, interrupted, killed and mistreated.

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "common/app/process.hpp"
#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"

namespace primer::app {
namespace {

using testing::ContainsSubstring;
using testing::TemporaryFolder;
using Words = std::vector<std::string>;

Finished run(Words prefix, const Words& arguments) {
  prefix.push_back(TESTING_CHAPTER);
  prefix.insert(prefix.end(), arguments.begin(), arguments.end());
  const auto finished = run_process(prefix);
  REQUIRE(finished);
  return *finished;
}

Finished run(const Words& arguments) { return run(Words{}, arguments); }

/// Through a shell, for redirections: "$@" stands for the program and its arguments.
Finished run_in_shell(const std::string& line, const Words& arguments) {
  return run({"bash", "-c", line, "bash"}, arguments);
}

/// Stopped by a signal after some time, unless it ends before.
Finished run_until(double seconds, const std::string& signal, const Words& arguments) {
  return run({"timeout", "--preserve-status", "-s", signal, fmt::format("{}", seconds)}, arguments);
}

void check_one_line(const Finished& finished, int status, const std::string& start) {
  CHECK(finished.status == status);
  CHECK_THAT(finished.errors, ContainsSubstring(start));
  CHECK(finished.errors.starts_with("primer: "));
  CHECK(std::ranges::count(finished.errors, '\n') == 1);
}

/// What must not depend on how often a run was interrupted.
std::string lasting(const std::filesystem::path& out) {
  return read_file(out / "model.safetensors") + read_file(out / "log.csv") +
         read_file(out / "loss.svg");
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

const Words results = {"checkpoint.safetensors", "log.csv", "loss.svg", "model.safetensors",
                       "run.json"};

}  // namespace

TEST_CASE("A run writes its results and says nothing on stderr") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  const Finished first = run({"--quick", "--out", out});
  CHECK(first.status == 0);
  CHECK(first.errors.empty());
  CHECK_THAT(first.output, ContainsSubstring("49 weights\nvalidation loss 0."));
  CHECK(names_in(out) == results);
  const std::string bytes = lasting(out);

  SECTION("the same bytes when it is repeated") {
    const Finished second = run({"--quick", "--out", out});
    CHECK(second.output == first.output);
    CHECK(lasting(out) == bytes);
  }
  SECTION("the same bytes when it is continued after its end") {
    const Finished second = run({"--quick", "--out", out, "--resume"});
    CHECK(second.output == first.output);
    CHECK(lasting(out) == bytes);
  }
  SECTION("other bytes from another seed") {
    run({"--quick", "--out", out, "--seed", "2"});
    CHECK(lasting(out) != bytes);
  }
}

TEST_CASE("An interrupted run says how to continue and ends with the same bytes") {
  const TemporaryFolder folder;
  const std::string whole = folder / "whole", out = folder / "in parts";
  REQUIRE(run({"--quick", "--out", whole}).status == 0);
  // Thirty-six batches of at least 20 ms: it cannot end before it is interrupted.
  const auto [signal, status] = GENERATE(std::pair{"INT", 130}, std::pair{"TERM", 143});
  const Finished part = run_until(0.4, signal, {"--quick", "--pause", "20", "--out", out});
  check_one_line(part, status,
                 "primer: interrupted: saved in " + out + "/checkpoint.safetensors; ");
  CHECK_THAT(part.errors, ContainsSubstring(TESTING_CHAPTER " --quick --pause 20 --out '" + out +
                                            "' --resume\n"));
  CHECK(names_in(out) == Words{"checkpoint.safetensors"});
  const Finished rest = run({"--quick", "--pause", "20", "--out", out, "--resume"});
  CHECK(rest.status == 0);
  CHECK(lasting(out) == lasting(whole));
  CHECK(names_in(out) == results);
}

TEST_CASE("A run killed at any moment and continued ends with the same bytes") {
  const TemporaryFolder folder;
  const std::string whole = folder / "whole", out = folder / "killed";
  REQUIRE(run({"--quick", "--out", whole}).status == 0);
  Finished part;
  int deaths = 0;
  do {
    Words arguments = {"--quick", "--pause", "4", "--out", out};
    if (std::filesystem::exists(out + "/checkpoint.safetensors")) arguments.push_back("--resume");
    // Longer and longer, so that it ends on a slow machine too.
    part = run_until(0.15 + 0.037 * deaths, "KILL", arguments);
    if (part.status == 137) ++deaths;
  } while (part.status == 137 && deaths < 100);
  CHECK(part.status == 0);
  CHECK(deaths > 0);
  CHECK(lasting(out) == lasting(whole));
  CHECK(names_in(out) == results);
}

TEST_CASE("An old run keeps its results until a new one has ended") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  run({"--quick", "--out", out});
  const std::string before = lasting(out);
  run_until(0.3, "KILL", {"--quick", "--pause", "20", "--seed", "2", "--out", out});
  CHECK(lasting(out) == before);
  CHECK(run({"--quick", "--diverge", "--seed", "2", "--out", out}).status == 3);
  CHECK(lasting(out) == before);
}

TEST_CASE("A run that is asked a question leaves what an earlier one kept") {
  const TemporaryFolder folder;
  const Finished asked = run({"--quick", "--ask", "why?"});
  CHECK(asked.status == 0);
  CHECK(asked.errors == "");
  CHECK(asked.output.starts_with("why?\n"));
  CHECK_THAT(asked.output, ContainsSubstring("validation loss"));
  CHECK_FALSE(std::filesystem::exists(PRIMER_SOURCE_DIR "/out/99_testing"));
  check_one_line(run({"--ask", "why?", "--out", folder / "out"}), 2,
                 "primer: error: --out: a run with --ask keeps no results; ");
  check_one_line(run({"--ask", "why?", "--resume"}), 2, "primer: error: --resume: ");
  check_one_line(run({"--ask", "why?", "--data", folder / "nowhere"}), 2,
                 "primer: error: --data: ");
  CHECK_FALSE(std::filesystem::exists(folder / "out"));
}

TEST_CASE("A run that keeps nothing has no more to do when it is interrupted than to end") {
  const Finished killed = run_until(0.5, "TERM", {"--pause", "50", "--ask", "why?"});
  CHECK(killed.status == 128 + SIGTERM);
  CHECK_THAT(killed.errors, !ContainsSubstring("saved"));
}

TEST_CASE("The command to continue with is the one that was given") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  const Finished part = run(
      {"timeout", "--preserve-status", "-s", "INT", "0.4", "env", "PRIMER_COMMAND=./primer run 99"},
      {"--quick", "--pause", "20", "--out", out});
  CHECK_THAT(part.errors, ContainsSubstring("continue with: ./primer run 99 --quick --pause 20"));
}

TEST_CASE("Mistakes of usage end with one line and status 2 before anything is written") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "file", "");
  const std::string out = folder / "out";
  const auto refused = [&](Words arguments, const std::string& start) {
    if (std::ranges::find(arguments, "--out") == arguments.end()) {
      arguments.insert(arguments.end(), {"--out", out});
    }
    check_one_line(run(arguments), 2, "primer: error: " + start);
  };
  refused({"--threads", "0"}, "--threads: 0 is not a whole number from 1 to ");
  refused({"--sed", "1"}, "--sed: there is no such option; did you mean --seed?");
  refused({"--data", folder / "nowhere"}, "--data: ");
  refused({"--resume"}, "--resume: there is no checkpoint.safetensors in ");
  CHECK_FALSE(std::filesystem::exists(out));
  refused({"--out", folder / "file"}, "--out: ");
  refused({"--out", folder / "file/below"}, "--out: ");
  refused({"--out", "/proc/primer"}, "--out: /proc/primer cannot be made");
  const std::string too_long(300, 'x');
  refused({"--out", folder / too_long}, "--out: ");
  refused({"--data", folder / too_long}, "--data: ");
}

TEST_CASE("Failures of a run end with one line and status 3") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  check_one_line(run({"--diverge", "--out", out}), 3,
                 "primer: error: pretrain: the loss is nan in epoch 1, batch 1; ");
  check_one_line(run({"--fail", "memory", "--out", out}), 3,
                 "primer: error: 99_testing: there is not enough memory; ");
  check_one_line(run({"--fail", "tensor", "--out", out}), 3,
                 "primer: error: 99_testing: there is not enough memory for a tensor of shape "
                 "(3, 1152921504606846976); ");
  check_one_line(run({"--fail", "exception", "--out", out}), 3,
                 "primer: error: 99_testing: internal error: two\\x0alines; please report it");
  check_one_line(run({"--device", "cuda:1000", "--out", out}), 3,
                 "primer: error: --device: there is no ");
}

TEST_CASE("A run on the emulator does as one on the CPU and says so") {
  const TemporaryFolder here, there;
  REQUIRE(run({"--quick", "--out", here.path()}).status == 0);
  REQUIRE(run({"--quick", "--device", "emulated", "--out", there.path()}).status == 0);
  const auto loss = [](const TemporaryFolder& folder) {
    const std::string log = read_file(folder / "log.csv");
    return std::stod(log.substr(log.rfind(',') + 1));
  };
  CHECK(loss(there) == testing::Approx(loss(here)).epsilon(1e-4));
  CHECK(loss(there) != loss(here));  // other kernels, other roundings
  CHECK_THAT(read_file(here / "run.json"), ContainsSubstring("\"launches\": 0"));
  const std::string json = read_file(there / "run.json");
  CHECK_THAT(json, ContainsSubstring("\"device\": \"emulated\""));
  CHECK(std::stoi(json.substr(json.find("\"launches\": ") + 12)) > 100);
}

TEST_CASE("A device that is chosen is told where it is not the one to expect") {
  const TemporaryFolder folder;
  const Finished finished = run({"--quick", "--device", "auto", "--out", folder.path()});
  CHECK(finished.status == 0);
  const bool on_a_card = read_file(folder / "run.json").find("cuda:0") != std::string::npos;
  CHECK(finished.errors.starts_with("primer: note: computing on the CPU, for ") == !on_a_card);
}

TEST_CASE("A checkpoint that cannot be looked for is refused in one line") {
  const TemporaryFolder folder;
  const std::string out = folder / std::string(300, 'x');
  check_one_line(run({"--quick", "--resume", "--out", out}), 3,
                 "primer: error: " + out + "/checkpoint.safetensors: cannot be read: ");
}

TEST_CASE("A damaged checkpoint is refused in one line") {
  const TemporaryFolder folder;
  const auto file = folder / "checkpoint.safetensors";
  REQUIRE(run({"--quick", "--out", folder.path()}).status == 0);
  const std::string good = read_file(file);
  for (const std::string& bad :
       {std::string(), std::string("nonsense"), good.substr(0, 100),
        good.substr(0, good.size() - 1), read_file(folder / "model.safetensors")}) {
    write_file_atomically(file, bad);
    check_one_line(run({"--quick", "--resume", "--out", folder.path()}), 3,
                   "primer: error: " + file.string() + ": ");
  }
}

TEST_CASE("A stdout that is full or closed is one line and a reader that leaves is none") {
  const TemporaryFolder folder;
  const Words arguments = {"--quick", "--out", folder / "out"};
  check_one_line(run_in_shell("exec \"$@\" > /dev/full", arguments), 3, "primer: error: stdout: ");
  check_one_line(run_in_shell("exec \"$@\" >&-", arguments), 3,
                 "primer: error: stdout: is closed; ");
  check_one_line(run_in_shell("exec \"$@\" --help > /dev/full", {}), 3, "primer: error: stdout: ");
  const Finished pipe = run_in_shell("\"$@\" | true; exit ${PIPESTATUS[0]}", arguments);
  CHECK(pipe.errors.empty());
  const Finished silent = run_in_shell("exec \"$@\" 2>&- <&-", arguments);
  CHECK(silent.status == 0);
  CHECK_THAT(silent.output, ContainsSubstring("validation loss"));
}

TEST_CASE("A disk that is full is one line and leaves the old results as they were") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  REQUIRE(run({"--quick", "--out", out}).status == 0);
  const std::string before = lasting(out);
  // No file may be longer than 2 KiB: the checkpoint is.
  const Finished finished =
      run_in_shell("ulimit -f 2; exec \"$@\"", {"--quick", "--seed", "2", "--out", out});
  check_one_line(finished, 3, "checkpoint.safetensors: ");
  CHECK(lasting(out) == before);
  CHECK(names_in(out) == results);
}

TEST_CASE("A second run cannot write to the same folder") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  const Finished both = run_in_shell(
      "\"$@\" --pause 1000 >/dev/null 2>&1 & while [ ! -e \"${@: -1}\"/checkpoint.safetensors ]; "
      "do "
      "sleep 0.02; done; \"$@\"; status=$?; kill $!; wait; exit $status",
      {"--quick", "--out", out});
  check_one_line(both, 2, "primer: error: --out: another run is writing to ");
}

TEST_CASE("Without gnuplot a run goes on and says what to install") {
  const TemporaryFolder folder;
  const std::string out = folder / "out";
  const Finished finished = run({"/usr/bin/env", "PATH=/nonexistent"}, {"--quick", "--out", out});
  check_one_line(finished, 0, "primer: note: without gnuplot there are no figures; ");
  CHECK(names_in(out) ==
        Words{"checkpoint.safetensors", "log.csv", "model.safetensors", "run.json"});
}

TEST_CASE("A gnuplot that fails ends the run with its words") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "gnuplot", "#!/bin/sh\necho no fonts >&2\nexit 1\n");
  std::filesystem::permissions(folder / "gnuplot", std::filesystem::perms::owner_all);
  const std::string path = "PATH=" + folder.path().string() + ":" + std::getenv("PATH");
  const Finished finished = run({"/usr/bin/env", path}, {"--quick", "--out", folder / "out"});
  check_one_line(finished, 3,
                 "primer: error: gnuplot: failed with status 1 on the figure Loss: no fonts");
}

TEST_CASE("Progress shows on a terminal and is gone at the end") {
  const TemporaryFolder folder;
  // script(1) gives the program a terminal.
  const Finished finished = run_in_shell("script -qec \"stty cols 60; exec $* 2>&1\" /dev/null",
                                         {"--quick", "--pause", "20", "--out", folder / "out"});
  CHECK_THAT(finished.output, ContainsSubstring("\rpretrain  epoch "));
  CHECK_THAT(finished.output, ContainsSubstring("\r\033[K"));
}

TEST_CASE("Help goes to stdout and touches nothing") {
  const TemporaryFolder folder;
  const Finished finished = run({"--help", "--out", folder / "out"});
  CHECK(finished.status == 0);
  CHECK_THAT(finished.output, ContainsSubstring("99_testing: learn a square"));
  CHECK_FALSE(std::filesystem::exists(folder / "out"));
}

}  // namespace primer::app
