#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "common/app/child.hpp"

namespace primer::book {

/// Chromium with the two pipes of `--remote-debugging-pipe`: it reads commands at descriptor 3 and answers at 4, each
/// message a JSON text that ends with a zero byte.
class Pipes {
 public:
  /// @param program Chromium's name; @return nothing when there is no such program
  static std::optional<Pipes> start(const std::string& program);

  Pipes(Pipes&& other) noexcept;
  Pipes& operator=(Pipes&&) = delete;
  ~Pipes();

  /// @throws Error when the browser has gone
  void send(const std::string& message);

  /// The next message. @throws Error when none comes for five minutes, or the browser has gone
  std::string receive();

 private:
  Pipes(int to, int from, std::filesystem::path profile);

  int to_ = -1, from_ = -1;
  std::string received_;
  std::filesystem::path profile_;  ///< a folder that is Chromium's own, as long as it runs
  std::optional<app::Child> child_;
};

}  // namespace primer::book
