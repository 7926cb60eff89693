#include "common/train/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

namespace primer::train {
namespace {

constexpr auto time_between_draws = std::chrono::milliseconds(100);

std::string duration(double seconds) {
  const auto s = static_cast<long long>(std::clamp(seconds, 0.0, 1e9));
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

int length(const std::string& text) {
  return static_cast<int>(
      std::ranges::count_if(text, [](char c) { return !continues_character(c); }));
}

/// The first `n` characters of UTF-8 text.
std::string cut(const std::string& text, int n) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (!continues_character(text[end]) && n-- == 0) break;
  }
  return text.substr(0, end);
}

int terminal_width() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

std::string progress_line(const ProgressState& state, int width) {
  struct Part {
    std::string text;
    int rank;  ///< parts of the highest rank are left out first
  };
  const std::vector<Part> parts = {
      {state.stage, 0},
      {fmt::format("epoch {}/{}", state.epoch, state.epochs), 1},
      {fmt::format("{} {}/{}", state.batch_name, state.batch, state.batches), 4},
      {std::isnan(state.loss) ? "" : fmt::format("loss {:.4g}", state.loss), 3},
      {fmt::format("{:.0f} {}/s", state.examples_per_second, state.example_name), 5},
      {fmt::format("{} left", duration(state.seconds_left)), 2},
  };
  for (int largest_rank = 5;; --largest_rank) {
    std::string line;
    for (const Part& part : parts) {
      if (part.text.empty() || part.rank > largest_rank) continue;
      line += (line.empty() ? "" : "  ") + part.text;
    }
    if (length(line) <= width || largest_rank == 0) return cut(line, std::max(width, 0));
  }
}

Progress::Progress(ProgressState first, Index done)
    : state_(std::move(first)), done_before_(done), on_terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::Progress(std::string stage, Index epochs, Index batches, Index done)
    : Progress({.stage = std::move(stage), .epochs = epochs, .batches = batches}, done) {}

Progress::~Progress() {
  if (drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::update(Index epoch, Index batch, double loss, Index examples) {
  examples_ += examples;
  if (!due()) return;
  const Clock::time_point now = Clock::now();
  next_draw_ = now + time_between_draws;

  const double seconds = std::chrono::duration<double>(now - start_).count();
  const auto done = static_cast<double>((epoch - 1) * state_.batches + batch - done_before_);
  const auto left = static_cast<double>((state_.epochs - epoch + 1) * state_.batches - batch);
  state_.epoch = epoch;
  state_.batch = batch;
  state_.loss = loss;
  state_.examples_per_second = seconds > 0 ? static_cast<double>(examples_) / seconds : 0;
  state_.seconds_left = done > 0 ? seconds / done * left : 0;
  // The last column stays free: some terminals go to the next line when it is written.
  const std::string line = '\r' + progress_line(state_, terminal_width() - 1) + "\033[K";
  std::fputs(line.c_str(), stderr);
  drawn_ = true;
}

}  // namespace primer::train
