#include "exercises/grader/confine/fences.hpp"

#include <unistd.h>

#include <initializer_list>

#include "exercises/grader/confine/landlock.hpp"
#include "exercises/grader/confine/temporary.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const char* const bubblewrap_path = "/usr/bin/bwrap";

void add(Words& words, std::initializer_list<std::string> more) { words.insert(words.end(), more); }

/// What any program needs of the system to run, and the compiler to compile.
const Words& system_paths() {
  static const Words paths{
      "/usr", "/bin", "/lib", "/lib64", "/lib32", "/etc/alternatives", "/etc/ld.so.cache"};
  return paths;
}

/// The file system that the job sees, and everything else that it does not.
Words bubblewrap_options(const Job& job, const Fences& fences) {
  Words words{bubblewrap_path, "--unshare-all", "--die-with-parent", "--clearenv"};
  add(words, {"--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LC_ALL", "C.UTF-8", "--setenv",
              "TMPDIR", job.scratch});
  for (const std::string& path : system_paths()) {
    std::error_code none;
    if (fs::is_symlink(path, none)) {
      add(words, {"--symlink", fs::read_symlink(path), path});
    } else {
      add(words, {"--ro-bind-try", path, path});
    }
  }
  if (fences.proc) add(words, {"--proc", "/proc"});
  for (const std::string device : {"/dev/null", "/dev/zero", "/dev/urandom"})
    add(words, {"--dev-bind", device, device});
  add(words, {"--ro-bind", PRIMER_CONFINE, "/confine"});
  if (!job.scratch.empty()) {
    if (job.keep) {
      add(words, {"--bind", job.scratch, job.scratch});
    } else {
      add(words, {"--size", "33554432", "--tmpfs", job.scratch});
    }
    add(words, {"--chdir", job.scratch});
  }
  for (const fs::path& path : job.readable) add(words, {"--ro-bind-try", path, path});
  add(words, {"--remount-ro", "/", "--"});
  return words;
}

}  // namespace

Words confined_command(const Job& job, const Fences& fences, unsigned user) {
  const Limits& limits = job.limits;
  const bool fenced = !job.trusted, bubblewrap = fenced && fences.bubblewrap;
  Words options;
  const auto option = [&](const std::string& key, const std::string& value) {
    options.push_back(key + "=" + value);
  };
  option("cpu", std::to_string(limits.cpu_seconds));
  option("memory", std::to_string(limits.memory));
  if (fenced) {
    option("fenced", "1");
    // Outside of namespaces the system counts all of the user's processes, other jobs' too, which come and go.
    const bool counted_alone = bubblewrap || fences.namespaces || user != 0;
    option("processes", std::to_string(limits.processes + (counted_alone ? 0 : 500)));
    option("files", std::to_string(limits.open_files));
    option("file", std::to_string(limits.file));
  }
  if (fenced && fences.landlock) {
    option("landlock", "1");
    for (const std::string& path : system_paths()) option("read", path);
    for (const char* path : {"/proc", "/dev/zero", "/dev/urandom"}) option("read", path);
    for (const fs::path& path : job.readable) option("read", path);
    option("write", "/dev/null");
    if (!job.scratch.empty()) option("write", job.scratch);
  }

  Words words{PRIMER_CONFINE, "supervise", "report=" + std::to_string(report_descriptor)};
  words.push_back("milliseconds=" + std::to_string(static_cast<long>(limits.seconds * 1000)));
  if (user != 0) words.push_back("user=" + std::to_string(user));
  if (!job.scratch.empty()) words.push_back("scratch=" + job.scratch.string());
  if (bubblewrap) {
    add(words, {"fenced=1", "bubblewrap=1", "--"});
    const Words wrap = bubblewrap_options(job, fences);
    words.insert(words.end(), wrap.begin(), wrap.end());
    add(words, {"/confine", "inside"});
  } else if (fenced && fences.namespaces) {
    words.push_back("namespaces=1");
  }
  words.insert(words.end(), options.begin(), options.end());
  words.push_back("--");
  words.insert(words.end(), job.command.begin(), job.command.end());
  return words;
}

Fences fences_that_hold(Fences wanted) {
  const TemporaryFolder scratch;  // it may be given away to another user
  const auto holds = [&](const Fences& fences) {
    const Outcome tried = run({.command = {"/bin/true"}, .scratch = scratch.path()}, fences);
    return tried.end == Outcome::End::exited && tried.code == 0;
  };
  Fences holding{false, false, false, false};
  if (wanted.bubblewrap && ::access(bubblewrap_path, X_OK) == 0) {
    for (const bool proc : {true, false}) {
      if (!holding.bubblewrap && holds({true, false, false, proc}))
        holding.bubblewrap = true, holding.proc = proc;
    }
  }
  holding.namespaces = wanted.namespaces && holds({false, true, false, false});
  holding.landlock =
      wanted.landlock && landlock_version() > 0 && holds({false, false, true, false});
  return holding;
}

std::vector<std::string> missing_fences(Fences holding) {
  std::vector<std::string> missing;
  if (!holding.bubblewrap) {
    missing.push_back(holding.landlock
                          ? "no bubblewrap: a submission can fill the temporary folder's disk"
                          : "no bubblewrap and no Landlock: a submission can read whatever the "
                            "grader's user can, solutions too");
  }
  if (!holding.bubblewrap && !holding.namespaces) {
    missing.push_back(
        "no bubblewrap and no namespaces: a submission can use the network, and signal other "
        "processes");
  }
  return missing;
}

}  // namespace primer::grader
