#include "common/app/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "common/error/error.hpp"

extern char** environ;

namespace primer::app {

std::optional<Child> Child::start(const std::vector<std::string>& command,
                                  const std::vector<std::pair<int, int>>& given) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int standard : {0, 1, 2}) {
    posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0);
  }
  std::vector<int> above;  // copies of what is given, where no number of theirs is in the way
  for (const auto& [ours, theirs] : given) {
    above.push_back(::fcntl(ours, F_DUPFD_CLOEXEC, 10));
    posix_spawn_file_actions_adddup2(&actions, above.back(), theirs);
  }
  posix_spawnattr_t
      attributes;  // a process group of its own: Ctrl-C is for us, and one signal reaches all of it
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = -1;
  const int problem =
      posix_spawnp(&pid, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  for (const int copy : above) ::close(copy);

  if (problem == ENOENT || problem == EACCES || problem == ENOTDIR) return std::nullopt;
  if (problem != 0) {
    throw data_error(command[0], std::string("cannot be started: ") + std::strerror(problem),
                     "see what the system is short of");
  }
  return Child(pid);
}

Child::~Child() {
  if (pid_ <= 0) return;
  ::kill(-pid_, SIGKILL);
  wait();
}

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace primer::app
