#include "common/io/gzip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <new>
#include <vector>

#include "common/error/error.hpp"
#include "common/io/printable.hpp"

namespace primer {
namespace {

constexpr int gzip_window = MAX_WBITS + 16;  // zlib's way to ask for gzip's frame
constexpr std::size_t chunk = std::size_t{1} << 18;

/// zlib's stream, given back at the end of its scope.
class Inflate {
 public:
  Inflate() {
    if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
  }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;
  ~Inflate() { inflateEnd(&stream_); }

  z_stream* operator->() { return &stream_; }
  z_stream* get() { return &stream_; }

 private:
  z_stream stream_{};
};

void give_input(z_stream& stream, std::string_view bytes) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

void give_room(z_stream& stream, std::vector<char>& room) {
  stream.next_out = reinterpret_cast<Bytef*>(room.data());
  stream.avail_out = static_cast<uInt>(room.size());
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string decompress_gzip(std::string_view bytes, const std::string& name, std::size_t limit) {
  const auto refused = [&](const std::string& problem) {
    return data_error(printable(name), problem, "replace it with an intact copy");
  };
  Inflate stream;
  std::vector<char> room(chunk);
  std::string unpacked;
  for (;;) {
    // Unpack as much as fits into the room
    const std::size_t given = std::min(bytes.size(), chunk);
    give_input(*stream.get(), bytes.substr(0, given));
    give_room(*stream.get(), room);
    const int result = inflate(stream.get(), Z_NO_FLUSH);
    if (result == Z_BUF_ERROR) throw refused("the gzip data is cut off");
    if (result != Z_OK && result != Z_STREAM_END) {
      if (stream->msg == nullptr) throw std::bad_alloc();
      throw refused(fmt::format("damaged gzip data ({})", stream->msg));
    }
    const std::size_t produced = room.size() - stream->avail_out;
    if (produced > limit - unpacked.size()) {
      throw refused(fmt::format("unpacks to more than the {} bytes allowed", limit));
    }
    unpacked.append(room.data(), produced);
    bytes.remove_prefix(given - stream->avail_in);

    // Another member may follow a finished one
    if (result == Z_STREAM_END) {
      if (bytes.empty()) return unpacked;
      if (!is_gzip(bytes)) throw refused(fmt::format("{} bytes after its end", bytes.size()));
      inflateReset(stream.get());
    }
  }
}

std::string compress_gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, MAX_MEM_LEVEL,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::vector<char> room(chunk);
  std::string packed;
  int result = Z_OK;
  while (result != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const std::size_t given = std::min(bytes.size(), chunk);
      give_input(stream, bytes.substr(0, given));
      bytes.remove_prefix(given);
    }
    give_room(stream, room);
    result = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
    packed.append(room.data(), room.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  return packed;
}

}  // namespace primer
