#include "common/testing/catch.hpp"

#include <fstream>

#include "common/data/idx.hpp"
#include "common/io/file.hpp"
#include "common/io/gzip.hpp"
#include "common/testing/files.hpp"

namespace primer::data {

using testing::ContainsSubstring;
using testing::refusal;
using testing::TemporaryFolder;

namespace {

using namespace std::string_literals;

/// Five images of two rows and three columns.
IdxArray some_images() {
  IdxArray images{{5, 2, 3}, {}};
  for (int i = 0; i < 30; ++i) images.bytes += static_cast<char>(i * 37);
  return images;
}

/// Without waiting for the disk: some tests write hundreds of files.
void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string reading_images(const TemporaryFolder& folder, const std::string& bytes) {
  write(folder / "x-images", bytes);
  return refusal([&] { read_idx_images(folder / "x-images"); });
}

std::string reading_labels(const TemporaryFolder& folder, const std::string& bytes) {
  write(folder / "x-labels", bytes);
  return refusal([&] { read_idx_labels(folder / "x-labels", 10); });
}

}  // namespace

TEST_CASE("Images come out of an IDX file as numbers from 0 to 1") {
  const TemporaryFolder folder;
  IdxArray all{{2, 8, 16}, {}};
  for (int i = 0; i < 256; ++i) all.bytes += static_cast<char>(i);
  const std::string plain = encode_idx(all);
  for (const std::string& bytes : {plain, compress_gzip(plain)}) {
    write(folder / "images", bytes);
    const Tensor x = read_idx_images(folder / "images");
    CHECK(x.shape() == Shape{2, 8, 16});
    for (int i = 0; i < 256; ++i) CHECK(x.data()[i] == static_cast<float>(i / 255.0));
  }
}

TEST_CASE("Labels come out of an IDX file as they are") {
  const TemporaryFolder folder;
  const std::string plain = encode_idx({{4}, "\x09\x00\x03\x01"s});
  for (const std::string& bytes : {plain, compress_gzip(plain)}) {
    write(folder / "labels", bytes);
    const IntTensor y = read_idx_labels(folder / "labels", 10);
    CHECK(y.shape() == Shape{4});
    CHECK(std::vector(y.values().begin(), y.values().end()) ==
          std::vector<std::int32_t>{9, 0, 3, 1});
  }
}

TEST_CASE("The bytes of an IDX file are those of the format") {
  CHECK(encode_idx({{1, 258, 3}, "ab"}) ==
        "\x00\x00\x08\x03\x00\x00\x00\x01\x00\x00\x01\x02\x00\x00\x00\x03"s + "ab");
}

TEST_CASE("Each kind of damage to an IDX file has its message") {
  struct Damage {
    std::string bytes, message;
  };
  const std::string good = encode_idx(some_images());
  const std::string packed = compress_gzip(good);
  const auto sizes = [](const std::string& twelve_bytes) {
    return "\x00\x00\x08\x03"s + twelve_bytes;
  };
  std::string bad_checksum = packed, bad_length = packed;
  bad_checksum[packed.size() - 8] ^= 1;
  bad_length[packed.size() - 4] ^= 1;
  const Damage damages[] = {
      {"", "is too short for an IDX file"},
      {"\0\0\x08"s, "is too short for an IDX file"},
      {"PK\x03\x04 and more", "is not an IDX file: begins with 50 4b instead of 00 00"},
      {"\0\x01\x08\x03"s, "is not an IDX file: begins with 00 01 instead of 00 00"},
      {"\0\0\x0d\x03"s + good.substr(4), "has elements of type 0x0d, and only unsigned bytes"},
      {"\0\0\0\x03"s + good.substr(4), "has elements of type 0x00, and only unsigned bytes"},
      {"\0\0\x08\x01"s + good.substr(4), "has 1 dimensions instead of 3 (images have 3, labels 1)"},
      {"\0\0\x08\0"s + good.substr(4), "has 0 dimensions instead of 3"},
      {"\0\0\x08\xff"s + good.substr(4), "has 255 dimensions instead of 3"},
      {good.substr(0, 15), "is cut off in its header"},
      {good.substr(0, 16), "is cut off: sizes (5, 2, 3) need 30 bytes, but 0 follow"},
      {good.substr(0, good.size() - 1), "sizes (5, 2, 3) need 30 bytes, but 29 follow"},
      {good + "x", "has 1 bytes more than its sizes (5, 2, 3) need"},
      {good + good, "has 46 bytes more than its sizes (5, 2, 3) need"},
      {sizes("\0\0\0\0\0\0\0\x02\0\0\0\x03"s), "holds nothing: its sizes are (0, 2, 3)"},
      {sizes("\0\0\0\x05\0\0\0\0\0\0\0\x03"s), "holds nothing: its sizes are (5, 0, 3)"},
      {sizes("\xff\xff\xff\xff\0\0\0\x1c\0\0\0\x1c"s), "need 3367254359280 bytes, but 0 follow"},
      {sizes("\0\0\0\x01\xff\xff\xff\xff\0\0\0\x01"s), "need 4294967295 bytes, but 0 follow"},
      {sizes(std::string(12, '\xff')), "declares impossible sizes (4294967295, 4294967295, 429"},
      {packed.substr(0, packed.size() / 2), "the gzip data is cut off"},
      {packed.substr(0, packed.size() - 1), "the gzip data is cut off"},
      {packed + "x", "1 bytes after its end"},
      {bad_checksum, "damaged gzip data (incorrect data check)"},
      {bad_length, "damaged gzip data (incorrect length check)"},
      {packed + packed, "has 46 bytes more than its sizes (5, 2, 3) need"},
      {compress_gzip(packed), "is not an IDX file: begins with 1f 8b instead of 00 00"},
      {compress_gzip(""), "is too short for an IDX file"},
  };
  const TemporaryFolder folder;
  REQUIRE(reading_images(folder, good) == "ACCEPTED");
  REQUIRE(reading_images(folder, packed) == "ACCEPTED");
  for (const auto& [bytes, message] : damages) {
    INFO(message);
    CHECK_THAT(reading_images(folder, bytes),
               ContainsSubstring(message) && ContainsSubstring("x-images: "));
  }
}

TEST_CASE("Damaged labels are refused with the name of the file") {
  const TemporaryFolder folder;
  CHECK(reading_labels(folder, encode_idx({{3}, "\1\2\x09"})) == "ACCEPTED");
  CHECK_THAT(reading_labels(folder, encode_idx({{3}, "\1\2\x0a"})),
             ContainsSubstring("x-labels: label 10 at position 2 is not below 10"));
  CHECK_THAT(reading_labels(folder, encode_idx({{3}, "\xff\2\3"})),
             ContainsSubstring("x-labels: label 255 at position 0 is not below 10"));
  CHECK_THAT(reading_labels(folder, encode_idx(some_images())),
             ContainsSubstring("x-labels: has 3 dimensions instead of 1"));
  CHECK_THAT(reading_labels(folder, encode_idx({{0}, ""})), ContainsSubstring("holds nothing"));
}

TEST_CASE("An IDX file cut off anywhere is refused") {
  const TemporaryFolder folder;
  const std::string plain = encode_idx(some_images());
  for (const std::string& bytes : {plain, compress_gzip(plain)}) {
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      INFO(length);
      CHECK_THAT(reading_images(folder, bytes.substr(0, length)), ContainsSubstring("x-images: "));
    }
  }
}

TEST_CASE("A flipped bit in a packed IDX file is refused or changes nothing") {
  const TemporaryFolder folder;
  const IdxArray images = some_images();
  const std::string packed = compress_gzip(encode_idx(images));
  std::size_t accepted = 0;
  for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
    INFO(bit);
    std::string flipped = packed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const std::string message = reading_images(folder, flipped);
    if (message == "ACCEPTED") {
      ++accepted;
      const Tensor x = read_idx_images(folder / "x-images");
      REQUIRE(x.shape() == Shape{5, 2, 3});
      for (std::size_t i = 0; i < 30; ++i) {
        CHECK(x.data()[i] * 255 == testing::Approx(static_cast<unsigned char>(images.bytes[i])));
      }
    } else {
      CHECK_THAT(message, ContainsSubstring("x-images: "));
    }
  }
  // Some bytes of gzip's header, such as the time, mean nothing, and the last byte of the data may be filled up
  CHECK(accepted < 80 + 8);
}

TEST_CASE("A packed IDX file that unpacks to more than the limit is refused") {
  const TemporaryFolder folder;
  write(folder / "bomb", compress_gzip(std::string(1 << 24, '\0')));
  CHECK_THAT(refusal([&] { read_idx_images(folder / "bomb", 1'000'000); }),
             ContainsSubstring("bomb: unpacks to more than the 1000000 bytes allowed"));
  CHECK_THAT(refusal([&] { read_idx_labels(folder / "bomb", 10, 1'000'000); }),
             ContainsSubstring("bomb: unpacks to more than the 1000000 bytes allowed"));
}

}  // namespace primer::data
