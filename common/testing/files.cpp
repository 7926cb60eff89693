#include "common/testing/files.hpp"

#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <system_error>

#include "common/error/error.hpp"

namespace primer::testing {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "primer-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), name);
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    const std::string message = error.what();
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
    if (std::ranges::any_of(message, is_control)) return "SEVERAL LINES: " + message;
    if (error.exit_code() != 3) return "WRONG EXIT CODE: " + message;
    return message;
  }
  return "ACCEPTED";
}

}  // namespace primer::testing
