#include "common/testing/catch.hpp"

#include "common/io/gzip.hpp"
#include "common/testing/files.hpp"

namespace primer {

using testing::ContainsSubstring;
using testing::refusal;

namespace {

constexpr std::size_t ample = 1 << 24;

std::string unpack(const std::string& packed, std::size_t limit = ample) {
  return decompress_gzip(packed, "some.gz", limit);
}

std::string unpacking(const std::string& packed, std::size_t limit = ample) {
  return refusal([&] { unpack(packed, limit); });
}

std::string noise(std::size_t count) {
  std::string bytes(count, '\0');
  std::uint32_t state = 1;
  for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

}  // namespace

TEST_CASE("Unpacking undoes packing") {
  for (const std::size_t size : {0, 1, 1000, 262'143, 262'144, 262'145, 1'000'000}) {
    INFO(size);
    const std::string incompressible = noise(size), constant(size, 'x');
    CHECK(unpack(compress_gzip(incompressible)) == incompressible);
    CHECK(unpack(compress_gzip(constant)) == constant);
  }
}

TEST_CASE("Several gzip members unpack to one text") {
  const std::string member = compress_gzip("one ") + compress_gzip("") + compress_gzip("two");
  CHECK(unpack(member) == "one two");
}

TEST_CASE("A gzip file that unpacks to too much is refused") {
  const std::string bomb = compress_gzip(std::string(50'000'000, '\0'));
  CHECK(bomb.size() < 60'000);
  CHECK_THAT(unpacking(bomb, 1'000'000),
             ContainsSubstring("some.gz: unpacks to more than the 1000000 bytes allowed"));
  const std::string hundred = compress_gzip(std::string(100, 'x'));
  CHECK(unpacking(hundred, 100) == "ACCEPTED");
  CHECK_THAT(unpacking(hundred, 99), ContainsSubstring("more than the 99 bytes"));
  CHECK_THAT(unpacking(hundred + hundred, 199), ContainsSubstring("more than the 199 bytes"));
}

TEST_CASE("Each kind of damage to a gzip file has its message") {
  const std::string packed = compress_gzip("some text, some text");
  const auto with = [&](std::size_t position, int byte) {
    std::string changed = packed;
    changed[position] = static_cast<char>(byte);
    return changed;
  };
  const auto flipped = [&](std::size_t position) { return with(position, packed[position] ^ 1); };
  CHECK_THAT(unpacking(with(2, 7)), ContainsSubstring("(unknown compression method)"));
  CHECK_THAT(unpacking(with(3, 0xE0)), ContainsSubstring("(unknown header flags set)"));
  CHECK_THAT(unpacking(with(10, 0xFF)), ContainsSubstring("(invalid block type)"));
  CHECK_THAT(unpacking(flipped(packed.size() - 8)), ContainsSubstring("(incorrect data check)"));
  CHECK_THAT(unpacking(flipped(packed.size() - 4)), ContainsSubstring("(incorrect length check)"));
  CHECK_THAT(unpacking(packed + "x"), ContainsSubstring("1 bytes after its end"));
  CHECK_THAT(unpacking(packed + packed.substr(0, 9)), ContainsSubstring("cut off"));
  CHECK_THAT(unpacking(""), ContainsSubstring("cut off"));
  for (std::size_t length = 0; length < packed.size(); ++length) {
    INFO(length);
    CHECK_THAT(unpacking(packed.substr(0, length)), ContainsSubstring("some.gz: the gzip data"));
  }
}

}  // namespace primer
