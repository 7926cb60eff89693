#include "exercises/grader/author/prove.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <functional>
#include <set>

#include "common/io/file.hpp"
#include "exercises/grader/author/cut.hpp"
#include "exercises/grader/author/hints.hpp"
#include "exercises/grader/author/sync.hpp"
#include "exercises/grader/grade/parallel.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;
using Objections = std::vector<std::string>;

Objections text_objections(const std::map<std::string, std::string>& files,
                           const std::string& solution) {
  Objections found;
  const auto has = [&](const char* name) {
    return files.contains(name) && !files.at(name).empty();
  };
  if (!has("task.md") || !files.at("task.md").starts_with("# ")) {
    found.push_back("task.md is missing, or does not begin with a heading");
  }
  const Hints hints = read_hints(has("hints.md") ? files.at("hints.md") : "");
  if (hints.hints.size() != 3 || hints.compare.empty()) {
    found.push_back("hints.md does not have three sections `## Hint`, and `## Compare`");
  }
  for (const std::string& line : hole_lines(solution)) {
    for (const auto& [name, bytes] : files) {
      if (bytes.find(line) != std::string::npos) {
        found.push_back(fmt::format("a line of a hole stands in {}: {}", name, line));
      }
    }
  }
  return found;
}

std::string shown(const ExerciseResult& result) {
  std::string lines;
  for (const CheckResult& check : result.checks) {
    lines += fmt::format("\n    {:16} {}{}{}", to_string(check.verdict), check.check,
                         check.reason.empty() ? "" : ": ", check.reason);
  }
  return lines;
}

Objections stub_objections(const ExerciseResult& result) {
  for (const CheckResult& check : result.checks) {
    if (check.verdict != Verdict::not_implemented) {
      return {"a check of the stub does not end as not implemented:" + shown(result)};
    }
  }
  return {};
}

Objections solution_objections(const Exercise& exercise, const ExerciseResult& result,
                               const char* how) {
  Objections found;
  if (result.max() != exercise.points) {
    found.push_back(fmt::format("task.md promises {} points", exercise.points));
  }
  if (result.max() < 5 || result.max() > 30)
    found.push_back(fmt::format("it is worth {} points", result.max()));
  for (const CheckResult& check : result.checks) {
    if (check.max <= 0) found.push_back("no points for: " + check.check);
  }
  if (result.points() != result.max()) {
    found.push_back(fmt::format("the solution{} does not get all points:{}", how, shown(result)));
  }
  return found;
}

Objections mutant_objections(const std::string& name, const Mutant& mutant,
                             const ExerciseResult& result) {
  std::set<std::string> failed;
  for (const CheckResult& check : result.checks) {
    if (check.verdict != Verdict::pass) failed.insert(check.check);
  }
  if (failed == std::set<std::string>(mutant.fails.begin(), mutant.fails.end())) return {};
  return {
      fmt::format("{} should fail at [{}]:{}", name, fmt::join(mutant.fails, "; "), shown(result))};
}

}  // namespace

Objections objections_to(const Exercise& solution, const Workshop& workshop, const Workshop& strict,
                         unsigned jobs) {
  const auto files = exercise_files(solution);
  const std::string right = read_file(solution.folder / solution.file());
  Objections found = text_objections(files, right);

  std::vector<std::function<Objections()>> tasks{
      [&] { return stub_objections(workshop.grade(solution, files.at(solution.file()))); },
      [&] {
        return solution_objections(solution, workshop.grade(solution, without_marks(right)), "");
      },
      [&] {
        return solution_objections(solution, strict.grade(solution, without_marks(right)),
                                   " under sanitizers");
      },
  };
  std::size_t mutants = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(solution.folder / "mutants", none)) {
    const std::string name = entry.path().filename();
    if (entry.path().extension() != ".mutant") {
      found.push_back("mutants/" + name + " is none");
      continue;
    }
    ++mutants;
    const Mutant mutant = read_mutant(read_file(entry.path()), right, entry.path());
    tasks.push_back([&, name, mutant] {
      return mutant_objections(name, mutant, workshop.grade(solution, mutant.source));
    });
  }
  if (mutants < 3) found.push_back("there are fewer than three mutants");

  std::vector<Objections> results(tasks.size());
  in_parallel(tasks.size(), jobs, [&](std::size_t i) { results[i] = tasks[i](); });
  for (const Objections& objections : results)
    found.insert(found.end(), objections.begin(), objections.end());
  return found;
}

}  // namespace primer::grader
