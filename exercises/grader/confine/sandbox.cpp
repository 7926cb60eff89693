#include "exercises/grader/confine/sandbox.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "common/error/error.hpp"
#include "common/train/interrupt.hpp"
#include "exercises/grader/confine/fences.hpp"

namespace primer::grader {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read = -1, write = -1;
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
      throw data_error("a pipe", std::strerror(errno),
                       "close other programs, or grade with fewer --jobs");
    }
    read = ends[0], write = ends[1];
  }
};

/// Leaves standard input, output and error to the program that this process is about to become, and no other descriptor
/// that we have open, inherited, or do not know of. What it should have is given to it afterwards.
void keep_descriptors() {
  if (::close_range(3, ~0u, CLOSE_RANGE_CLOEXEC) == 0) return;
  const long end = std::min(::sysconf(_SC_OPEN_MAX), 65536L);  // Linux before 5.11
  for (int descriptor = 3; descriptor < end; ++descriptor) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/// Users that nobody is, for root to give jobs away to, another for each that runs at the same time.
unsigned next_user() {
  static std::atomic<unsigned> count = 0;
  return ::geteuid() == 0 ? 61000 + count++ % 2000 : 0;
}

/// A job that is under way: its supervisor, and what comes out of it.
class Running {
 public:
  Running(const Job& job, const Fences& fences) : limit_(job.limits.output) {
    const unsigned user = job.trusted ? 0 : next_user();
    if (user != 0 && !job.scratch.empty() && job.keep &&
        ::chown(job.scratch.c_str(), user, user) != 0) {
      throw data_error(job.scratch, std::strerror(errno),
                       "set TMPDIR to a folder of a usual file system");
    }
    if (user != 0 && !job.scratch.empty() && !job.keep)
      (void)::chown(job.scratch.c_str(), user, user);
    const std::vector<std::string> words = confined_command(job, fences, user);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const std::vector<std::pair<int, int>> given = job.descriptors;
    Pipe output, report;
    process_ = ::fork();
    if (process_ < 0)
      throw data_error("a process", std::strerror(errno), "grade with fewer --jobs");
    if (process_ == 0) become_supervisor(arguments.data(), given, output.write, report.write);
    ::close(output.write);
    ::close(report.write);
    output_ = output.read;
    report_ = report.read;
    ::fcntl(output_, F_SETFL, O_NONBLOCK);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    ::close(output_);
    ::close(report_);
  }

  bool ended() const { return ended_; }
  void ask_to_end() const { ::kill(process_, SIGTERM); }
  std::vector<pollfd> awaited() const {
    return {{open_ ? output_ : -1, POLLIN, 0}, {report_, POLLIN, 0}};
  }

  /// Takes what there is to read.
  void pump() {
    take_output();
    if (report_ready()) finish();
  }
  Outcome outcome() const { return outcome_; }

 private:
  [[noreturn]] static void become_supervisor(char** arguments,
                                             const std::vector<std::pair<int, int>>& given,
                                             int output, int report) {
    keep_descriptors();
    constexpr int high = 200;  // out of the way of the numbers wanted
    int kept[8];
    std::size_t count = 0;
    for (const auto& [ours, theirs] : given) kept[count++] = ::fcntl(ours, F_DUPFD_CLOEXEC, high);
    output = ::fcntl(output, F_DUPFD_CLOEXEC, high);
    report = ::fcntl(report, F_DUPFD_CLOEXEC, high);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    for (std::size_t i = 0; i < count; ++i) ::dup2(kept[i], given[i].second);
    ::dup2(report, report_descriptor);
    ::execv(arguments[0], arguments);
    ::_exit(127);
  }

  void take_output() {
    char part[65536];
    while (open_) {
      const ssize_t got = ::read(output_, part, sizeof part);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return;
      if (got == 0) {
        open_ = false;
        return;
      }
      const std::size_t room = limit_ - outcome_.output.size();
      outcome_.output.append(part, std::min(room, static_cast<std::size_t>(got)));
      if (static_cast<std::size_t>(got) > room && !too_much_) {
        too_much_ = true;
        ask_to_end();
      }
      if (too_much_) return;
    }
  }
  bool report_ready() const {
    pollfd waiting{report_, POLLIN, 0};
    return !ended_ && ::poll(&waiting, 1, 0) > 0;
  }
  void finish() {
    char line[64] = {}, word[16] = {};
    ssize_t got;
    while ((got = ::read(report_, line, sizeof line - 1)) < 0 && errno == EINTR) {
    }
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
    take_output();
    using End = Outcome::End;
    if (got <= 0 || std::sscanf(line, "%15s %d", word, &outcome_.code) != 2)
      std::strcpy(word, "none");
    const std::string end = word;
    outcome_.end = too_much_            ? End::too_much_output
                   : end == "timed_out" ? End::timed_out
                   : end == "exited"    ? End::exited
                   : end == "none"      ? End::not_started
                                        : End::signalled;
    if (end == "ended") outcome_.code = SIGKILL;
    if (outcome_.end == End::signalled && outcome_.code == SIGXCPU) outcome_.end = End::timed_out;
    ended_ = true;
  }

  std::size_t limit_;
  pid_t process_ = -1;
  int output_ = -1, report_ = -1;
  bool open_ = true, too_much_ = false, ended_ = false;
  Outcome outcome_;
};

/// Pumps until `until` has ended, or so many milliseconds have gone by (-1: however long).
void pump(std::initializer_list<Running*> jobs, const Running& until, int milliseconds) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(milliseconds);
  while (!until.ended()) {
    std::vector<pollfd> awaited;
    for (const Running* job : jobs) {
      if (job->ended()) continue;
      for (const pollfd& descriptor : job->awaited()) awaited.push_back(descriptor);
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (milliseconds >= 0 && left <= 0) return;
    ::poll(awaited.data(), awaited.size(), milliseconds < 0 ? 1000 : static_cast<int>(left));
    for (Running* job : jobs) {
      if (train::interrupt_requested() && !job->ended()) job->ask_to_end();
      if (!job->ended()) job->pump();
    }
  }
}

}  // namespace

Outcome run(const Job& job, Fences fences) {
  Running running(job, fences);
  pump({&running}, running, -1);
  return running.outcome();
}

std::pair<Outcome, Outcome> run_beside(const Job& first, const Job& second, Fences fences) {
  Running one(first, fences), two(second, fences);
  for (const Job* job : {&first, &second}) {
    for (const auto& [ours, theirs] : job->descriptors) ::close(ours);
  }
  pump({&one, &two}, one, -1);
  pump({&one, &two}, two, 200);
  if (!two.ended()) two.ask_to_end();
  pump({&one, &two}, two, -1);
  return {one.outcome(), two.outcome()};
}

}  // namespace primer::grader
