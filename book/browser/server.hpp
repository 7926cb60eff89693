#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "common/app/child.hpp"
#include "common/io/descriptor.hpp"

namespace primer::book {

/// The program that serves the book, running as long as this object is there.
class Server {
 public:
  /// @throws Error when the program is not there, or says no address
  Server(const std::filesystem::path& program, const std::filesystem::path& html);

  /// `http://127.0.0.1:PORT`, without a slash at the end.
  const std::string& address() const { return address_; }

 private:
  Server(const std::filesystem::path& program, const std::filesystem::path& html,
         std::pair<int, int> ends);

  Descriptor
      end_;  ///< of a channel to it. When it closes, and be it because we were killed, the server ends.
  std::string address_;
  std::optional<app::Child> child_;
};

}  // namespace primer::book
