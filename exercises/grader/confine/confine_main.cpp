// The program between the grader and a program that nobody trusts. It runs twice, once inside the other:
//
//   confine supervise …   outside: starts the next, ends all of it when the time is over or somebody says so (SIGTERM),
//                         and reports how it ended; nothing that was started is left when it ends
//   confine inside …      inside of bubblewrap or namespaces: sets the limits and Landlock, and becomes the program
//
// Options are KEY=VALUE words up to `--`, then the command. See sandbox.cpp, which writes them.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "exercises/grader/confine/landlock.hpp"

namespace {

std::multimap<std::string, std::string> options;
std::vector<char*> command;

long number(const std::string& key) {
  const auto at = options.find(key);
  return at == options.end() ? 0 : std::atol(at->second.c_str());
}
std::vector<std::string> all(const std::string& key) {
  std::vector<std::string> values;
  for (auto [at, end] = options.equal_range(key); at != end; ++at) values.push_back(at->second);
  return values;
}

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "confine: %s: %s\n", what, std::strerror(errno));
  ::_exit(125);
}

// --- inside ---------------------------------------------------------------------------------------------------------

void limit(int resource, long soft, long hard) {
  if (soft <= 0) return;
  const rlimit limits{static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
  if (::setrlimit(static_cast<__rlimit_resource>(resource), &limits) != 0) give_up("setrlimit");
}

/// How many processes and threads this user has already, as far as one can see from here.
long running() {
  long count = 0;
  DIR* folder = ::opendir("/proc");
  if (!folder) return 0;
  while (const dirent* entry = ::readdir(folder)) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    const std::string tasks = std::string("/proc/") + entry->d_name + "/task";
    struct stat status = {};
    if (::stat(tasks.c_str(), &status) == 0 && status.st_uid == ::getuid()) {
      count += static_cast<long>(status.st_nlink) - 2;  // a folder for each thread
    }
  }
  ::closedir(folder);
  return count;
}

[[noreturn]] void become_program() {
  if (number("fenced")) {
    const long processes = running() + number("processes");
    limit(RLIMIT_NPROC, processes, processes);
    limit(RLIMIT_NOFILE, number("files"), number("files"));
    limit(RLIMIT_FSIZE, number("file"), number("file"));
  }
  limit(RLIMIT_CPU, number("cpu"), number("cpu") + 1);
  limit(RLIMIT_AS, number("memory"), number("memory"));
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  if (number("fenced") && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up("no_new_privs");
  if (number("landlock") && !primer::grader::landlock(all("read"), all("write")))
    give_up("landlock");
  ::execv(command[0], command.data());
  give_up(command[0]);
}

// --- outside --------------------------------------------------------------------------------------------------------

void drop_user(long user) {
  const auto id = static_cast<uid_t>(user);
  if (::setgroups(0, nullptr) != 0 || ::setresgid(id, id, id) != 0 ||
      ::setresuid(id, id, id) != 0) {
    give_up("setresuid");
  }
  ::prctl(PR_SET_DUMPABLE,
          1);  // whoever has changed users may not touch its own files in /proc otherwise
}

void write_to(const char* path, const std::string& text) {
  const int file = ::open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || ::write(file, text.data(), text.size()) < 0) give_up(path);
  ::close(file);
}

/// User, process, network and IPC namespaces of one's own. The caller waits outside for the one who comes back inside.
void enter_namespaces() {
  const std::string user = std::to_string(::getuid()), group = std::to_string(::getgid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC) != 0)
    give_up("unshare");
  write_to("/proc/self/setgroups", "deny");
  write_to("/proc/self/uid_map", user + " " + user + " 1");
  write_to("/proc/self/gid_map", group + " " + group + " 1");
  const pid_t child = ::fork();
  if (child < 0) give_up("fork");
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // A namespace's first process has no signal that would end it, not even its own abort(); so it is ours, and waits.
    const pid_t program = ::fork();
    if (program < 0) give_up("fork");
    if (program == 0) return;
    int status = 0;
    for (pid_t ended; (ended = ::wait(&status)) != program;) {
      if (ended < 0 && errno == ECHILD) break;
    }
    ::_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

/// Kills all that descends from this process. Orphans come to it, because it is a subreaper.
void end_descendants() {
  for (int round = 0; round < 1000; ++round) {
    std::multimap<pid_t, pid_t> children;
    if (DIR* folder = ::opendir("/proc")) {
      while (const dirent* entry = ::readdir(folder)) {
        const pid_t process = std::atoi(entry->d_name);
        if (process <= 0) continue;
        FILE* file = std::fopen((std::string("/proc/") + entry->d_name + "/stat").c_str(), "r");
        if (!file) continue;
        char line[512] = {};
        const bool read = std::fgets(line, sizeof line, file) != nullptr;
        std::fclose(file);
        const char* after_name = read ? std::strrchr(line, ')') : nullptr;
        int parent = 0;
        if (after_name && std::sscanf(after_name, ") %*c %d", &parent) == 1)
          children.emplace(parent, process);
      }
      ::closedir(folder);
    }
    std::vector<pid_t> below{::getpid()};
    for (std::size_t i = 0; i < below.size(); ++i) {
      for (auto [at, end] = children.equal_range(below[i]); at != end; ++at)
        below.push_back(at->second);
    }
    for (std::size_t i = 1; i < below.size(); ++i) ::kill(below[i], SIGKILL);
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    if (::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD) return;
    ::usleep(1000);
  }
}

int supervise() {
  const int report = static_cast<int>(number("report"));
  const pid_t grader = ::getppid();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != grader) return 0;
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::setsid();
  sigset_t awaited;
  sigemptyset(&awaited);
  for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&awaited, signal);
  ::sigprocmask(SIG_BLOCK, &awaited, nullptr);

  const pid_t child = ::fork();
  if (child < 0) give_up("fork");
  if (child == 0) {
    ::close(report);
    ::setsid();
    ::sigprocmask(SIG_UNBLOCK, &awaited, nullptr);
    if (number("user")) drop_user(number("user"));
    if (number("namespaces")) enter_namespaces();
    if (number("bubblewrap")) {
      ::execv(command[0], command.data());
      give_up(command[0]);
    }
    if (number("fenced")) {
      ::clearenv();
      ::setenv("PATH", "/usr/bin:/bin", 1);
      ::setenv("LC_ALL", "C.UTF-8", 1);
      for (const std::string& scratch : all("scratch")) ::setenv("TMPDIR", scratch.c_str(), 1);
    }
    if (const auto scratch = all("scratch"); !scratch.empty() && ::chdir(scratch[0].c_str()) != 0)
      give_up("chdir");
    become_program();
  }

  ::prctl(PR_SET_DUMPABLE, 0);  // where it shares our user, it cannot look into us
  // The descriptors are the program's, not ours: whoever reads from them should see when it has closed them.
  for (int descriptor = 0; descriptor < 256; ++descriptor) {
    if (descriptor != report) ::close(descriptor);
  }
  timespec begin = {}, now = {};
  ::clock_gettime(CLOCK_MONOTONIC, &begin);
  const double allowed = static_cast<double>(number("milliseconds")) / 1000;
  const char* end = nullptr;
  int status = 0;
  double elapsed = 0;
  while (!end) {
    if (::waitpid(child, &status, WNOHANG) == child) {
      end = WIFSIGNALED(status) ? "signalled" : "exited";
      break;
    }
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    elapsed = static_cast<double>(now.tv_sec - begin.tv_sec) +
              1e-9 * static_cast<double>(now.tv_nsec - begin.tv_nsec);
    if (elapsed >= allowed) {
      end = "timed_out";
      break;
    }
    const double rest = allowed - elapsed;
    const timespec wait{
        static_cast<time_t>(rest),
        static_cast<long>((rest - static_cast<double>(static_cast<long>(rest))) * 1e9)};
    const int signal = ::sigtimedwait(&awaited, nullptr, &wait);
    if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) end = "ended";
  }
  end_descendants();
  int code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  if (*end == 'e' && end[1] == 'x' && code > 128 &&
      number("fenced")) {  // bubblewrap and our namespaces say it so
    end = "signalled";
    code -= 128;
  }
  ::dprintf(report, "%s %d\n", end, code);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string stage = argc > 1 ? argv[1] : "";
  int i = 2;
  for (; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
    const std::string option = argv[i];
    const std::size_t equals = option.find('=');
    options.emplace(option.substr(0, equals),
                    equals == option.npos ? "" : option.substr(equals + 1));
  }
  if (i < argc) command.assign(argv + i + 1, argv + argc);
  command.push_back(nullptr);
  if (stage == "supervise" && command[0]) return supervise();
  if (stage == "inside" && command[0]) become_program();
  std::fprintf(stderr, "confine: the grader calls this; it is of no use by itself\n");
  return 2;
}
