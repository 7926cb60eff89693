#include "common/io/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "common/error/error.hpp"
#include "common/io/descriptor.hpp"
#include "common/io/gzip.hpp"
#include "common/io/printable.hpp"

namespace primer {
namespace {

[[noreturn]] void throw_errno() { throw std::system_error(errno, std::generic_category()); }

/// Repeats a system call until no signal interrupts it.
template <class Call>
auto uninterrupted(Call call) {
  for (;;) {
    const auto result = call();
    if (result >= 0) return result;
    if (errno != EINTR) throw_errno();
  }
}

/// Closes, and hears of what the system could not write until now.
void close_written(Descriptor& file) {
  if (file.close() != 0 && errno != EINTR) throw_errno();
}

Descriptor open_file(const std::filesystem::path& path, int flags) {
  return Descriptor(uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC); }));
}

/// What the system does not know how to flush (EINVAL), such as a folder on some network disks, stays as it is.
void flush_to_disk(const Descriptor& file) {
  uninterrupted([&] {
    const int result = ::fsync(file.number());
    return result != 0 && errno == EINVAL ? 0 : result;
  });
}

Error cannot(const char* verb, const std::filesystem::path& path, const std::error_code& why) {
  const auto advice = [&] {
    switch (why.value()) {
      case ENOENT:
      case ENOTDIR:
        return "check its name and that of its folder";
      case EACCES:
      case EPERM:
      case EROFS:
        return "check who owns it, or use a folder of your own";
      case ENOSPC:
      case EDQUOT:
      case EFBIG:
        return "free some space, or use another disk";
      default:
        return "check the disk, or use another folder";
    }
  };
  return data_error(printable(path.string()), fmt::format("cannot be {}: {}", verb, why.message()),
                    advice());
}

/// A file that is removed at the end of its scope unless it has been given another name.
class TemporaryFile {
 public:
  TemporaryFile(const Descriptor& folder, std::string name)
      : folder_(folder.number()), name_(std::move(name)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!name_.empty()) ::unlinkat(folder_, name_.c_str(), 0);
  }

  /// Overwrites what a killed process of the same number may have left.
  Descriptor create() const {
    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
    return Descriptor(
        uninterrupted([&] { return ::openat(folder_, name_.c_str(), flags, mode_t{0666}); }));
  }

  void rename_to(const std::string& name) {
    uninterrupted([&] { return ::renameat(folder_, name_.c_str(), folder_, name.c_str()); });
    name_.clear();
  }

 private:
  int folder_;
  std::string name_;
};

void replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::string name = path.filename().string();
  const Descriptor folder =
      open_file(path.has_parent_path() ? path.parent_path() : ".", O_RDONLY | O_DIRECTORY);
  TemporaryFile temporary(folder, fmt::format(".{}.{}.tmp", name, ::getpid()));

  // The bytes are on the disk before the name is, and the name before we say that it is done
  Descriptor file = temporary.create();
  write_fully(file.number(), bytes);
  flush_to_disk(file);
  close_written(file);
  temporary.rename_to(name);
  flush_to_disk(folder);
}

}  // namespace

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  const auto refused = [&](const std::string& problem, const std::string& advice) {
    return data_error(printable(path.string()), problem, advice);
  };
  try {
    // Without waiting, in case that it is a pipe which nobody writes to
    const Descriptor file = open_file(path, O_RDONLY | O_NONBLOCK);
    struct stat status {};
    uninterrupted([&] { return ::fstat(file.number(), &status); });
    if (S_ISDIR(status.st_mode)) throw refused("is a folder", "name a file in it");
    if (!S_ISREG(status.st_mode)) throw refused("is not a regular file", "copy it to one");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > limit) {
      throw refused(fmt::format("has {} bytes, more than the {} allowed", size, limit),
                    "check that it is the right file");
    }

    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < size;) {
      const ssize_t count =
          uninterrupted([&] { return ::read(file.number(), bytes.data() + done, size - done); });
      if (count == 0) throw refused("became shorter while it was read", "try again");
      done += static_cast<std::size_t>(count);
    }
    return bytes;
  } catch (const std::system_error& failure) {
    throw cannot("read", path, failure.code());
  }
}

std::string read_file_or_gzip(const std::filesystem::path& path, std::size_t limit) {
  std::string bytes = read_file(path, limit);
  return is_gzip(bytes) ? decompress_gzip(bytes, path.string(), limit) : bytes;
}

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  try {
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
      Descriptor file = open_file(path, O_WRONLY);
      write_fully(file.number(), bytes);
      close_written(file);
    } else {
      replace_file(path, bytes);
    }
  } catch (const std::system_error& failure) {
    throw cannot("written", path, failure.code());
  }
}

void write_fully(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count =
        uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace primer
