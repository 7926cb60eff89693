#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "common/error/error.hpp"

namespace primer::book {

/// Two ends of a channel that goes both ways; neither is left open in programs that we start. Sockets rather than a pipe,
/// since one can write to those without a signal when the other side has gone.
/// @throws Error when the system has none
inline std::pair<int, int> channel() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw data_error("channel", std::strerror(errno), "see what the system is short of");
  return {ends[0], ends[1]};
}

}  // namespace primer::book
