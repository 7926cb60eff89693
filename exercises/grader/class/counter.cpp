#include "exercises/grader/class/counter.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

namespace primer::grader {

Counter::Counter(std::size_t all) : all_(all), on_terminal_(::isatty(STDERR_FILENO) != 0) {
  draw();
}

void Counter::count(bool graded_anew) {
  const std::lock_guard lock(guard_);
  ++done_;
  if (graded_anew) ++anew_;
  draw();
}

void Counter::erase() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

double Counter::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

void Counter::draw() {
  if (!on_terminal_) return;
  std::string left;
  if (anew_ > 0) {
    const double each = seconds() / static_cast<double>(anew_);
    const auto rest = static_cast<long>(each * static_cast<double>(all_ - done_));
    left = fmt::format("  {}:{:02} left", rest / 60, rest % 60);
  }
  fmt::print(stderr, "\rgrade  submission {}/{}{}\033[K", done_, all_, left);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace primer::grader
