#pragma once
// A contest for time between a chapter and its twin in PyTorch or another library (see rival.hpp). Both take turns, a window of time each, in
// one go, so that whatever else this machine does hits both alike: ours, theirs, theirs, ours, and so on.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
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

/// The program that stands for the rival, from the root of the source tree, and what it is written in.
struct TwinProgram {
  TwinProgram(std::string its_path) : path(std::move(its_path)) {}
  TwinProgram(const char* its_path) : path(its_path) {}
  TwinProgram(std::string its_path, std::string its_module, std::string called)
      : path(std::move(its_path)), module(std::move(its_module)), library(std::move(called)) {}

  std::string path;
  std::string module = "torch";     ///< that its Python must be able to import
  std::string library = "PyTorch";  ///< in messages
};

class Contest {
 public:
  /// @throws Error when a rival is required and there is no Python that has what the twin is written in
  Contest(ContestOptions options, TwinProgram twin);

  /// Measures the work, against the twin's work of that name if there is a rival, and prints a line.
  /// @param pairs of windows; 0: as many as the options say. Work that takes seconds fills a window with a single turn.
  /// @throws Error when the rival fails
  void race(const std::string& work, const std::function<void()>& once, int pairs = 0);

  const std::vector<Result>& results() const { return results_; }
  /// Writes the file of --json: a list of {work, unit, ours, rival, rival_name, rival_version, ratio, ratio_low, ratio_high,
  /// threads, cpu}; what a missing rival leaves open is null.
  void finish() const;

 private:
  ContestOptions options_;
  TwinProgram twin_;
  std::string python_;   ///< empty without a rival
  std::string absence_;  ///< why there is none
  std::vector<Result> results_;
};

/// The main() of a chapter's benchmark. An Error becomes one line on stderr and the exit code.
int contest(int argc, char** argv, const TwinProgram& twin,
            const std::function<void(Contest&)>& program);

}  // namespace primer::testing
