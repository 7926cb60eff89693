// Reading a submission that is an archive. The bytes of wanted files go to memory, all others nowhere. What could have no
// end has a limit: what an archive unpacks to is counted while it is unpacked, and so is the processor's time.

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <locale.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "common/io/descriptor.hpp"
#include "exercises/grader/class/finds.hpp"
#include "exercises/grader/class/text.hpp"

namespace primer::grader {
namespace {

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The packed bytes, which libarchive asks for piece by piece, and whether it may have more.
class Input {
 public:
  Input(const Descriptor& file, const ReadLimits& limits)
      : file_(file), limits_(limits), end_(processor_seconds() + limits.seconds) {}

  /// From here on it is files that are read, and no table of contents.
  void contents_are_read() { contents_are_read_ = true; }
  /// @throws Unreadable
  void check(archive* reader) const {
    const auto unpacked = archive_filter_bytes(reader, 0);
    if (unpacked > static_cast<la_int64_t>(limits_.unpacked)) {
      throw Unreadable(fmt::format("it unpacks to more than {} MiB", limits_.unpacked >> 20));
    }
    if (!contents_are_read_ && taken_ > limits_.contents) {
      throw Unreadable("its table of contents has no end");
    }
    if (processor_seconds() > end_) {
      throw Unreadable(fmt::format("unpacking it takes more than {} s", limits_.seconds));
    }
  }

  /// Tells why there is nothing more to read.
  [[noreturn]] void refuse(archive* reader) const {
    if (!refused_.empty()) throw Unreadable(refused_);
    const char* why = archive_error_string(reader);
    throw Unreadable(fmt::format("the archive cannot be read: {}",
                                 clean_line(why ? why : "it is damaged", 200)));
  }

  static la_ssize_t read(archive* reader, void* input, const void** bytes) {
    return static_cast<Input*>(input)->read(reader, bytes);
  }
  static la_int64_t seek(archive* reader, void* input, la_int64_t offset, int whence) {
    const la_int64_t at = ::lseek(static_cast<Input*>(input)->file_.number(), offset, whence);
    if (at < 0) archive_set_error(reader, errno, "it ends early");
    return at < 0 ? static_cast<la_int64_t>(ARCHIVE_FATAL) : at;
  }

 private:
  la_ssize_t read(archive* reader, const void** bytes) {
    try {
      check(reader);
    } catch (const Unreadable& why) {  // must not fly through C
      refused_ = why.what();
      return -1;
    }
    ssize_t got;
    while ((got = ::read(file_.number(), buffer_.data(), buffer_.size())) < 0 && errno == EINTR) {
    }
    if (got < 0) archive_set_error(reader, errno, "%s", std::strerror(errno));
    if (got > 0) taken_ += static_cast<std::size_t>(got);
    *bytes = buffer_.data();
    return got;
  }

  const Descriptor& file_;
  const ReadLimits& limits_;
  double end_;
  std::size_t taken_ = 0;
  bool contents_are_read_ = false;
  std::string refused_;
  std::array<char, 65536> buffer_;
};

/// While this lives, this thread's names are UTF-8; in the plain locale libarchive drops names with other letters.
class Letters {
 public:
  Letters() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})) {
    if (locale_ != locale_t{}) before_ = ::uselocale(locale_);
  }
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;
  ~Letters() {
    if (locale_ == locale_t{}) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }

 private:
  locale_t locale_, before_{};
};

/// Empty when it has a name that cannot be read.
std::string path_of(archive_entry* entry) {
  const char* path = archive_entry_pathname(entry);
  return path ? path : "";
}

Finds::Kind kind_of(archive_entry* entry) {
  const auto type = archive_entry_filetype(entry);
  const bool linked =
      type == AE_IFLNK || archive_entry_hardlink(entry) || archive_entry_symlink(entry);
  return linked             ? Finds::Kind::link
         : type == AE_IFREG ? Finds::Kind::file
         : type == AE_IFDIR ? Finds::Kind::folder
                            : Finds::Kind::other;
}

/// Other methods may ask for gigabytes, or are unknown to libarchive.
bool is_packed_as_usual(archive* reader) {
  const std::string format = archive_format_name(reader);
  return !format.starts_with("ZIP") || format.ends_with("(deflation)") ||
         format.ends_with("(uncompressed)");
}

void take(archive* reader, archive_entry* entry, const Input& input, const ReadLimits& limits,
          SubmittedFile& wanted) {
  if (archive_entry_is_data_encrypted(entry)) return wanted.forbid("it is encrypted");
  if (!is_packed_as_usual(reader)) {
    return wanted.forbid(fmt::format("it is packed in a way that is not read here, {}; use deflate",
                                     clean_line(archive_format_name(reader), 50)));
  }
  const auto size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
  if (size > static_cast<la_int64_t>(limits.file)) {
    return wanted.forbid(too_large(limits));
  }
  std::string text;
  std::array<char, 65536> part;
  for (;;) {
    const la_ssize_t got = archive_read_data(reader, part.data(), part.size());
    if (got < 0) input.refuse(reader);
    if (got == 0) break;
    text.append(part.data(), static_cast<std::size_t>(got));
    if (text.size() > limits.file) return wanted.forbid(too_large(limits));
  }
  wanted.text = std::move(text);
}

}  // namespace

void read_archive(const std::filesystem::path& path, const ReadLimits& limits, Finds& finds) {
  const Descriptor file(
      ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
    throw Unreadable(fmt::format("the archive cannot be read: {}", std::strerror(errno)));
  }
  if (!S_ISREG(status.st_mode)) throw Unreadable("it is no regular file");
  if (static_cast<std::size_t>(status.st_size) > limits.packed) {
    throw Unreadable(fmt::format("the archive is larger than {} MiB; is a build folder in it?",
                                 limits.packed >> 20));
  }

  const Letters letters;
  // One format and at most one filter: an archive in an archive in an archive would be unpacked at one go
  const auto input = std::make_unique<Input>(file, limits);
  const std::unique_ptr<archive, int (*)(archive*)> owner(archive_read_new(), archive_read_free);
  archive* reader = owner.get();
  const std::string name = path.filename();
  const bool zip = name.ends_with('p') || name.ends_with('P');
  zip ? archive_read_support_format_zip_seekable(reader) : archive_read_support_format_tar(reader);
  if (!zip) archive_read_support_filter_gzip(reader);
  archive_read_set_read_callback(reader, Input::read);
  archive_read_set_seek_callback(reader, Input::seek);
  archive_read_set_callback_data(reader, input.get());
  if (archive_read_open1(reader) != ARCHIVE_OK) input->refuse(reader);
  if (archive_filter_count(reader) != (zip ? 1 : 2)) {
    throw Unreadable("the archive cannot be read: it is not packed by gzip, just once");
  }

  archive_entry* entry = nullptr;
  for (std::size_t entries = 0;;) {
    const int found = archive_read_next_header(reader, &entry);
    if (found == ARCHIVE_EOF) break;
    if (found != ARCHIVE_OK && found != ARCHIVE_WARN) input->refuse(reader);
    input->contents_are_read();
    input->check(reader);
    if (++entries > limits.entries) {
      throw Unreadable(fmt::format("it holds more than {} files and folders", limits.entries));
    }
    if (SubmittedFile* wanted = finds.meet(path_of(entry), kind_of(entry))) {
      take(reader, entry, *input, limits, *wanted);
    }
  }
}

}  // namespace primer::grader
