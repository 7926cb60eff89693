#include "common/app/out_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <thread>

#include "common/error/error.hpp"
#include "common/io/file.hpp"
#include "common/io/printable.hpp"

namespace primer::app {
namespace {

Error unusable(const std::filesystem::path& path, const std::string& problem) {
  return usage_error("--out", printable(path.string()) + " " + problem,
                     "name a folder that can be written to");
}

/// Asks the disk, not the permissions: a superuser may write everywhere, but no disk is endless and some are read-only.
void try_to_write(const std::filesystem::path& folder) {
  std::string name = (folder / ".primer-XXXXXX").string();
  const int descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0)
    throw unusable(folder, std::string("cannot be written to: ") + std::strerror(errno));
  close(descriptor);
  unlink(name.c_str());
}

/// Locks a folder for this process. A run that was killed a moment ago may still hold it while the system clears it away:
/// so this waits a little.
bool lock(int descriptor) {
  for (int attempt = 0; flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
       ++attempt) {
    if (attempt == 60) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  return true;  // also where the file system knows no locks
}

/// Removes what runs that were killed while writing have left: hidden files named .NAME.PROCESS.tmp or .new.
void clean_up(const std::filesystem::path& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::filesystem::path name = entry.path().filename();
    const std::string process = name.stem().extension().string();
    const bool numbered =
        process.size() > 1 && process.find_first_not_of("0123456789", 1) == process.npos;
    const bool temporary = name.extension() == ".tmp" || name.extension() == ".new";
    if (name.string().starts_with(".") && temporary && numbered) {
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

}  // namespace

OutFolder::OutFolder(std::filesystem::path path) : path_(std::move(path)) {
  std::error_code problem;
  std::filesystem::create_directories(path_, problem);
  if (problem) {
    std::error_code ignored;
    const bool in_the_way =
        std::filesystem::exists(path_, ignored) && !std::filesystem::is_directory(path_, ignored);
    throw unusable(path_, in_the_way ? "is not a folder" : "cannot be made: " + problem.message());
  }
  try_to_write(path_);
  descriptor_ = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor_ < 0)
    throw unusable(path_, std::string("cannot be opened: ") + std::strerror(errno));
  if (!lock(descriptor_)) {
    close(descriptor_);
    throw usage_error("--out", "another run is writing to " + printable(path_.string()),
                      "wait until it has ended, or name another folder");
  }
  clean_up(path_);
}

OutFolder::~OutFolder() { close(descriptor_); }

void OutFolder::publish(const Files& files) const {
  const auto temporary = [this](const std::string& name) {
    return path_ / ("." + name + "." + std::to_string(getpid()) + ".new");
  };
  const auto check = [this](const std::string& name, const std::error_code& problem) {
    if (!problem) return;
    throw data_error((path_ / name).string(), "cannot be replaced: " + problem.message(),
                     "remove what is in its place and continue with --resume");
  };
  std::error_code problem;
  try {
    for (const auto& [name, bytes] : files) {
      if (std::filesystem::is_directory(path_ / name, problem)) {
        check(name, std::make_error_code(std::errc::is_a_directory));
      }
      write_file_atomically(temporary(name), bytes);
    }
    for (const auto& [name, bytes] : files) {
      std::filesystem::rename(temporary(name), path_ / name, problem);
      check(name, problem);
    }
  } catch (...) {
    for (const auto& [name, bytes] : files) std::filesystem::remove(temporary(name), problem);
    throw;
  }
  fsync(descriptor_);
}

}  // namespace primer::app
