#include "common/text/line_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

#include "common/error/error.hpp"
#include "common/io/descriptor.hpp"
#include "common/io/printable.hpp"

namespace primer::text {
namespace {

/// An open file that has to stay as it is.
class StableFile {
 public:
  explicit StableFile(const std::filesystem::path& path)
      : name_(printable(path.string())), file_(open(path)), opened_(status()) {
    if (S_ISDIR(opened_.st_mode)) throw data_error(name_, "is a folder", "name a file in it");
    if (!S_ISREG(opened_.st_mode)) {
      throw data_error(name_, "is not a regular file", "copy it to one");
    }
  }

  std::uint64_t size() const { return static_cast<std::uint64_t>(opened_.st_size); }

  /// Appends the bytes begin … begin+count-1 to the text, or those of them that there are.
  void read(std::uint64_t begin, std::size_t count, std::string& text) const {
    const std::size_t before = text.size();
    count =
        static_cast<std::size_t>(std::min<std::uint64_t>(count, size() - std::min(begin, size())));
    text.resize(before + count);
    for (std::size_t done = 0; done < count;) {
      const ssize_t got = ::pread(file_.number(), text.data() + before + done, count - done,
                                  static_cast<off_t>(begin + done));
      if (got < 0 && errno != EINTR) throw cannot_be_read();
      if (got == 0) throw changed();
      done += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    const struct stat now = status();
    if (now.st_size != opened_.st_size || now.st_mtim.tv_sec != opened_.st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec) {
      throw changed();
    }
  }

 private:
  // Without waiting, in case that it is a pipe which nobody writes to
  int open(const std::filesystem::path& path) const {
    const int number = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (number < 0) throw cannot_be_read();
    return number;
  }
  struct stat status() const {
    struct stat result {};
    if (::fstat(file_.number(), &result) != 0) throw cannot_be_read();
    return result;
  }
  Error cannot_be_read() const {
    return data_error(name_,
                      fmt::format("cannot be read: {}", std::generic_category().message(errno)),
                      "check its name, and who owns it");
  }
  Error changed() const { return data_error(name_, "changed while it was read", "try again"); }

  std::string name_;
  Descriptor file_;
  struct stat opened_;
};

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace

struct LineReader::State {
  StableFile file;
  std::uint64_t end;           // lines that begin here or later are not ours
  std::uint64_t read = 0;      // bytes of the file up to here have been read
  std::string text = {};       // those from the next line on, with line breaks
  std::size_t taken = 0;       // bytes of text that have been given
  std::uint64_t position = 0;  // where in the file the next line begins

  /// Reads one block more. @return false at the end of the file
  bool read_block() {
    text.erase(0, taken);
    taken = 0;
    const std::size_t before = text.size();
    file.read(read, block_bytes, text);
    const std::size_t count = text.size() - before;
    read += count;
    // A whole block without a line break gets one
    if (count == block_bytes && text.find('\n', before) == std::string::npos) {
      std::size_t place = text.size() - 1;
      while (place > before && !is_blank(text[place])) --place;
      text[is_blank(text[place]) ? place : text.size() - 1] = '\n';
    }
    return count > 0;
  }
};

std::vector<ByteRange> divide_file(const std::filesystem::path& path, int parts) {
  if (parts < 1) throw std::invalid_argument(fmt::format("divide_file: {} parts", parts));
  const std::uint64_t size = StableFile(path).size();
  const auto count = static_cast<std::uint64_t>(parts);
  std::vector<ByteRange> ranges(count);
  for (std::uint64_t part = 0; part < count; ++part) {
    ranges[part] = {part * (size / count) + std::min(part, size % count),
                    (part + 1) * (size / count) + std::min(part + 1, size % count)};
  }
  return ranges;
}

LineReader::LineReader(const std::filesystem::path& path, ByteRange range)
    : state_(new State{StableFile(path), range.end}) {
  if (range.begin == 0) return;
  // Begin with the block of the byte before: a line break there makes the range's first byte a line's
  state_->read = state_->position = (range.begin - 1) / block_bytes * block_bytes;
  std::string_view line;
  while (state_->position < range.begin && next(line)) {
  }
}

LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

bool LineReader::next(std::string_view& line) {
  State& s = *state_;
  if (s.position >= s.end) return false;
  std::size_t searched = s.taken;
  std::size_t length = std::string::npos;
  while ((length = s.text.find('\n', searched)) == std::string::npos) {
    searched = s.text.size() - s.taken;
    if (!s.read_block()) break;
  }
  if (length == std::string::npos && s.text.empty()) return false;  // the end of the file
  const std::size_t end = std::min(length, s.text.size());
  line = std::string_view(s.text).substr(s.taken, end - s.taken);
  s.position += line.size() + (length == std::string::npos ? 0 : 1);
  s.taken = std::min(end + 1, s.text.size());
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

std::uint64_t LineReader::position() const { return state_->position; }

}  // namespace primer::text
