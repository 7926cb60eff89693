#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>

namespace primer::grader {

/// How many submissions are done, in one line on stderr that is redrawn, and erased at the end. Nothing at all when stderr
/// is not a terminal. May be used from several threads at once.
class Counter {
 public:
  explicit Counter(std::size_t all);
  ~Counter() { erase(); }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  void count(bool graded_anew);
  void erase();

  std::size_t done() const { return done_; }
  std::size_t anew() const { return anew_; }
  double seconds() const;

 private:
  void draw();

  std::size_t all_, done_ = 0, anew_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  bool on_terminal_, drawn_ = false;
  std::mutex guard_;
};

}  // namespace primer::grader
