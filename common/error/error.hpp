#pragma once
// What a user can get wrong or a disk can do to us, said in one line: what is wrong, where, and what to do next.

#include <stdexcept>
#include <string>

namespace primer {

/// Ends the program with one line on stderr, `primer: error: SUBJECT: PROBLEM; ADVICE`, and the exit code.
class Error : public std::runtime_error {
 public:
  /// Where the mistake lies; the number is the exit code.
  enum class Kind : int {
    usage = 2,  ///< options: what was asked for makes no sense
    data = 3,   ///< files, environment, or a run that failed
  };

  /// @param subject the file or option concerned
  /// @param problem what is wrong with it
  /// @param advice what to do next
  Error(Kind kind, const std::string& subject, const std::string& problem,
        const std::string& advice)
      : std::runtime_error(subject + ": " + problem + "; " + advice), kind_(kind) {}

  /// 2 for usage, 3 for data.
  int exit_code() const { return static_cast<int>(kind_); }

 private:
  Kind kind_;
};

/// To throw when an option or argument makes no sense; `subject` is its name, such as "--seed".
inline Error usage_error(const std::string& subject, const std::string& problem,
                         const std::string& advice) {
  return {Error::Kind::usage, subject, problem, advice};
}

/// To throw when a file, the environment or the run itself is at fault; `subject` is what.
inline Error data_error(const std::string& subject, const std::string& problem,
                        const std::string& advice) {
  return {Error::Kind::data, subject, problem, advice};
}

}  // namespace primer
