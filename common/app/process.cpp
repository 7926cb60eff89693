#include "common/app/process.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "common/error/error.hpp"

extern char** environ;

namespace primer::app {
namespace {

/// A file without a name. The program reads and writes files, not pipes, so neither side ever waits for the other.
class Scratch {
 public:
  Scratch() : file_(std::tmpfile(), &std::fclose) {
    if (!file_) {
      throw data_error("temporary files", std::strerror(errno), "make room for them or set TMPDIR");
    }
  }
  void write(const std::string& text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
    if (!written || std::fflush(file_.get()) != 0) {
      throw data_error("temporary files", std::strerror(errno), "make room for them");
    }
    std::rewind(file_.get());
  }
  std::string read() {
    std::string text;
    std::rewind(file_.get());
    char part[4096];
    for (std::size_t n; (n = std::fread(part, 1, sizeof part, file_.get())) > 0;) {
      text.append(part, n);
    }
    return text;
  }
  int descriptor() const { return fileno(file_.get()); }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// Starts a program with these files as its stdin, stdout and stderr. @return 0, or what errno would be
int start(const std::vector<std::string>& command, const Scratch* (&files)[3], pid_t& child) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int i = 0; i < 3; ++i) {
    posix_spawn_file_actions_adddup2(&actions, files[i]->descriptor(), i);
  }
  posix_spawnattr_t attributes;  // a process group of its own: Ctrl-C is for us
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int problem =
      posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return problem;
}

}  // namespace

std::optional<Finished> run_process(const std::vector<std::string>& command,
                                    const std::string& input) {
  Scratch in, out, err;
  in.write(input);
  const Scratch* files[3] = {&in, &out, &err};
  pid_t child = 0;
  if (const int problem = start(command, files, child)) {
    if (problem == ENOENT || problem == EACCES || problem == ENOTDIR) return std::nullopt;
    throw data_error(command[0], std::string("cannot be started: ") + std::strerror(problem),
                     "see what the system is short of");
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return Finished{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), out.read(),
                  err.read()};
}

}  // namespace primer::app
