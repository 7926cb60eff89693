#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace primer::book {

/// Another program that runs beside ours, and ends with its children when this object does.
class Child {
 public:
  /// @param command its name, looked up in $PATH, and its arguments
  /// @param given descriptors of ours, each with its number there. These are closed here. Its stdin, stdout and stderr
  ///   are /dev/null unless they are among them.
  /// @return nothing when there is no such program
  /// @throws Error when it cannot be started
  static std::optional<Child> start(const std::vector<std::string>& command,
                                    std::vector<std::pair<int, int>> given);

  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  Child& operator=(Child&& other) noexcept {
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~Child();

 private:
  explicit Child(pid_t pid) : pid_(pid) {}
  pid_t pid_;
};

/// Two ends of a channel that goes both ways; neither is left open in programs that we start.
/// @throws Error when the system has none
std::pair<int, int> channel();

}  // namespace primer::book
