#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include "exercises/grader/check/call.hpp"

namespace primer::grader {
namespace {

constexpr std::uint32_t longest_message = 16 << 20;

}  // namespace

void send(std::string_view message) {
  std::string bytes;
  write(bytes, static_cast<std::uint32_t>(message.size()));
  bytes += message;
  for (std::string_view rest = bytes; !rest.empty();) {
    const ssize_t sent = ::write(channel_out, rest.data(), rest.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) throw ChannelClosed();
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::string receive() {
  const auto read_bytes = [](std::size_t count) {
    std::string bytes;
    char part[65536];
    while (bytes.size() < count) {
      const ssize_t got = ::read(channel_in, part, std::min(sizeof part, count - bytes.size()));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) throw ChannelClosed();
      bytes.append(part, static_cast<std::size_t>(got));
    }
    return bytes;
  };
  const std::string header = read_bytes(sizeof(std::uint32_t));
  std::string_view rest = header;
  std::uint32_t size = 0;
  read(rest, size);
  if (size > longest_message) throw Nonsense();
  return read_bytes(size);
}

}  // namespace primer::grader
