#pragma once
// What grading found out, from a single check up to one student's whole submission.

#include <string>
#include <string_view>
#include <vector>

namespace primer::grader {

/// How a check ended. Only `pass` earns its points.
enum class Verdict {
  pass,
  fail,             ///< an answer was wrong
  not_implemented,  ///< the hole is still there
  no_compile,       ///< the compiler, or its limits, refused the file
  crash,            ///< a signal, an exit, an exception nobody asked for, nonsense on the channel
  timeout,
  memory,
  output,  ///< printed more than a check may
  forbidden,  ///< the file itself cannot be graded: none there, too large, no regular file, looks outside
};
/// The verdict's name in files: "not_implemented".
std::string_view to_string(Verdict verdict);
/// For people: "not implemented".
std::string in_words(Verdict verdict);
/// The verdict that a file's word means. @throws std::invalid_argument when it is none
Verdict verdict_named(std::string_view name);

struct CheckResult {
  std::string check;  ///< a sentence: what the check claims
  int points = 0;     ///< earned
  int max = 0;
  Verdict verdict = Verdict::fail;
  std::string
      reason;  ///< empty for a pass; else what was expected and why it matters, some lines at most
};

struct ExerciseResult {
  std::string exercise;  ///< "08_autoencoder/1_mse"
  std::string number;    ///< "8.1"
  std::string title;     ///< "The mean squared error and its gradient"
  std::vector<CheckResult> checks;
  bool fault = false;  ///< this machine failed at some of it; graded again, it may end otherwise

  int points() const;
  int max() const;
};

struct SubmissionResult {
  std::string id;
  std::vector<ExerciseResult> exercises;
  std::string
      remark;  ///< about the submission as a whole, such as an archive that cannot be read; often empty

  int points() const;
  int max() const;
};

}  // namespace primer::grader
