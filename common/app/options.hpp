#pragma once
// The options that all chapters take.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/tensor/device.hpp"

namespace primer::app {

/// An option that only one chapter takes.
struct ChapterOption {
  std::string name;         ///< "--search"
  std::string description;  ///< for `--help`
  std::string argument =
      {};  ///< what stands for its value in `--help` ("FILE"), or for several ("A B C"),
           ///< which become one with blanks between; empty: it takes none
  bool keeps_nothing = false;  ///< what it asks for is printed: such a run writes no results, and
                               ///< those of an earlier one stay as they are
};

/// What a program says of itself.
struct Chapter {
  std::string chapter;                      ///< "08_autoencoder"
  std::string summary;                      ///< one line for `--help`
  std::vector<ChapterOption> options = {};  ///< that only this chapter takes
  double seconds_between_checkpoints = 1;   ///< at least
  bool cpu_only =
      false;  ///< it has loops of its own and no tensors, so that no device but the CPU is of use
  bool unlocked =
      false;  ///< several threads write to the same numbers without locks: what comes out repeats itself
              ///< with `--threads 1` alone
};

/// How much work a run does: a check that takes seconds, what the text quotes, or a GPU's night.
enum class Mode { quick, standard, full };
/// "quick", "standard" or "full", as run.json has it.
std::string name(Mode mode);

/// What a run was asked for.
struct Options {
  Mode mode = Mode::standard;       ///< `--quick`, `--full` or neither
  Device device = {};               ///< `--device`, one that is there
  std::string note = {};            ///< what is to be said before the run, if not empty
  std::uint64_t seed = 1;           ///< `--seed`
  int threads = 1;                  ///< `--threads`; else default_threads(), by parse_options()
  std::filesystem::path data = {};  ///< a reader's own files; empty: the chapter's own
  std::filesystem::path out = {};   ///< `--out`; else out/CHAPTER, by parse_options()
  bool resume = false;              ///< `--resume`: continue the run that stopped in `out`
  bool keeps = true;                ///< whether results are written to `out`
  /// The chapter's own options that were given, each with its value ("" if it takes none).
  std::map<std::string, std::string> own = {};

  /// Whether an option of the chapter's own was given: has("--search").
  bool has(const std::string& option) const { return own.contains(option); }
};

/// Threads that a run uses by default: $OMP_NUM_THREADS, or else the cores that this process may use.
int default_threads();

/// The number of threads that an option or variable asks for.
/// @throws Error of usage, naming it
int threads_from(const std::string& option, const std::string& text);

/// Reads the command line, the program's name left out. Touches nothing on the disk.
/// @return nothing when `--help` was asked for
/// @throws Error of usage
std::optional<Options> parse_options(const Chapter& chapter, std::vector<std::string> arguments);

/// What `--help` prints.
std::string help(const Chapter& chapter);

}  // namespace primer::app
