#include "common/testing/rival.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <sstream>
#include <string_view>
#include <thread>
#include <utility>

#include "common/error/error.hpp"
#include "common/io/printable.hpp"
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace primer::testing {

namespace {

using Clock = std::chrono::steady_clock;

Clock::time_point after(double seconds) {
  return Clock::now() +
         std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

/// Starts a program in a process group of its own, with these files as its stdin, stdout and stderr.
pid_t start(const std::vector<std::string>& command, int channel, int errors) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) {
    setpgid(child, child);  // whoever comes first
    return child;
  }
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // it must not outlive us, however we end
#endif
  dup2(channel, STDIN_FILENO);
  dup2(channel, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  constexpr char problem[] = "it cannot be started";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, problem, sizeof problem - 1);
  _exit(127);
}

/// The last line that was written to a file, as it may stand in a message.
std::string last_line(std::FILE* file) {
  std::string line, last;
  std::rewind(file);
  for (int c; (c = std::fgetc(file)) != EOF;) {
    if (c != '\n') {
      line += static_cast<char>(c);
    } else if (!line.empty()) {
      last = std::exchange(line, "");
    }
  }
  if (!line.empty()) last = line;
  constexpr std::string_view prefix = "primer: error: ";
  return printable(last.starts_with(prefix) ? last.substr(prefix.size()) : last, 300);
}

}  // namespace

Rival::Rival(std::string called, const std::vector<std::string>& command, double patience)
    : called_(std::move(called)), patience_(patience), errors_(std::tmpfile()) {
  for (const std::string& word : command) command_ += (command_.empty() ? "" : " ") + word;
  int ends[2];
  if (!errors_ || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw data_error(called_, std::strerror(errno), "see what the system is short of");
  }
  channel_ = ends[0];
  child_ = start(command, ends[1], fileno(errors_.get()));
  close(ends[1]);
  if (child_ < 0) {
    close(channel_);
    throw data_error(called_, std::strerror(errno), "see what the system is short of");
  }
  const std::string line = next_line();
  std::istringstream words(line);
  std::string ready;
  if (!(words >> ready >> name_ >> version_) || ready != "ready") {
    fail(fmt::format("said '{}' where 'ready NAME VERSION' was due", printable(line, 60)));
  }
}

Rival::~Rival() {
  if (child_ > 0) end(1);
}

double Rival::run(long count) {
  const std::string order = fmt::format("run {}\n", count);
  // When it has ended, the answer will be missing too.
  [[maybe_unused]] const auto sent = send(channel_, order.data(), order.size(), MSG_NOSIGNAL);
  const std::string line = next_line();
  std::istringstream words(line);
  std::string word, rest;
  double seconds = 0;
  if (!(words >> word >> seconds) || word != "seconds" || words >> rest || !(seconds > 0) ||
      !std::isfinite(seconds)) {
    fail(fmt::format("said '{}' where 'seconds S' was due", printable(line, 60)));
  }
  return seconds;
}

std::string Rival::next_line() {
  constexpr std::size_t longest = 1000;
  const auto deadline = after(patience_);
  for (;;) {
    if (const auto end_of_line = unread_.find('\n'); end_of_line != unread_.npos) {
      const std::string line = unread_.substr(0, end_of_line);
      unread_.erase(0, end_of_line + 1);
      return line;
    }
    if (unread_.size() > longest) return std::exchange(unread_, "");
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd channel{channel_, POLLIN, 0};
    const int events = poll(&channel, 1, static_cast<int>(std::max<long>(0, left.count())));
    if (events < 0 && errno == EINTR) continue;
    if (events == 0) fail(fmt::format("did not answer within {:g} seconds", patience_));
    char part[512];
    const auto received = recv(channel_, part, sizeof part, 0);
    if (received < 0 && errno == EINTR) continue;
    if (received <= 0) fail("");
    unread_.append(part, static_cast<std::size_t>(received));
  }
}

/// Closes its stdin, gives it some seconds to take its leave, and ends it and what it started.
/// @return how it ended: its exit status, or 128 + the signal that ended it
int Rival::end(double grace) {
  close(channel_);
  const auto deadline = after(grace);
  siginfo_t gone{};
  while (gone.si_pid == 0 && Clock::now() < deadline) {
    waitid(P_PID, static_cast<id_t>(child_), &gone, WEXITED | WNOHANG | WNOWAIT);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  kill(-child_, SIGKILL);
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// @param problem empty when it ended by itself
void Rival::fail(const std::string& problem) {
  const int status = end(problem.empty() ? 1 : 0);
  const std::string words = last_line(errors_.get());
  throw data_error(called_,
                   problem.empty() ? fmt::format("ended with status {}", status) +
                                         (words.empty() ? "" : ": " + words)
                                   : problem,
                   "see what it does by itself: " + printable(command_));
}

}  // namespace primer::testing
