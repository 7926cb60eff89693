#include "exercises/grader/class/fingerprint.hpp"

#include <fmt/format.h>

namespace primer::grader {

Fingerprint& Fingerprint::add(std::string_view text) {
  const std::uint64_t length = text.size();  // or "a" and "bc" would be "ab" and "c"
  for (const std::string_view part :
       {text, std::string_view(reinterpret_cast<const char*>(&length), sizeof length)}) {
    one_ = fnv1a(part, one_);
    two_ = fnv1a(part, two_, 0x9ddfea08eb382d69u);
  }
  return *this;
}

std::string Fingerprint::digits() const { return fmt::format("{:016x}{:016x}", one_, two_); }

}  // namespace primer::grader
