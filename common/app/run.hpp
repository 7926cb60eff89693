#pragma once
// The program around a chapter: options, journal, results, and what happens when something goes wrong.

#include <fmt/core.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "common/app/figures.hpp"
#include "common/app/options.hpp"
#include "common/nn/module.hpp"
#include "common/train/journal.hpp"
#include "common/train/numbers.hpp"

namespace primer::app {

/// One run of a chapter's program. What it is given to keep (numbers, models, figures) is written
/// to the folder `--out` when the program has ended, all at once. A run that only answers a
/// question (Options::keeps) takes all of that and touches no file.
class Run {
 public:
  /// @throws Error when `--data` is not a folder, `--out` cannot be written to, or there is nothing
  /// to `--resume`
  Run(const Chapter& chapter, Options options);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// As they were given.
  const Options& options() const { return options_; }

  /// One of three values, by mode.
  template <class T>
  T pick(T quick, T standard, T full) const {
    return options_.mode == Mode::quick ? quick : options_.mode == Mode::full ? full : standard;
  }

  /// For train::fit(), which saves its place there.
  train::Journal& journal() { return journal_; }
  /// See train::Journal::stage(). The time that it took is kept as {{timing.name}}, where dots make groups.
  train::Numbers stage(const std::string& name, const std::function<train::Numbers()>& body);
  /// The same for a stage that trains `kept`: its weights go into the checkpoint at the end, and a
  /// run that leaves the stage out, because it was finished before, takes them from there.
  train::Numbers stage(const std::string& name, nn::Module& kept,
                       const std::function<train::Numbers()>& body);

  /// Keeps a number that the text may quote: number("fine_tuned.100.mean", v) is {{fine_tuned.100.mean}} there.
  /// @throws std::invalid_argument when that key is taken, or stands for a group of numbers
  void number(const std::string& key, double value);
  /// As above, each as "key.name".
  void numbers(const std::string& key, const train::Numbers& numbers);
  /// Keeps a time, {{timing.key}}.
  void timing(const std::string& key, double seconds);

  /// Keeps a module's weights as they are now.
  void model(nn::Module& module, const std::string& file = "model.safetensors");
  /// Keeps a chart as name.svg; without gnuplot, says once what to install and goes on.
  template <class Chart>
  void figure(const std::string& name, const Chart& chart) {
    figure(name, draw(chart));
  }
  /// The same for a figure that is drawn already.
  /// @throws std::invalid_argument when a result of that name is there, or the name holds a slash
  /// @throws Error when gnuplot fails
  void figure(const std::string& name, const Figure& figure);

  /// Prints to stdout, as fmt::print does.
  template <class... Arguments>
  void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) const {
    fmt::print(format, std::forward<Arguments>(arguments)...);
  }

  /// Writes all results, unless this run keeps none. Called when the program has ended.
  void finish();

 private:
  struct Results;

  train::Numbers timed(const std::string& stage, train::Numbers results);

  Options options_;
  train::Journal journal_;
  std::unique_ptr<Results> results_;
};

/// What a chapter does once its command line has been read.
using Program = std::function<void(Run&)>;

/// Runs a program from its command line to its exit code; every failure is one line on stderr.
int run_program(const Chapter& chapter, int argc, char** argv, const Program& program);

/// What a chapter's main() returns:
///
///     int main(int argc, char** argv) {
///       return primer::app::main({.chapter = "08_autoencoder", .summary = "…"}, argc, argv, program);
///     }
inline int main(const Chapter& chapter, int argc, char** argv, const Program& program) {
  return run_program(chapter, argc, argv,
                     program);  // inline, since tests compile chapters with another name for main
}

}  // namespace primer::app
