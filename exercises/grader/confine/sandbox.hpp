#pragma once
// Runs a program that nobody trusts: with limits on what it may use, and out of reach of all that is not its own.
//
// Limits (time, memory, files, processes, output) are always set. What the program can see and touch is narrowed by as
// many fences as the system has: bubblewrap (it sees a file system that holds the system's libraries and the paths named
// for it, no network, no other process), user namespaces without bubblewrap (no network, no other process), Landlock
// (no file but those named), and, when the grader is root, a user of its own for each job.

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace primer::grader {

struct Limits {
  double seconds = 10;   ///< wall clock
  int cpu_seconds = 10;  ///< of each process
  std::size_t memory =
      std::size_t{1}
      << 30;  ///< bytes of address space of each process; 0: none (sanitizers need that)
  std::size_t file = std::size_t{16} << 20;    ///< bytes of the largest file
  std::size_t output = std::size_t{64} << 10;  ///< bytes on stdout and stderr together
  int processes = 16;
  int open_files = 64;
};

/// The fences to use, or those that a system has.
struct Fences {
  bool bubblewrap = true;
  bool namespaces = true;
  bool landlock = true;
  bool proc =
      true;  ///< bubblewrap can mount /proc, which some containers forbid; jobs do without it then
};
/// Which of the wanted fences hold here, found by trying each once.
Fences fences_that_hold(Fences wanted);
/// What a hostile program could do for want of the fences that do not hold, a sentence each. Nothing where bubblewrap holds:
/// it keeps out what the others do, and they are second walls behind it.
std::vector<std::string> missing_fences(Fences holding);

struct Job {
  std::vector<std::string> command = {};  ///< the program, by its path, and its arguments
  std::vector<std::filesystem::path> readable =
      {};  ///< files and folders of ours that it may read and execute
  std::filesystem::path scratch =
      {};  ///< the folder in which it runs, the only one that it may write to; seen at its own path
  bool keep =
      false;  ///< what it leaves in scratch is wanted; otherwise that may be a small disk in memory
  Limits limits = {};
  std::vector<std::pair<int, int>> descriptors =
      {};                ///< ours, and the number that it gets there; all others are closed
  bool trusted = false;  ///< one of our own programs: limits only, no fences
};

/// How a job ended.
struct Outcome {
  enum class End { exited, signalled, timed_out, too_much_output, not_started } end = End::exited;
  int code = 0;        ///< exit status, or the signal
  std::string output;  ///< the beginning of what it printed, at most limits.output bytes
};

/// Runs a job and everything that it starts to the end; nothing of it is left running.
Outcome run(const Job& job, Fences fences);

/// Runs two jobs side by side until the first has ended, then ends the second after a moment in which it may end by
/// itself. When the second ends first, the first goes on. The descriptors of both are closed on our side as soon as both have been started.
std::pair<Outcome, Outcome> run_beside(const Job& first, const Job& second, Fences fences);

}  // namespace primer::grader
