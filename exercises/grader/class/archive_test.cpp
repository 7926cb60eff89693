#include <archive.h>
#include <archive_entry.h>

#include <fstream>

#include "common/io/file.hpp"
#include "common/testing/catch.hpp"
#include "common/testing/files.hpp"
#include "exercises/grader/class/submission.hpp"
#include "exercises/grader/testing/two_exercises.hpp"

namespace primer::grader {
namespace {

namespace fs = std::filesystem;
using enum Verdict;

/// An archive in the making: tar.gz, or zip by its name.
class Archive {
 public:
  explicit Archive(const std::string& name, bool encrypted = false)
      : path_(folder_ / name), writer_(archive_write_new()) {
    if (name.ends_with(".zip")) {
      archive_write_set_format_zip(writer_);
    } else {
      archive_write_set_format_pax_restricted(writer_);
      archive_write_add_filter_gzip(writer_);
    }
    archive_write_set_options(writer_, "compression-level=1");
    if (encrypted) {
      archive_write_set_options(writer_, "zip:encryption=zipcrypt");
      archive_write_set_passphrase(writer_, "secret");
    }
    archive_write_open_filename(writer_, path_.c_str());
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() { archive_write_free(writer_); }

  Archive& add(const std::string& name, const std::string& bytes, std::size_t times = 1) {
    header(name, AE_IFREG, bytes.size() * times, "", "");
    for (std::size_t i = 0; i < times; ++i) {
      if (archive_write_data(writer_, bytes.data(), bytes.size()) < 0) FAIL("cannot write");
    }
    return *this;
  }
  Archive& add_folder(const std::string& name) { return header(name, AE_IFDIR, 0, "", ""); }
  Archive& add_pipe(const std::string& name) { return header(name, AE_IFIFO, 0, "", ""); }
  Archive& add_link(const std::string& name, const std::string& to) {
    return header(name, AE_IFLNK, 0, to, "");
  }
  Archive& add_hard_link(const std::string& name, const std::string& to) {
    return header(name, AE_IFREG, 0, "", to);
  }

  const fs::path& close() {
    archive_write_close(writer_);
    return path_;
  }
  Submission read(const ReadLimits& limits = {}) {
    return read_submission({"ann", {close()}}, two_exercises, "/nowhere", limits);
  }

 private:
  Archive& header(const std::string& name, unsigned type, std::size_t size, const std::string& link,
                  const std::string& hard_link) {
    archive_entry* entry = archive_entry_new();
    archive_entry_copy_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(size));
    if (!link.empty()) archive_entry_copy_symlink(entry, link.c_str());
    if (!hard_link.empty()) archive_entry_copy_hardlink(entry, hard_link.c_str());
    const int result = archive_write_header(writer_, entry);
    archive_entry_free(entry);
    if (result < ARCHIVE_WARN) FAIL("cannot write");
    return *this;
  }

  testing::TemporaryFolder folder_;
  fs::path path_;
  archive* writer_;
};

Submission read_bytes(const std::string& name, const std::string& bytes) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / name, std::ios::binary) << bytes;
  return read_submission({"ann", {folder / name}}, two_exercises, "/nowhere");
}

void check_refused(const Submission& read) {
  CHECK(!read.remark.empty());
  for (const SubmittedFile& file : read.files) {
    CHECK(file.verdict == forbidden);
    CHECK_FALSE(file.text);
  }
}

const std::vector<std::string> kinds{"ann.zip", "ann.tar.gz", "ann.tgz"};

}  // namespace

TEST_CASE("An archive is read at whatever depth the exercises are") {
  for (const std::string& kind : kinds) {
    for (const std::string prefix : {"", "./", "ann/hw1/", "Übung 1/世界/"}) {
      INFO(kind << " " << prefix);
      Archive archive(kind);
      archive.add("__MACOSX/" + prefix + f, "junk");
      archive.add_folder(prefix + "exercises/");
      archive.add(prefix + "exercises/08_x/1_f/._f.cpp", "junk");
      archive.add(prefix + f, "int f;");
      archive.add(prefix + h, std::string("\xff\0", 2));
      archive.add("README", "hello");
      const Submission read = archive.read();
      CHECK(read.remark.empty());
      CHECK(read.files[0].text == "int f;");
      CHECK(read.files[1].text == std::string("\xff\0", 2));
    }
  }
}

TEST_CASE("Names with other letters are found however the archive writes them") {
  // Two zip archives as Python writes them, one with a flag that says UTF-8: "Ü/exercises/08_x/1_f/f.cpp", holding "x"
  const auto zip = [](const std::string& folder) {
    const std::string name = folder + "/" + f;
    const std::string size(1, static_cast<char>(name.size()));
    const auto zeros = [](std::size_t count) { return std::string(count, '\0'); };
    const std::string fields = std::string("\x14\0\0\x08\0\0\0\0\x21\0", 10) + "\x83\x16\xdc\x8c" +
                               std::string("\1\0\0\0\1\0\0\0", 8) + size + zeros(3);
    const std::string local = "PK\3\4" + fields + name + "x";
    const std::string central = "PK\1\2" + std::string("\x14\0", 2) + fields + zeros(14) + name;
    return local + central + "PK\5\6" + zeros(4) + std::string("\1\0\1\0", 4) +
           static_cast<char>(central.size()) + zeros(3) + static_cast<char>(local.size()) +
           zeros(5);
  };
  CHECK(read_bytes("ann.zip", zip("Ü")).files[0].text == "x");
  const Submission nameless = read_bytes("ann.zip", zip("\xff"));
  CHECK(nameless.files[0].verdict == not_implemented);
  CHECK_THAT(nameless.files[0].reason, testing::ContainsSubstring("name that cannot be read"));
}

TEST_CASE("Slashes of Windows are slashes") {
  Archive archive("ann.zip");
  CHECK(archive.add("hw\\exercises\\08_x\\1_f\\f.cpp", "int f;").read().files[0].text == "int f;");
}

TEST_CASE("An empty archive has nothing in it") {
  const Submission read = Archive("ann.tar.gz").read();
  CHECK(read.remark.empty());
  CHECK(read.files[0].verdict == not_implemented);
  check_refused(Archive("ann.zip").read());  // libarchive finds nothing in it that it would know by
}

TEST_CASE("What leads out of an archive is not followed") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    for (const std::string way : {"../../", "/", "hw/../../", "C:/../", "..\\"}) {
      INFO(way);
      Archive archive(kind);
      archive.add("../../../../../../tmp/x", "no").add(way + f, "int f;").add(h, "int h;");
      const Submission read = archive.read();
      CHECK(read.files[0].verdict == forbidden);
      CHECK_THAT(read.files[0].reason, testing::ContainsSubstring("leads out"));
      CHECK(read.files[1].text == "int h;");
    }
  }
}

TEST_CASE("Links in an archive are not followed") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Archive archive(kind);
    archive.add_link(f, "/etc/passwd").add(h, "int h;");
    const Submission read = archive.read();
    CHECK(read.files[0].verdict == forbidden);
    CHECK_THAT(read.files[0].reason, testing::ContainsSubstring("a link"));
    CHECK(read.files[1].text == "int h;");

    Archive folder_link(kind);
    folder_link.add_link("hw/exercises/08_x", "/etc");
    CHECK_THAT(folder_link.read().files[1].reason, testing::ContainsSubstring("is a link"));
  }
  Archive hard("ann.tar.gz");
  CHECK_THAT(hard.add_hard_link(f, "/etc/passwd").read().files[0].reason,
             testing::ContainsSubstring("a link"));
  Archive pipe("ann.tar.gz");
  CHECK_THAT(pipe.add_pipe(f).read().files[0].reason,
             testing::ContainsSubstring("no regular file"));
  Archive folder("ann.tar.gz");
  CHECK_THAT(folder.add_folder(f).read().files[0].reason, testing::ContainsSubstring("a folder"));
}

TEST_CASE("Two entries for an exercise forbid it") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Archive same(kind);
    CHECK(same.add(f, "1").add(f, "2").read().files[0].verdict == forbidden);
    Archive prefixes(kind);
    prefixes.add("a/" + f, "1").add("b/" + f, "2").add("b/" + h, "3");
    const Submission read = prefixes.read();
    CHECK_THAT(read.files[0].reason, testing::ContainsSubstring("twice"));
    CHECK(read.files[1].text == "3");
  }
}

TEST_CASE("A file that unpacks to too much is forbidden and takes no memory") {
  const std::string zeros(1 << 20, '\0');
  for (const std::string& kind : kinds) {
    INFO(kind);
    Archive archive(kind);
    archive.add(f, zeros, 100).add(h, "int h;");
    const Submission read = archive.read();
    CHECK_THAT(read.files[0].reason, testing::ContainsSubstring("more than 1048576 bytes"));
    CHECK(read.files[1].text == "int h;");
    Archive largest(kind);
    CHECK(largest.add(f, zeros).read().files[0].text == zeros);
  }
}

TEST_CASE("An archive that unpacks to too much is refused") {
  const std::string zeros(1 << 20, '\0');
  Archive archive("ann.tar.gz");
  archive.add(h, "int h;").add("data", zeros, 100);
  CHECK(archive.read().files[1].text == "int h;");
  const Submission read = archive.read({.unpacked = std::size_t{64} << 20});
  check_refused(read);
  CHECK_THAT(read.remark, testing::ContainsSubstring("more than 64 MiB"));
  check_refused(archive.read({.seconds = 0.001}));
  check_refused(archive.read({.packed = 1000}));
  // In a zip archive nobody unpacks what nobody wants
  Archive zip("ann.zip");
  zip.add(h, "int h;").add("data", zeros, 100);
  CHECK(zip.read({.unpacked = std::size_t{64} << 20}).files[1].text == "int h;");
}

TEST_CASE("An archive in an archive is a file like another") {
  const std::string inner = [] {
    Archive archive("inner.tar.gz");
    return read_file(archive.add(f, "int f;").close());
  }();
  Archive outer("ann.tar.gz");
  CHECK(outer.add("inner.tar.gz", inner).read().files[0].verdict == not_implemented);

  // Packed by gzip once more, a bomb in a few bytes
  Archive twice("ann.tar.gz");
  const std::string once = read_file(twice.add(f, "int f;").close());
  const testing::TemporaryFolder folder;
  archive* gzip = archive_write_new();
  archive_write_set_format_raw(gzip);
  archive_write_add_filter_gzip(gzip);
  archive_write_open_filename(gzip, (folder / "ann.tar.gz").c_str());
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(gzip, entry);
  archive_write_data(gzip, once.data(), once.size());
  archive_entry_free(entry);
  archive_write_free(gzip);
  check_refused(read_submission({"ann", {folder / "ann.tar.gz"}}, two_exercises, "/nowhere"));
}

TEST_CASE("An archive of very many entries is refused") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Archive archive(kind);
    archive.add(f, "int f;");
    for (int i = 0; i < 100'000; ++i) archive.add(std::to_string(i), "");
    const Submission read = archive.read();
    check_refused(read);
    CHECK_THAT(read.remark, testing::ContainsSubstring("more than 50000"));
  }
}

TEST_CASE("An archive that was cut off or changed is refused or whole") {
  for (const std::string& kind : kinds) {
    Archive archive(kind);
    std::string noise;  // that gzip can do nothing about
    for (unsigned i = 0, x = 1; i < 20'000; ++i)
      noise += static_cast<char>((x = x * 69069 + 1) >> 24);
    archive.add(f, "int f;").add("noise", noise).add(h, "int h;");
    const std::string whole = read_file(archive.close());
    for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 97) {
      INFO(kind << " cut to " << length);
      const Submission read = read_bytes(kind, whole.substr(0, length));
      if (read.remark.empty()) {
        CHECK(read.files[0].text == "int f;");
        CHECK(read.files[1].text == "int h;");
        CHECK(length > noise.size());
      } else {
        check_refused(read);
      }
    }
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 97) {
      std::string changed = whole;
      changed[at] = static_cast<char>(~changed[at]);
      read_bytes(kind, changed);  // whatever comes out, it comes
    }
  }
}

TEST_CASE("What is encrypted or packed in an unusual way is forbidden") {
  Archive encrypted("ann.zip", true);
  CHECK_THAT(encrypted.add(f, "int f;").read().files[0].reason,
             testing::ContainsSubstring("encrypted"));
  Archive plain("ann.zip");
  std::string bytes = read_file(plain.add(f, "int f;").close());
  for (const std::string mark : {"PK\3\4", "PK\1\2"}) {  // the method follows
    bytes[bytes.find(mark) + (mark == "PK\3\4" ? 8 : 10)] = 14;
  }
  CHECK_THAT(read_bytes("ann.zip", bytes).files[0].reason, testing::ContainsSubstring("lzma"));
}

TEST_CASE("What is no archive is refused") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    check_refused(read_bytes(kind, ""));
    check_refused(read_bytes(kind, "hello, I am a submission"));
    check_refused(read_bytes(kind, std::string(100'000, '\0')));
    check_refused(read_bytes(kind, std::string("PK\3\4", 4) + std::string(1000, 'x')));
  }
  Archive tar("ann.tgz"), zip("ann.zip");
  check_refused(read_bytes("ann.zip", read_file(tar.add(f, "int f;").close())));
  check_refused(read_bytes("ann.tgz", read_file(zip.add(f, "int f;").close())));
}

}  // namespace primer::grader
