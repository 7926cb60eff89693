#include "exercises/grader/class/fingerprint.hpp"

#include <fmt/format.h>

namespace primer::grader {

Fingerprint& Fingerprint::add(std::string_view text) {
  for (const char c : text) mix(static_cast<unsigned char>(c));
  for (std::uint64_t i = 0, rest = text.size(); i < 8; ++i, rest >>= 8) mix(rest & 0xff);
  return *this;
}

std::string Fingerprint::digits() const { return fmt::format("{:016x}{:016x}", one_, two_); }

}  // namespace primer::grader
