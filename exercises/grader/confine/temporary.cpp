#include "exercises/grader/confine/temporary.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "common/error/error.hpp"
#include "exercises/grader/check/call.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;

fs::path make_folder(const fs::path& parent) {
  std::string path = parent / "primer-XXXXXX";
  if (!::mkdtemp(path.data())) {
    throw data_error(parent,
                     std::string("no folder can be made there (") + std::strerror(errno) + ")",
                     "make room, or set TMPDIR to another folder");
  }
  fs::permissions(path, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                            fs::perms::others_read | fs::perms::others_exec);
  return path;
}

}  // namespace

TemporaryFolder::TemporaryFolder(const fs::path& parent) : path_(make_folder(parent)) {}
TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Channel::Channel() {
  if (::pipe2(to_worker_, O_CLOEXEC) != 0 || ::pipe2(to_checker_, O_CLOEXEC) != 0) {
    throw data_error("a pipe", std::strerror(errno),
                     "close other programs, or grade with fewer --jobs");
  }
}
Channel::Descriptors Channel::of_checker() const {
  return {{to_checker_[0], channel_in}, {to_worker_[1], channel_out}};
}
Channel::Descriptors Channel::of_worker() const {
  return {{to_worker_[0], channel_in}, {to_checker_[1], channel_out}};
}

}  // namespace primer::grader
