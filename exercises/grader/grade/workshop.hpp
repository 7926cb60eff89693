#pragma once
// Where a submission is built and checked: a folder of clean copies, so that nothing a student changed elsewhere counts.

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "exercises/grader/confine/sandbox.hpp"
#include "exercises/grader/confine/temporary.hpp"
#include "exercises/grader/grade/exercise.hpp"
#include "exercises/grader/grade/result.hpp"

namespace primer::grader {

struct Settings {
  Fences fences = {};
  bool strict = false;        ///< compile with AddressSanitizer and UndefinedBehaviorSanitizer
  bool show_output = false;   ///< a reason also says what the student's code printed
  double check_seconds = 10;  ///< wall clock of a check
  double compile_seconds = 30;
  /// Bytes of each process of a check; one that is compiled with sanitizers has 1 GiB.
  std::size_t check_memory = std::size_t{1} << 30;
  std::uint64_t seed = 0;  ///< of the inputs that the checks draw
};

/// A check, as its exercise's test declares it.
struct Check {
  std::string name;
  int points = 0;
};

/// May be used from several threads at once.
class Workshop {
 public:
  /// Copies what the student's code may include and link, and finds out which fences hold.
  Workshop(const std::vector<Exercise>& exercises, const Settings& settings);

  const Settings& settings() const { return settings_; }
  /// From now on checks draw their inputs from this seed. Not while another thread grades.
  void draw_from(std::uint64_t seed) { settings_.seed = seed; }
  const std::vector<Check>& checks(const Exercise& exercise) const;

  /// Compiles a file as the exercise's solution and runs its checks. @throws train::Interrupted
  ExerciseResult grade(const Exercise& exercise, const std::string& source) const;
  /// What it is worth when there is nothing to compile: each check has this verdict.
  ExerciseResult refuse(const Exercise& exercise, Verdict verdict, const std::string& reason) const;

 private:
  struct Compiled;
  Compiled compile(const Exercise& exercise, const std::string& source,
                   const std::filesystem::path& scratch) const;
  void run_check(const Exercise& exercise, std::size_t number, const std::filesystem::path& worker,
                 ExerciseResult& result) const;

  Settings settings_;
  TemporaryFolder folder_;
  std::map<std::string, std::vector<Check>> checks_;
};

}  // namespace primer::grader
