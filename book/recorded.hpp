#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace primer::book {

/// The numbers that a chapter's recorded runs left in results/run.json, results/search/run.json and results/full/run.json.
class Recorded {
 public:
  /// @param results the folder; it may be missing as long as nothing is asked for
  explicit Recorded(std::filesystem::path results);
  ~Recorded();

  /// The number behind a key of the text: "a.b:.3f" from `numbers`, "timing.a:.0f" from `timing`, "search/a.b" from the run
  /// in results/search, "01_bag_of_words/a.b" from the run of that chapter. After the colon stands a format of fmt's; without one, the number has the digits it needs.
  /// @throws Refusal when there is no such number, or the format is none
  std::string quote(const std::string& key) const;

  /// The seconds that the recorded run took; 0 when there is none.
  double seconds() const;
  /// The processor that it ran on, and with how many threads; empty when there is none.
  std::string machine() const;

 private:
  struct Runs;
  std::filesystem::path results_;
  std::unique_ptr<Runs> runs_;
};

}  // namespace primer::book
