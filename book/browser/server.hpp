#pragma once

#include <filesystem>
#include <string>

#include "book/browser/child.hpp"

namespace primer::book {

/// The program that serves the book, running.
class Server {
 public:
  /// @throws Error when the program is not there, or says no address
  Server(const std::filesystem::path& program, const std::filesystem::path& html);
  Server(const Server&) = delete;
  ~Server();

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  const std::string& address() const { return address_; }

 private:
  int reads_ = -1;
  std::string address_;
  std::optional<Child> child_;
};

}  // namespace primer::book
