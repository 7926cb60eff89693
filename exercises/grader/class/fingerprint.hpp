#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace primer::grader {

/// Of some texts one after the other, with so many digits that no two agree by chance: FNV-1a, with two multipliers.
class Fingerprint {
 public:
  Fingerprint& add(std::string_view text);
  /// 32 hexadecimal digits.
  std::string digits() const;

 private:
  void mix(std::uint64_t byte) {
    one_ = (one_ ^ byte) * 0x100000001b3u;
    two_ = (two_ ^ byte) * 0x9ddfea08eb382d69u;
  }
  std::uint64_t one_ = 0xcbf29ce484222325u, two_ = 0x9e3779b97f4a7c15u;
};

}  // namespace primer::grader
