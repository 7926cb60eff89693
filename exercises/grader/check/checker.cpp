#include "exercises/grader/check/checker.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "exercises/grader/check/checker_state.hpp"

namespace primer::grader {

CheckerState& checker_state() {
  static CheckerState state;
  return state;
}

int worth(const char* name, int points) {
  checker_state().checks.push_back({name, points});
  return points;
}

void run_check(void (*body)(Draw&)) {
  CheckerState& state = checker_state();
  const auto ended = [&](const char* verdict, const std::string& message) {
    state.verdict = verdict;
    if (state.message.empty()) state.message = message;
    throw std::runtime_error(message);
  };
  Draw draw(state.seed);
  try {
    body(draw);
  } catch (const HoleFound&) {
    ended("not_implemented", "not implemented yet");
  } catch (const MemoryExhausted&) {
    ended("memory", "your code asked for more memory than a check may have");
  } catch (const StudentThrew& thrown) {
    ended("crash", std::string("your code threw an exception: ") + thrown.what());
  } catch (const Nonsense&) {
    ended("crash", "what came back from your code is no answer");
  } catch (const ChannelClosed&) {
    ended("gone", "your code ended the process before it answered");
  }
}

void fail(const std::string& message) {
  if (checker_state().message.empty()) checker_state().message = message;
  throw std::runtime_error(message);
}

std::string shown(double number) { return fmt::format("{:.6g}", number); }

namespace {

template <class T>
void expect_all_near(const std::vector<T>& got, const std::vector<T>& expected, double tolerance,
                     const std::string& what, const std::string& why) {
  if (got.size() != expected.size()) {
    fail(fmt::format("expected {} numbers ({}), got {}. {}", expected.size(), what, got.size(),
                     why));
  }
  double largest = 1;
  for (const T value : expected) largest = std::max(largest, std::abs(static_cast<double>(value)));
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double a = got[i], b = expected[i];
    if (std::abs(a - b) <= tolerance * largest || a == b) continue;
    fail(fmt::format("expected {} at [{}] ({}), got {}. {}", shown(b), i, what, shown(a), why));
  }
}

}  // namespace

void expect_near(double got, double expected, double tolerance, const std::string& what,
                 const std::string& why) {
  if (std::abs(got - expected) <= tolerance * std::max(1.0, std::abs(expected))) return;
  if (got == expected) return;
  fail(fmt::format("expected {} ({}), got {}. {}", shown(expected), what, shown(got), why));
}
void expect_near(const std::vector<double>& got, const std::vector<double>& expected,
                 double tolerance, const std::string& what, const std::string& why) {
  expect_all_near(got, expected, tolerance, what, why);
}
void expect_near(const std::vector<float>& got, const std::vector<float>& expected,
                 double tolerance, const std::string& what, const std::string& why) {
  expect_all_near(got, expected, tolerance, what, why);
}
void expect_near(const std::vector<std::vector<double>>& got,
                 const std::vector<std::vector<double>>& expected, double tolerance,
                 const std::string& what, const std::string& why) {
  if (got.size() != expected.size()) {
    fail(fmt::format("expected {} rows ({}), got {}. {}", expected.size(), what, got.size(), why));
  }
  for (std::size_t row = 0; row < got.size(); ++row) {
    expect_near(got[row], expected[row], tolerance, fmt::format("{}, row {}", what, row), why);
  }
}

void expect(bool holds, const std::string& what, const std::string& why) {
  if (!holds) fail(fmt::format("expected that {}. {}", what, why));
}

void open_reply(std::string_view& reply) {
  char kind = 0;
  read(reply, kind);
  std::string what;
  switch (static_cast<Message>(kind)) {
    case Message::result:
      return;
    case Message::not_implemented:
      throw HoleFound();
    case Message::out_of_memory:
      throw MemoryExhausted();
    case Message::exception:
      read(reply, what);
      throw StudentThrew(what);
    default:
      throw Nonsense();
  }
}

}  // namespace primer::grader
