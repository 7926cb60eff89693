#include "exercises/grader/grade/workshop.hpp"

#include <fmt/core.h>

#include <sstream>
#include <system_error>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/train/interrupt.hpp"
#include "exercises/grader/grade/compile.hpp"
#include "exercises/grader/grade/verdict.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

const fs::path source_root = PRIMER_SOURCE_DIR;
const fs::path built = PRIMER_EXERCISES_BUILD;

/// The lines `POINTS NAME` that a checker prints of itself.
std::vector<Check> checks_of(const fs::path& checker) {
  const Outcome listed = run({.command = {checker, "list"}, .trusted = true}, {});
  if (const int signal = train::interrupt_requested()) throw train::Interrupted(signal);
  if (listed.end != Outcome::End::exited || listed.code != 0) {
    throw data_error(checker, "does not list its checks", "build it again: ./primer grade does");
  }
  std::vector<Check> checks;
  std::istringstream lines(listed.output);
  Check check;
  while (lines >> check.points && std::getline(lines >> std::ws, check.name))
    checks.push_back(check);
  return checks;
}

}  // namespace

struct Workshop::Compiled {
  Verdict verdict;  ///< pass: there is a worker
  std::string reason;
  fs::path worker;
  bool fault = false;
};

Workshop::Workshop(const std::vector<Exercise>& exercises, const Settings& settings)
    : settings_(settings) {
  settings_.fences = fences_that_hold(settings.fences);
  const auto copy = [&](const fs::path& from, const fs::path& to) {
    fs::create_directories((folder_.path() / to).parent_path());
    fs::copy_file(from, folder_.path() / to);
  };
  copy(source_root / "exercises/grader/check/interface.hpp",
       "include/exercises/grader/check/interface.hpp");
  copy(built / "grader/libprimer_worker.a", "worker.a");
  copy(built / "grader/libprimer_strict.a", "strict.a");
  for (const Exercise& exercise : exercises) {
    checks_[exercise.path] = checks_of(built / exercise.path / "checker");
    const fs::path own = fs::path("exercises") / exercise.path;
    copy(built / exercise.path / "liboffer.a", own / "offer.a");
    copy(exercise.folder / (exercise.name + ".hpp"), own / (exercise.name + ".hpp"));
    for (const std::string& file : exercise.uses()) {
      if (file.ends_with(".hpp")) copy(source_root / file, own / file);
    }
  }
}

const std::vector<Check>& Workshop::checks(const Exercise& exercise) const {
  return checks_.at(exercise.path);
}

ExerciseResult Workshop::refuse(const Exercise& exercise, Verdict verdict,
                                const std::string& reason) const {
  ExerciseResult result{exercise.path, exercise.number, exercise.title, {}};
  for (const Check& check : checks(exercise)) {
    result.checks.push_back({check.name, 0, check.points, verdict, reason});
  }
  return result;
}

ExerciseResult Workshop::grade(const Exercise& exercise, const std::string& source) const {
  if (const int signal = train::interrupt_requested()) throw train::Interrupted(signal);
  const TemporaryFolder scratch(folder_.path());
  const Compiled compiled = compile(exercise, source, scratch.path());
  ExerciseResult result = refuse(exercise, compiled.verdict, compiled.reason);
  result.fault = compiled.fault;
  if (compiled.verdict == Verdict::pass) {
    for (std::size_t i = 0; i < result.checks.size(); ++i) {
      run_check(exercise, i, compiled.worker, result);
    }
  }
  if (const int signal = train::interrupt_requested()) throw train::Interrupted(signal);
  return result;
}

Workshop::Compiled Workshop::compile(const Exercise& exercise, const std::string& source,
                                     const fs::path& scratch) const {
  const fs::path own = folder_.path() / "exercises" / exercise.path;
  write_file_atomically(scratch / exercise.file(), source);
  CompilerCall call{.source = exercise.file(),
                    .include = {own, folder_.path() / "include"},
                    .archives = {own / "offer.a", folder_.path() / "worker.a"},
                    .sanitize = settings_.strict};
  if (settings_.strict) call.archives.push_back(folder_.path() / "strict.a");
  const Outcome outcome =
      run({.command = command_of(call),
           .readable = {folder_.path() / "include", own, folder_.path() / "worker.a",
                        folder_.path() / "strict.a"},
           .scratch = scratch,
           .keep = true,
           .limits = {.seconds = settings_.compile_seconds,
                      .cpu_seconds = static_cast<int>(settings_.compile_seconds) + 1,
                      .memory = std::size_t{3} << 30,
                      .file = std::size_t{64} << 20,
                      .output = std::size_t{256} << 10,
                      .processes = 16}},
          settings_.fences);
  const std::string foreign =
      foreign_include(scratch / "worker.d", {own, folder_.path() / "include"});
  if (!foreign.empty()) {
    return {
        Verdict::forbidden, "it includes " + foreign + ", which is not part of the exercise", {}};
  }
  if (outcome.end == Outcome::End::exited && outcome.code == 0) {
    return {Verdict::pass, "", scratch / "worker"};
  }
  return {Verdict::no_compile,
          compiler_complaint(outcome, settings_.compile_seconds),
          {},
          outcome.end == Outcome::End::not_started};
}

void Workshop::run_check(const Exercise& exercise, std::size_t number, const fs::path& worker,
                         ExerciseResult& result) const {
  const Check& check = checks(exercise)[number];
  const TemporaryFolder scratch(folder_.path());
  Channel channel;
  const fs::path checker = built / exercise.path / "checker";
  const auto seed = settings_.seed * 1000 + number;
  const auto [judge, student] =
      run_beside({.command = {checker, "check", std::to_string(number), std::to_string(seed)},
                  .limits = {.seconds = settings_.check_seconds + 5,
                             .cpu_seconds = static_cast<int>(settings_.check_seconds) + 5,
                             .memory = 0,
                             .output = std::size_t{1} << 20},
                  .descriptors = channel.of_checker(),
                  .trusted = true},
                 {.command = {worker},
                  .readable = {worker},
                  .scratch = scratch.path(),
                  .limits = {.seconds = settings_.check_seconds,
                             .cpu_seconds = static_cast<int>(settings_.check_seconds) + 1,
                             .memory = settings_.strict ? 0 : settings_.check_memory},
                  .descriptors = channel.of_worker()},
                 settings_.fences);
  Judgement judgement = judge_check(judge, student, settings_.check_seconds);
  if (settings_.show_output && judgement.verdict != Verdict::pass) {
    judgement.reason += printed_by(student);
  }
  result.fault |= judgement.fault;
  result.checks[number] = {check.name, judgement.verdict == Verdict::pass ? check.points : 0,
                           check.points, judgement.verdict, judgement.reason};
}

}  // namespace primer::grader
