#pragma once
// A contest for time between a chapter and its twin in PyTorch (see rival.hpp). Both take turns, a window of time each, in
// one go, so that whatever else this machine does hits both alike: ours, theirs, theirs, ours, and so on.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace primer::testing {

/// The median and the quartiles, between neighbours where they fall there. Of at least one number.
struct Spread {
  double low, median, high;
};
Spread spread(std::vector<double> values);

struct ContestOptions {
  int threads = 1;                  ///< of both sides
  std::filesystem::path json = {};  ///< where the results go as well; empty: nowhere
  bool require_rival = false;       ///< without a rival, fail

  int pairs = 30;         ///< of windows, ours and theirs
  double window = 0.075;  ///< seconds
  double pause = 0.03;    ///< seconds after each window, in which waiting threads go to sleep
};

/// Reads the command line, the program's name left out.
/// @return nothing when --help was asked for
/// @throws Error of usage
std::optional<ContestOptions> parse_contest(std::vector<std::string> arguments);

/// One line of results. Times are for the work done once.
struct Result {
  struct Rival {
    std::string name, version;
    double milliseconds;
    Spread ratio;  ///< our time divided by the rival's, over the pairs of windows
  };
  std::string work;
  double milliseconds;
  std::optional<Rival> rival;
};

class Contest {
 public:
  /// @param twin the program that stands for the rival, from the root of the source tree
  /// @throws Error when a rival is required and there is no Python that has PyTorch
  Contest(ContestOptions options, std::string twin);

  /// Measures the work, against the twin's work of that name if there is a rival, and prints a line.
  /// @throws Error when the rival fails
  void race(const std::string& work, const std::function<void()>& once);

  const std::vector<Result>& results() const { return results_; }
  /// Writes the file of --json: a list of {work, unit, ours, rival, rival_name, rival_version, ratio, ratio_low, ratio_high,
  /// threads, cpu}; what a missing rival leaves open is null.
  void finish() const;

 private:
  ContestOptions options_;
  std::string twin_;
  std::string python_;   ///< empty without a rival
  std::string absence_;  ///< why there is none
  std::vector<Result> results_;
};

/// The main() of a chapter's benchmark. An Error becomes one line on stderr and the exit code.
int contest(int argc, char** argv, const std::string& twin,
            const std::function<void(Contest&)>& program);

}  // namespace primer::testing
