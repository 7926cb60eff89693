#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace primer::testing {

/// Another program that does the same work as we and works only when told to, so that both stay warm while they take turns.
/// We talk to it by lines: it says `ready NAME VERSION` when it has started, is told `run N` on stdin, does the work N times
/// and says `seconds S`. At the end of stdin it ends.
class Rival {
 public:
  /// Starts it and waits until it is ready.
  /// @param called in messages
  /// @param command the program, looked up in $PATH, and its arguments
  /// @param patience seconds that it has for each answer
  Rival(std::string called, const std::vector<std::string>& command, double patience = 120);
  /// Ends it, by force if need be, and with it what it started.
  ~Rival();
  Rival(const Rival&) = delete;
  Rival& operator=(const Rival&) = delete;

  const std::string& name() const { return name_; }
  const std::string& version() const { return version_; }

  /// Has the work done `count` times. @return the seconds that it took, by the rival's clock
  /// @throws Error when it ends, says something else, or keeps silent; then it is gone
  double run(long count);

 private:
  std::string next_line();
  int end(double grace);
  [[noreturn]] void fail(const std::string& problem);

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::string called_;
  std::string command_;  ///< as a reader would type it
  double patience_;
  std::unique_ptr<std::FILE, Close> errors_;  ///< what it says on stderr
  int channel_ = -1;                          ///< its stdin and stdout
  pid_t child_ = -1;
  std::string unread_;
  std::string name_;
  std::string version_;
};

}  // namespace primer::testing
