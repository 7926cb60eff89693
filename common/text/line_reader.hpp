#pragma once
// A file's lines, one after the other, however large the file is.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

namespace primer::text {

/// Part of a file: from the byte `begin` to the one before `end`.
struct ByteRange {
  std::uint64_t begin = 0;                                        ///< first byte
  std::uint64_t end = std::numeric_limits<std::uint64_t>::max();  ///< behind the last one
};

/// Divides a file into ranges of about the same size, for as many threads. Together they hold each byte once; some may
/// be empty.
/// @param parts at least 1
/// @throws Error when the file cannot be read, std::invalid_argument
std::vector<ByteRange> divide_file(const std::filesystem::path& path, int parts);

/// A file is read in blocks of so many bytes, a mebibyte.
inline constexpr std::size_t block_bytes = std::size_t{1} << 20;

/// Reads a file's lines, never holding more than two blocks of it. Files that are one long line, as text8 is, can be
/// read all the same, by several threads too: a whole block without a line break gets one in the place of its last
/// blank, or of its last byte if it has no blank.
class LineReader {
 public:
  /// Reads the lines whose first byte lies in the range, the last of them to its end. So readers of ranges that make up
  /// a file read each of its lines once.
  /// @throws Error when the file cannot be read or is no regular file
  explicit LineReader(const std::filesystem::path& path, ByteRange range = {});
  /// Takes over where the other one is.
  LineReader(LineReader&&) noexcept;
  /// Takes over where the other one is.
  LineReader& operator=(LineReader&&) noexcept;
  ~LineReader();

  /// @param line becomes the next one, without the line break (\n or \r\n), and is valid until the next call
  /// @return false when there is none
  /// @throws Error when the file cannot be read, or has changed its size or time since it was opened
  bool next(std::string_view& line);

  /// Where in the file the next line begins: how far we are.
  std::uint64_t position() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace primer::text
