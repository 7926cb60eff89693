#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/io/fnv1a.hpp"

namespace primer::grader {

/// Of some texts one after the other, with so many digits that no two agree by chance: FNV-1a twice, with two multipliers.
class Fingerprint {
 public:
  Fingerprint& add(std::string_view text);
  /// 32 hexadecimal digits.
  std::string digits() const;

 private:
  std::uint64_t one_ = fnv1a_begin, two_ = 0x9e3779b97f4a7c15u;
};

}  // namespace primer::grader
