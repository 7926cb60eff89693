#include "book/browser/pipes.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "book/browser/channel.hpp"
#include "common/error/error.hpp"
#include "common/io/descriptor.hpp"

namespace primer::book {

namespace fs = std::filesystem;

namespace {

constexpr int patience_ms = 300'000;  // printing a long book is silent work

Error gone(const std::string& why) {
  return data_error("chromium", why, "see whether chromium --headless runs on this machine");
}

fs::path new_profile() {
  std::string name = (fs::temp_directory_path() / "primer-browser-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw data_error(name, std::strerror(errno), "make room there or set TMPDIR");
  return name;
}

}  // namespace

std::optional<Pipes> Pipes::start(const std::string& program) {
  fs::path profile = new_profile();
  const auto [to, child_reads] = channel();
  const Descriptor reads(child_reads);
  const auto [from, child_writes] = channel();
  const Descriptor writes(child_writes);
  Pipes pipes(to, from, std::move(profile));
  // Chromium's sandbox does not start for root, nor within containers; the pages that it opens here are our own.
  pipes.child_ = app::Child::start(
      {program, "--headless=new", "--no-sandbox", "--remote-debugging-pipe",
       "--user-data-dir=" + pipes.profile_.string(), "--disable-gpu", "--disable-dev-shm-usage",
       "--disable-extensions", "--disable-background-networking", "--disable-component-update",
       "--no-first-run", "--hide-scrollbars", "about:blank"},
      {{reads.number(), 3}, {writes.number(), 4}});
  if (!pipes.child_) return std::nullopt;
  return pipes;
}

Pipes::Pipes(int to, int from, fs::path profile)
    : to_(to), from_(from), profile_(std::move(profile)) {}

Pipes::Pipes(Pipes&& other) noexcept
    : to_(std::exchange(other.to_, -1)),
      from_(std::exchange(other.from_, -1)),
      received_(std::move(other.received_)),
      profile_(std::exchange(other.profile_, {})),
      child_(std::move(other.child_)) {}

Pipes::~Pipes() {
  for (const int end : {to_, from_}) {
    if (end >= 0) ::close(end);
  }
  child_.reset();
  std::error_code ignored;
  if (!profile_.empty()) fs::remove_all(profile_, ignored);
}

void Pipes::send(const std::string& message) {
  std::size_t sent = 0;
  while (sent <= message.size()) {  // the zero at the end too
    const ssize_t n = ::send(to_, message.c_str() + sent, message.size() + 1 - sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw gone("ended, or did not start");
    sent += static_cast<std::size_t>(n);
  }
}

std::string Pipes::receive() {
  std::size_t searched = 0;
  while (true) {
    if (const std::size_t end = received_.find('\0', searched); end != std::string::npos) {
      std::string message = received_.substr(0, end);
      received_.erase(0, end + 1);
      return message;
    }
    searched = received_.size();
    pollfd waiting{from_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, patience_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) throw gone("has said nothing for five minutes");
    char part[1 << 16];
    const ssize_t n = ::recv(from_, part, sizeof part, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw gone("ended, or did not start");
    received_.append(part, static_cast<std::size_t>(n));
  }
}

}  // namespace primer::book
