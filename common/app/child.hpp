#pragma once
// Another program that runs beside ours.

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace primer::app {

/// A program that was started, out of reach of the terminal's Ctrl-C. It ends with its children when this object does.
class Child {
 public:
  /// @param command its name, looked up in $PATH, and its arguments
  /// @param given descriptors of ours, which stay open here, each with its number there. Its stdin, stdout and stderr are
  ///   /dev/null unless they are among them.
  /// @return nothing when there is no such program
  /// @throws Error when it cannot be started
  static std::optional<Child> start(const std::vector<std::string>& command,
                                    const std::vector<std::pair<int, int>>& given);

  /// The program is the new object's from now on.
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  /// Each object has the other's program.
  Child& operator=(Child&& other) noexcept {
    std::swap(pid_, other.pid_);
    return *this;
  }
  ~Child();

  /// Waits for its end. @return its exit code, or 128 + the signal that ended it
  int wait();

 private:
  explicit Child(pid_t pid) : pid_(pid) {}
  pid_t pid_;
};

}  // namespace primer::app
