#include "common/app/child.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "common/io/descriptor.hpp"
#include "common/testing/catch.hpp"

namespace primer::app {

TEST_CASE("A child gets the descriptors that it is given and no other") {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const Descriptor reads(ends[0]);
  std::string said;
  {
    const Descriptor writes(ends[1]);
    // 3 and 4 are numbers that may be taken here by others.
    auto child = Child::start({"sh", "-c", "echo one >&3; echo two >&4; echo lost"},
                              {{writes.number(), 3}, {writes.number(), 4}});
    REQUIRE(child);
    CHECK(child->wait() == 0);
  }
  char letter;
  while (::read(reads.number(), &letter, 1) == 1) said += letter;
  CHECK(said == "one\ntwo\n");
}

TEST_CASE("A child ends with its object and takes its own children along") {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const Descriptor reads(ends[0]);
  {
    const Descriptor writes(ends[1]);
    const auto child =
        Child::start({"sh", "-c", "sleep 1000 & sleep 1000"}, {{writes.number(), 1}});
    REQUIRE(child);
  }
  char letter;
  CHECK(::read(reads.number(), &letter, 1) == 0);  // nobody holds the other end any more
}

TEST_CASE("A child that is not there is none") {
  CHECK_FALSE(Child::start({"no-such-program-anywhere"}, {}));
}

}  // namespace primer::app
