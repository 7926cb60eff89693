#include "common/testing/catch.hpp"
//
#include "common/io/fnv1a.hpp"

namespace primer {

TEST_CASE("FNV-1a gives the numbers that its authors give") {
  CHECK(fnv1a("") == 0xcbf29ce484222325u);
  CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cu);
  CHECK(fnv1a("foobar") == 0x85944171f73967e8u);
  CHECK(fnv1a("bar", fnv1a("foo")) == fnv1a("foobar"));
  CHECK(fnv1a("\xff") == (fnv1a_begin ^ 0xffu) * fnv1a_multiplier);
  CHECK(fnv1a("a", fnv1a_begin, 3) != fnv1a("a"));
}

}  // namespace primer
