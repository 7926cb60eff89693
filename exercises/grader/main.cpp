// The grader's program. `./primer grade`, `hint`, `watch`, `reset`, `sync` and `handout` call it; `--help` shows its own words.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "common/error/error.hpp"
#include "common/train/interrupt.hpp"
#include "exercises/grader/author/prove.hpp"
#include "exercises/grader/author/sync.hpp"
#include "exercises/grader/class/batch.hpp"
#include "exercises/grader/reader/learner.hpp"

namespace {

using namespace primer;
using namespace primer::grader;
namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> words;  ///< chapters or exercises
  Settings settings;
  bool check = false, allow_begun = false, yes = false;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::string> without;
  std::string submissions, out, tests;
};

const fs::path root = PRIMER_SOURCE_DIR;
const Tree tree{root / "exercises", root / "solutions", root / "progress.txt"};

std::vector<Exercise> chosen(const Options& options) {
  const auto all = exercises_in(tree.exercises);
  return choose(all, options.words);
}

void print_lines(const char* what, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) fmt::print("{}: exercises/{}\n", what, line);
}

int run_sync(const Options& options) {
  const SyncReport report = sync(tree.solutions, tree.exercises, options.check);
  print_lines(options.check ? "out of date" : "written", report.written);
  print_lines("begun, and left as it is", report.begun);
  print_lines("edited since it was written, and left as it is", report.refused);
  const bool bad = !report.refused.empty() || (options.check && !report.written.empty()) ||
                   (options.check && !options.allow_begun && !report.begun.empty());
  if (!bad) return 0;
  throw data_error("exercises/", "is not what solutions/ makes of it",
                   report.refused.empty()
                       ? "run ./primer sync"
                       : "make the change in solutions/, or take it back, and run ./primer sync");
}

int prove(const Options& options) {
  const auto all = choose(exercises_in(tree.solutions), options.words);
  Settings strict = options.settings;
  strict.strict = true;
  const Workshop workshop(all, options.settings), strict_workshop(all, strict);
  bool good = true;
  for (const Exercise& exercise : all) {
    const auto begin = std::chrono::steady_clock::now();
    const auto objections = objections_to(exercise, workshop, strict_workshop, options.jobs);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    for (const std::string& objection : objections)
      fmt::print("{} {}: {}\n", exercise.number, exercise.path, objection);
    good &= objections.empty();
    fmt::print("{} {}: {} in {:.1f} s\n", exercise.number, exercise.path,
               objections.empty() ? "proved" : "NOT PROVED", took.count());
  }
  if (good) return 0;
  throw data_error("solutions/", "not every exercise keeps what exercises promise", "see above");
}

std::uint64_t fresh_seed() {
  std::random_device device;
  return device() % 1000000000;
}

int run(int argc, char** argv) {
  Options options;
  CLI::App app("Grades exercises, and writes them from their solutions.", "./primer");
  app.require_subcommand(1);
  const auto command = [&](const char* name, const char* about) {
    CLI::App* sub = app.add_subcommand(name, about);
    sub->add_option("exercises", options.words,
                    "chapters or exercises: 8, 8.1, autoencoder; all if none is named");
    return sub;
  };
  const auto grading = [&](CLI::App* sub) {
    sub->add_flag("--strict", options.settings.strict,
                  "compile with sanitizers: undefined behaviour fails a check");
    sub->add_option("--seed", options.settings.seed,
                    "of the inputs that checks draw; another one each time if not given");
    sub->add_option("--check-seconds", options.settings.check_seconds,
                    "the longest that a check may take")
        ->check(CLI::Range(0.1, 600.0));
    sub->add_option("--compile-seconds", options.settings.compile_seconds,
                    "the longest that a file may compile")
        ->check(CLI::Range(1.0, 600.0));
    sub->add_option("--without", options.without, "protections to do without, between commas")
        ->delimiter(',')
        ->check(CLI::IsMember({"bubblewrap", "namespaces", "landlock"}));
    return sub;
  };
  const auto several = [&](CLI::App* sub) {
    sub->add_option("--jobs", options.jobs, "how many to grade at once")
        ->check(CLI::Range(1, 1024));
    return sub;
  };
  const auto class_too = [&](CLI::App* sub) {
    sub->add_option("--submissions", options.submissions,
                    "a folder of submissions to grade: ID/, ID.zip or ID.tar.gz for each student");
    sub->add_option("--out", options.out, "the folder for what is found out about submissions");
    sub->add_option(
        "--tests", options.tests,
        "a folder of further checks, NN_chapter/K_name/*_test.cpp; ./primer builds them in");
    return sub;
  };
  CLI::App* grade =
      class_too(several(grading(command("grade", "compile and check what was written"))));
  CLI::App* proving = several(
      grading(command("prove", "check that exercises, solutions and mutants are as promised")));
  CLI::App* watching = grading(command("watch", "grade what is saved"));
  CLI::App* hint = command("hint", "show one hint more");
  CLI::App* targets =
      class_too(several(grading(command("targets", "what has to be built to grade so"))));
  CLI::App* handing = command("handout", "write exercises for students into another tree");
  handing->add_option("--out", options.out, "the tree")->required();
  CLI::App* resetting = command("reset", "put an exercise back as it was at first");
  resetting->add_flag("--yes", options.yes, "do not ask");
  CLI::App* syncing = command("sync", "write exercises/ from solutions/");
  syncing->add_flag("--check", options.check, "only say what would be written");
  syncing->add_flag("--allow-begun", options.allow_begun,
                    "holes that a reader has filled are all right");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& wrong) {
    throw usage_error("options", wrong.what(), "see --help");
  }
  const auto without = [&](const char* fence) {
    return std::ranges::find(options.without, fence) != options.without.end();
  };
  options.settings.fences = {!without("bubblewrap"), !without("namespaces"), !without("landlock")};
  const bool seed_given = [&] {
    for (const CLI::App* sub : {grade, watching, proving}) {
      if (sub->parsed()) return sub->count("--seed") > 0;
    }
    return true;
  }();

  if (syncing->parsed()) return run_sync(options);
  if (handing->parsed()) {
    hand_out(choose(exercises_in(tree.solutions), options.words),
             fs::path(options.out) / "exercises");
    return 0;
  }
  if (proving->parsed()) return prove(options);
  if (!seed_given) options.settings.seed = fresh_seed();
  const auto exercises = chosen(options);
  if (targets->parsed()) {
    for (const Exercise& exercise : exercises) {
      std::string id = exercise.path;
      id[id.find('/')] = '_';
      fmt::print("{}\n", id);
    }
  } else if (watching->parsed()) {
    options.settings.show_output = true;
    watch(tree, exercises, options.settings,
          [&] { return seed_given ? options.settings.seed : fresh_seed(); });
  } else if (grade->parsed()) {
    if (options.submissions.empty() != options.out.empty()) {
      throw usage_error(options.out.empty() ? "--out" : "--submissions", "is missing",
                        "a folder of submissions and one for their reports go together");
    }
    if (!options.submissions.empty()) {
      grade_submissions({options.submissions, options.out, exercises, tree.solutions,
                         options.settings, seed_given, options.jobs});
      return 0;
    }
    options.settings.show_output = true;
    grade_own(tree, exercises, options.settings, options.jobs);
  } else {
    if (options.words.size() != 1 || exercises.size() != 1) {
      throw usage_error("exercise", "name exactly one", "for example: ./primer hint 8.1");
    }
    if (hint->parsed()) show_hint(tree, exercises[0]);
    if (resetting->parsed()) reset(tree, exercises[0], !options.yes);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  train::catch_interrupts();
  try {
    return run(argc, argv);
  } catch (const train::Interrupted& interrupted) {
    return 128 + interrupted.signal;
  } catch (const Error& error) {
    fmt::print(stderr, "primer: error: {}\n", error.what());
    return error.exit_code();
  } catch (const std::exception& error) {
    fmt::print(stderr, "primer: error: grader: {}; this is a mistake of ours, please report it\n",
               error.what());
    return 3;
  }
}
