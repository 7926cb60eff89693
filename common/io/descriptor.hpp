#pragma once
// An open file that closes itself.

#include <unistd.h>

namespace primer {

/// An open file or folder, closed at the end of its scope.
class Descriptor {
 public:
  /// @param number negative when it could not be opened
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  /// What the system calls it by; negative when it is not open.
  int number() const { return number_; }

  /// Closes now. @return what close(2) does: the system may tell only then what it could not write
  int close() {
    const int number = number_;
    number_ = -1;
    return ::close(number);
  }

 private:
  int number_;
};

}  // namespace primer
