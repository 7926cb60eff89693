#include "exercises/grader/reader/learner.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <thread>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/train/interrupt.hpp"
#include "exercises/grader/author/hints.hpp"
#include "exercises/grader/author/sync.hpp"
#include "exercises/grader/class/submission.hpp"
#include "exercises/grader/class/tables.hpp"
#include "exercises/grader/grade/parallel.hpp"
#include "exercises/grader/reader/progress.hpp"
#include "exercises/grader/reader/table.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

ExerciseResult grade_file(const Workshop& workshop, const Exercise& exercise) {
  try {
    return workshop.grade(exercise,
                          read_file(exercise.folder / exercise.file(), ReadLimits{}.file));
  } catch (const Error& unreadable) {
    return workshop.refuse(exercise, Verdict::forbidden, unreadable.what());
  }
}

void note(const Tree& tree, const std::vector<ExerciseResult>& results) {
  auto progress = read_progress(tree.progress);
  for (const ExerciseResult& result : results) {
    Standing& standing = progress[result.number];
    standing.points = result.points();
    standing.max = result.max();
  }
  write_progress(tree.progress, progress);
}

/// Whether an answer was wrong, so that one may want to see the same inputs again.
bool anything_wrong(const std::vector<ExerciseResult>& results) {
  for (const ExerciseResult& result : results) {
    for (const CheckResult& check : result.checks) {
      if (check.verdict != Verdict::pass && check.verdict != Verdict::not_implemented &&
          check.verdict != Verdict::no_compile) {
        return true;
      }
    }
  }
  return false;
}

/// Says how to see the same inputs again, where one may want to.
void name_seed(const std::vector<ExerciseResult>& results, std::uint64_t seed) {
  if (anything_wrong(results)) fmt::print("\nThe same inputs again: --seed {}\n", seed);
}

/// When the reader's file was written; nothing while it is not there, as when an editor is about to replace it.
std::optional<fs::file_time_type> saved_at(const Exercise& exercise) {
  std::error_code problem;
  const auto time = fs::last_write_time(exercise.folder / exercise.file(), problem);
  return problem ? std::nullopt : std::optional(time);
}

/// "35 of 175 points in the whole course", as the progress and the tasks have it.
std::string course_total(const Tree& tree, const std::vector<Exercise>& all) {
  const auto progress = read_progress(tree.progress);
  int points = 0, max = 0;
  for (const Exercise& exercise : all) {
    const auto at = progress.find(exercise.number);
    points += at == progress.end() ? 0 : at->second.points;
    max += exercise.points;
  }
  return fmt::format("{} of {} points in the whole course", points, max);
}

}  // namespace

void grade_own(const Tree& tree, const std::vector<Exercise>& chosen, const Settings& settings,
               unsigned jobs) {
  const Workshop workshop(chosen, settings);
  std::vector<ExerciseResult> results(chosen.size());
  in_parallel(chosen.size(), jobs,
              [&](std::size_t i) { results[i] = grade_file(workshop, chosen[i]); });
  note(tree, results);
  fmt::print("{}", table_of(results));
  name_seed(results, settings.seed);
  const auto all = exercises_in(tree.exercises);
  if (results.size() < all.size()) fmt::print("\n{}\n", course_total(tree, all));
  add_to_step_summary(summary_markdown(results));
}

void show_hint(const Tree& tree, const Exercise& exercise) {
  const Hints hints = read_hints(read_file(exercise.folder / "hints.md"));
  auto progress = read_progress(tree.progress);
  Standing& standing = progress[exercise.number];
  if (standing.max > 0 && standing.points == standing.max) {
    fmt::print(
        "You have all points.{}\n\n{}\n",
        fs::exists(tree.solutions) ? " Compare yours with solutions/" + exercise.path + "." : "",
        hints.compare);
    return;
  }
  const int count = static_cast<int>(hints.hints.size());
  standing.hints = std::min(standing.hints + 1, count);
  for (int i = 0; i < standing.hints; ++i) {
    fmt::print("Hint {} of {}\n\n{}\n", i + 1, count, hints.hints[static_cast<std::size_t>(i)]);
  }
  if (standing.hints < count)
    fmt::print("Once more for the next: ./primer hint {}\n", exercise.number);
  write_progress(tree.progress, progress);
}

void watch(const Tree& tree, const std::vector<Exercise>& chosen, const Settings& settings,
           const std::function<std::uint64_t()>& next_seed) {
  Workshop workshop(chosen, settings);
  std::map<std::string, std::optional<fs::file_time_type>> seen;
  for (const Exercise& exercise : chosen) seen[exercise.path] = saved_at(exercise);
  fmt::print("Watching {} file{}; what is saved is graded. Ctrl-C ends this.\n", chosen.size(),
             chosen.size() == 1 ? "" : "s");
  std::fflush(stdout);
  while (!train::interrupt_requested()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    for (const Exercise& exercise : chosen) {
      const auto saved = saved_at(exercise);
      if (!saved || saved == seen[exercise.path]) continue;
      seen[exercise.path] = saved;
      workshop.draw_from(next_seed());
      const std::vector<ExerciseResult> results{grade_file(workshop, exercise)};
      note(tree, results);
      fmt::print("\n{}", table_of(results));
      name_seed(results, workshop.settings().seed);
      std::fflush(stdout);
    }
  }
}

void reset(const Tree& tree, const Exercise& exercise, bool ask) {
  const fs::path file = exercise.folder / exercise.file();
  const std::optional<std::string> first = first_state(exercise, tree.solutions);
  if (!first) {
    throw data_error("exercise " + exercise.number,
                     "neither solutions/ nor exercises/.stubs/ says how it was at first",
                     "take " + exercise.file() + " from a fresh copy of the book");
  }
  if (fs::exists(file) && read_file(file) == *first) {
    fmt::print("{} is as it was at first.\n", fs::proximate(file).string());
    return;
  }
  if (ask) {
    fmt::print("Put {} back as it was at first? What stands there is kept. [y/N] ",
               fs::proximate(file).string());
    std::fflush(stdout);
    std::string answer;
    std::getline(std::cin, answer);
    if (!answer.starts_with('y') && !answer.starts_with('Y')) return;
  }
  if (fs::exists(file)) {
    fs::path backup = file.string() + ".backup";
    for (int i = 2; fs::exists(backup); ++i) backup = fmt::format("{}.backup{}", file.string(), i);
    fs::rename(file, backup);
    fmt::print("Yours is now {}.\n", fs::proximate(backup).string());
  }
  write_file_atomically(file, *first);
  fmt::print("{} is as it was at first.\n", fs::proximate(file).string());
}

}  // namespace primer::grader
