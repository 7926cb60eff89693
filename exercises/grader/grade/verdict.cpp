#include "exercises/grader/grade/verdict.hpp"

#include <fmt/core.h>
#include <signal.h>

#include <cstring>
#include <sstream>

#include "common/io/printable.hpp"

namespace primer::grader {
namespace {

/// The line in which a sanitizer says what it saw.
std::string sanitizers_word(const std::string& output) {
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    for (const std::string_view mark : {"runtime error: ", "ERROR: AddressSanitizer: "}) {
      if (const auto at = line.find(mark); at != line.npos) {
        return printable(line.substr(at + mark.size()), 200);
      }
    }
  }
  return "";
}

std::string signal_in_words(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "it touched memory that is not its own (segmentation fault), or called itself without "
             "end";
    case SIGABRT:
      return "it gave up by itself (abort)";
    case SIGFPE:
      return "it divided a whole number by zero";
    case SIGILL:
      return "it ran into an instruction that is none; a function without a return does that";
    default:
      return fmt::format("it was ended by signal {} ({})", signal, ::strsignal(signal));
  }
}

Judgement fault(const char* what, const Outcome& process) {
  const std::string said = printable(process.output, 200);
  return {
      Verdict::crash,
      fmt::format("{} on this machine{}; grade again", what, said.empty() ? "" : " (" + said + ")"),
      true};
}

Judgement judge_end(const Outcome& student, double seconds) {
  using End = Outcome::End;
  const bool sanitized = student.output.find("Sanitizer") != std::string::npos;
  switch (student.end) {
    case End::timed_out:
      return {
          Verdict::timeout,
          fmt::format("it did not answer within {} s; is there a loop that never ends?", seconds)};
    case End::too_much_output:
      return {Verdict::output, "it printed more than a check may print"};
    case End::not_started:
      return fault("it could not be started", student);
    case End::signalled:
    case End::exited:
      break;
  }
  if (student.output.find("hard rss limit exhausted") != std::string::npos ||
      student.output.find("std::bad_alloc") != std::string::npos) {
    return {Verdict::memory, "it asked for more memory than a check may have"};
  }
  if (const std::string word = sanitizers_word(student.output); !word.empty()) {
    return {Verdict::crash, "the sanitizers stopped it: " + word};
  }
  if (student.end == End::signalled && student.code == SIGXFSZ) {
    return {Verdict::output, "it wrote a larger file than a check may write"};
  }
  if (student.end == End::signalled) return {Verdict::crash, signal_in_words(student.code)};
  return {Verdict::crash,
          sanitized ? "the sanitizers stopped it"
                    : fmt::format("it ended the process before it answered (exit status {})",
                                  student.code)};
}

}  // namespace

Judgement judge_check(const Outcome& checker, const Outcome& student, double seconds) {
  using End = Outcome::End;
  // The checker is ours, and ends with a verdict unless it waits for an answer, or has too much to tell of one.
  if (checker.end == End::timed_out) return judge_end(student, seconds);
  if (checker.end == End::too_much_output) {
    return {Verdict::output, "it answered with more than a report can hold"};
  }
  const std::size_t mark = checker.output.rfind('\x1e');
  if (checker.end != End::exited || checker.code != 0 || mark == std::string::npos) {
    return fault("the checker ended without a verdict", checker);
  }
  const std::string said = checker.output.substr(mark + 1);
  const std::string word = said.substr(0, said.find('\n'));
  std::string reason = said.substr(word.size() + 1);
  if (word == "pass") return {Verdict::pass, ""};
  if (word == "gone") return judge_end(student, seconds);
  if (reason.empty()) reason = checker.output.substr(0, mark);  // a plain CHECK of Catch2
  return {verdict_named(word), reason};
}

std::string printed_by(const Outcome& student) {
  if (student.output.empty()) return "";
  return "\nIt printed: " + printable(student.output, 500);
}

}  // namespace primer::grader
