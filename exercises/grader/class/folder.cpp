// Reading a submission that is a folder. Each step opens one name in a folder that is open already and follows no link, so
// that nothing outside can be reached, even when somebody changes the folder meanwhile.

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "common/io/descriptor.hpp"
#include "exercises/grader/class/finds.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

constexpr int careful = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

Finds::Kind kind_of(mode_t mode) {
  return S_ISREG(mode)   ? Finds::Kind::file
         : S_ISDIR(mode) ? Finds::Kind::folder
         : S_ISLNK(mode) ? Finds::Kind::link
                         : Finds::Kind::other;
}

class Walk {
 public:
  Walk(const std::filesystem::path& out, const ReadLimits& limits, Finds& finds)
      : limits_(limits), finds_(finds) {
    ::stat(out.c_str(), &out_);
  }

  /// @param path of the folder in the submission, with a slash at its end; empty for the whole
  void visit(const Descriptor& folder, const std::string& path, int depth) {
    for (const std::string& name : names_in(folder, path)) {
      struct stat status {};
      if (::fstatat(folder.number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (SubmittedFile* wanted = finds_.meet(path + name, kind_of(status.st_mode))) {
        read(folder, name, *wanted);
      }
      const bool is_out = status.st_dev == out_.st_dev && status.st_ino == out_.st_ino;
      if (!S_ISDIR(status.st_mode) || is_out || name[0] == '.') continue;
      if (depth == limits_.depth) throw Unreadable("it has folders in folders without end");
      const Descriptor inner(::openat(folder.number(), name.c_str(), careful | O_DIRECTORY));
      visit(inner, path + name + "/", depth + 1);
    }
  }

 private:
  std::vector<std::string> names_in(const Descriptor& folder, const std::string& path) {
    // The stream closes the descriptor that it is given, and no program started meanwhile may have it
    DIR* stream =
        folder.number() < 0 ? nullptr : ::fdopendir(::fcntl(folder.number(), F_DUPFD_CLOEXEC, 0));
    if (!stream) {
      throw Unreadable(fmt::format("the folder {} cannot be read: {}",
                                   clean_line(path.empty() ? "." : path, 150),
                                   std::strerror(errno)));
    }
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(stream)) {
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      names.push_back(name);
      if (++entries_ > limits_.entries) break;
    }
    ::closedir(stream);
    if (entries_ > limits_.entries) {
      throw Unreadable(fmt::format("it holds more than {} files and folders", limits_.entries));
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  void read(const Descriptor& folder, const std::string& name, SubmittedFile& wanted) const {
    const Descriptor file(::openat(folder.number(), name.c_str(), careful));
    struct stat status {};
    if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
      return wanted.forbid(fmt::format("it cannot be read: {}", std::strerror(errno)));
    }
    if (!S_ISREG(status.st_mode)) return wanted.forbid("it is no regular file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > limits_.file) return wanted.forbid(too_large(limits_));
    std::string text(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::read(file.number(), text.data() + done, size - done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return wanted.forbid(fmt::format("it cannot be read: {}", std::strerror(errno)));
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    text.resize(done);
    wanted.text = std::move(text);
  }

  const ReadLimits& limits_;
  Finds& finds_;
  struct stat out_ {};
  std::size_t entries_ = 0;
};

}  // namespace

void read_folder(const std::filesystem::path& folder, const std::filesystem::path& out,
                 const ReadLimits& limits, Finds& finds) {
  const Descriptor whole(::open(folder.c_str(), careful | O_DIRECTORY));
  Walk(out, limits, finds).visit(whole, "", 1);
}

}  // namespace primer::grader
