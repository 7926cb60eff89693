#include "common/testing/catch.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <system_error>
#include <thread>

#include "common/io/file.hpp"
#include "common/io/gzip.hpp"
#include "common/io/printable.hpp"
#include "common/testing/files.hpp"

namespace primer {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

std::string some_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * i / 7 + i);
  return bytes;
}

std::size_t files_in(const TemporaryFolder& folder) {
  const std::filesystem::directory_iterator files(folder.path());
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

/// Files of this process can have at most this many bytes: a disk that runs full, without being root.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("A file is read back as it was written") {
  const TemporaryFolder folder;
  for (const std::size_t size : {0, 1, 4096, 100'003}) {
    const std::string bytes = some_bytes(size);
    write_file_atomically(folder / "file", bytes);
    CHECK(read_file(folder / "file") == bytes);
    CHECK(read_file_or_gzip(folder / "file") == bytes);
  }
  CHECK(files_in(folder) == 1);
}

TEST_CASE("What cannot be read is refused in one line that names it") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "large", "12345");
  ::mkfifo((folder / "pipe").c_str(), 0600);
  const auto reading = [&](const std::string& name, std::size_t limit = 4) {
    return refusal([&] { read_file(folder / name, limit); });
  };
  CHECK_THAT(reading("missing"), ContainsSubstring("missing: cannot be read: No such file"));
  CHECK_THAT(reading("large/file"), ContainsSubstring("large/file: cannot be read: Not a dir"));
  CHECK_THAT(reading("."), ContainsSubstring("/.: is a folder"));
  CHECK_THAT(reading("large"), ContainsSubstring("large: has 5 bytes, more than the 4 allowed"));
  CHECK_THAT(reading("pipe"), ContainsSubstring("pipe: is not a regular file"));
  CHECK_THAT(reading("two\nlines"), ContainsSubstring("two\\x0alines: cannot be read"));
  CHECK(reading("large", 5) == "ACCEPTED");
  CHECK_THAT(refusal([] { read_file("/dev/zero"); }), ContainsSubstring("/dev/zero: is not a"));
}

TEST_CASE("A sparse file that claims to be huge is refused before memory is asked for") {
  const TemporaryFolder folder;
  std::ofstream(folder / "sparse").put('x');
  REQUIRE(::truncate((folder / "sparse").c_str(), off_t{1} << 40) == 0);
  CHECK_THAT(refusal([&] { read_file(folder / "sparse"); }), ContainsSubstring("1099511627776"));
}

TEST_CASE("Writing replaces the old file and keeps to the permissions asked for") {
  const TemporaryFolder folder;
  const mode_t before = ::umask(027);
  write_file_atomically(folder / "file", "old");
  write_file_atomically(folder / "file", "new");
  ::umask(before);
  CHECK(read_file(folder / "file") == "new");
  struct stat status {};
  REQUIRE(::stat((folder / "file").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("A file without a folder in its name is written to the current one") {
  const TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  write_file_atomically("file", "here");
  std::filesystem::current_path(before);
  CHECK(read_file(folder / "file") == "here");
}

TEST_CASE("A disk that runs full leaves the old file and nothing else") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "file", "old");
  const std::string message = [&] {
    const FileSizeLimit full(50'000);
    return refusal([&] { write_file_atomically(folder / "file", some_bytes(200'000)); });
  }();
  CHECK_THAT(message, ContainsSubstring("file: cannot be written: File too large; free some"));
  CHECK(read_file(folder / "file") == "old");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("A full device says so") {
  const std::string message = refusal([] { write_file_atomically("/dev/full", "bytes"); });
  CHECK_THAT(message, ContainsSubstring("/dev/full: cannot be written: No space left on device"));
  CHECK(std::filesystem::is_character_file("/dev/full"));

  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  CHECK_THROWS_AS(write_fully(full, "bytes"), std::system_error);
  ::close(full);
}

TEST_CASE("A link to a full device is written through and stays a link") {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("/dev/full", folder / "link");
  CHECK_THAT(refusal([&] { write_file_atomically(folder / "link", "bytes"); }),
             ContainsSubstring("link: cannot be written: No space left on device"));
  CHECK(std::filesystem::is_symlink(folder / "link"));
}

TEST_CASE("Where nothing can be written the message names the file") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "file", "old");
  const auto writing = [](const std::filesystem::path& path) {
    return refusal([&] { write_file_atomically(path, "bytes"); });
  };
  CHECK_THAT(writing(folder.path()), ContainsSubstring("cannot be written: Is a directory"));
  CHECK_THAT(writing(folder / "no/file"), ContainsSubstring("no/file: cannot be written: No such"));
  CHECK_THAT(writing(folder / "file/x"), ContainsSubstring("file/x: cannot be written: Not a dir"));
  CHECK_THAT(writing("/proc/x"), ContainsSubstring("/proc/x: cannot be written: "));
  CHECK_THAT(writing(folder / std::string(300, 'n')), ContainsSubstring("File name too long"));
  CHECK(files_in(folder) == 1);
}

TEST_CASE("What a killed process left behind is overwritten") {
  const TemporaryFolder folder;
  const std::string left = ".file." + std::to_string(::getpid()) + ".tmp";
  write_file_atomically(folder / left, some_bytes(1000));
  write_file_atomically(folder / "file", "new");
  CHECK(read_file(folder / "file") == "new");
  CHECK(files_in(folder) == 1);
}

TEST_CASE("Writing goes on after signals and partial writes") {
  // Fills a pipe that is emptied slowly while a timer interrupts every millisecond
  struct sigaction action {};
  struct sigaction before {};
  action.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &action, &before);
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const std::string bytes = some_bytes(1'000'000);
  std::string received;
  std::thread reader([&] {
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    ::pthread_sigmask(SIG_BLOCK, &alarms, nullptr);
    std::string part(50'000, '\0');
    for (ssize_t count; (count = ::read(ends[0], part.data(), part.size())) > 0;) {
      received.append(part, 0, static_cast<std::size_t>(count));
      ::usleep(3000);
    }
  });
  const itimerval every_millisecond{{0, 1000}, {0, 1000}}, never{};
  ::setitimer(ITIMER_REAL, &every_millisecond, nullptr);
  write_fully(ends[1], bytes);
  ::setitimer(ITIMER_REAL, &never, nullptr);
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  ::sigaction(SIGALRM, &before, nullptr);
  CHECK(received == bytes);
}

TEST_CASE("A gzip file is told by its first bytes and unpacked") {
  const TemporaryFolder folder;
  const std::string bytes = some_bytes(300'000);
  write_file_atomically(folder / "without-suffix", compress_gzip(bytes));
  write_file_atomically(folder / "plain.gz", bytes);
  CHECK(read_file_or_gzip(folder / "without-suffix") == bytes);
  CHECK(read_file_or_gzip(folder / "plain.gz") == bytes);
}

TEST_CASE("Damaged gzip files are refused with the name of the file") {
  const TemporaryFolder folder;
  std::string packed = compress_gzip(some_bytes(1000));
  packed[packed.size() / 2] ^= 1;
  write_file_atomically(folder / "bad.gz", packed);
  CHECK_THAT(refusal([&] { read_file_or_gzip(folder / "bad.gz"); }),
             ContainsSubstring("bad.gz: damaged gzip data ("));
}

TEST_CASE("Text from outside is shown on one line and cut between characters") {
  CHECK(printable("a\tb\x7f\n") == "a\\x09b\\x7f\\x0a");
  CHECK(printable("Größe 词") == "Größe 词");
  CHECK(printable("abcdef", 6) == "abcdef");
  CHECK(printable("abcdef", 5) == "abcde…");
  CHECK(printable("aé", 2) == "a…");
}

}  // namespace primer
