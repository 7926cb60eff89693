#pragma once

#include <filesystem>
#include <string>

#include "book/browser/child.hpp"

namespace primer::book {

/// The program that serves the book, running as long as this object is there.
class Server {
 public:
  /// @throws Error when the program is not there, or says no address
  Server(const std::filesystem::path& program, const std::filesystem::path& html);

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  const std::string& address() const { return address_; }

 private:
  /// Our end of a channel to it. When it closes, and be it because we were killed, the server ends.
  struct End {
    int number = -1;
    End() = default;
    End(const End&) = delete;
    ~End();
  };
  End end_;
  std::string address_;
  std::optional<Child> child_;
};

}  // namespace primer::book
