#include "common/testing/catch.hpp"

#include <cstring>
#include <limits>
#include <stdexcept>

#include "common/io/file.hpp"
#include "common/io/safetensors.hpp"
#include "common/testing/files.hpp"

namespace primer {

using testing::ContainsSubstring;
using testing::refusal;

namespace {

/// A file with any header and any data.
std::string file_of(std::string_view header, std::size_t data_bytes = 0) {
  const std::uint64_t length = header.size();
  std::string bytes(reinterpret_cast<const char*>(&length), sizeof(length));
  return bytes.append(header).append(data_bytes, '\0');
}

/// A header of one tensor w.
std::string one(const std::string& description) { return "{\"w\":{" + description + "}}"; }
std::string one(const std::string& shape, const std::string& offsets) {
  return one("\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":" + offsets);
}

std::string reading(const std::string& bytes) {
  return refusal([&] { decode_safetensors(bytes, "x.safetensors"); });
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() &&
         (a.size() == 0 ||
          std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * 4) == 0);
}

SafeTensors small_content() {
  return {{{"0.weight", Tensor::from({1, -2, 3.5f, 4, 5, 6}, {2, 3})},
           {"0.bias", Tensor::from({7, 8}, {2})}},
          {{"epoch", "3"}}};
}

}  // namespace

TEST_CASE("Tensors come back bit for bit in their order") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float infinite = std::numeric_limits<float>::infinity();
  constexpr float smallest = std::numeric_limits<float>::denorm_min();
  const SafeTensors content{
      {{"z", Tensor::from({nan, -infinite, -0.0f, smallest}, {2, 2})},
       {"a scalar", Tensor::scalar(3)},
       {"empty", Tensor(Shape{0, 3})},
       {"Gewicht ß \"\\ 权重\n", Tensor::from({1, 2, 3}, {1, 1, 1, 3, 1, 1})}},
      {{"", "empty key"}, {"seed", "18446744073709551615"}, {"词", "\t"}}};
  const testing::TemporaryFolder folder;
  save_safetensors(folder / "x.safetensors", content);
  const SafeTensors again = load_safetensors(folder / "x.safetensors");
  CHECK(again.metadata == content.metadata);
  REQUIRE(again.tensors.size() == content.tensors.size());
  for (std::size_t i = 0; i < content.tensors.size(); ++i) {
    INFO(content.tensors[i].first);
    CHECK(again.tensors[i].first == content.tensors[i].first);
    CHECK(same_bits(again.tensors[i].second, content.tensors[i].second));
  }
  CHECK(encode_safetensors(again) == encode_safetensors(content));
}

TEST_CASE("The bytes of a safetensors file are those of the format") {
  const std::string bytes = encode_safetensors(small_content());
  const std::string header =
      R"({"__metadata__":{"epoch":"3"},"0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
      R"("0.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}})";
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), 8);
  CHECK(length % 8 == 0);
  CHECK(bytes.substr(8, header.size()) == header);
  CHECK(bytes.find_first_not_of(' ', 8 + header.size()) >= 8 + length);
  CHECK(bytes.size() == 8 + length + 32);
  float second = 0;
  std::memcpy(&second, bytes.data() + 8 + length + 4, 4);
  CHECK(second == -2);
}

TEST_CASE("A file without tensors is a safetensors file") {
  CHECK(decode_safetensors(encode_safetensors({}), "x").tensors.empty());
  CHECK(decode_safetensors(file_of("{}  "), "x").tensors.empty());
}

TEST_CASE("The order of the data may differ from the order of the header") {
  const std::string bytes =
      file_of(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},)"
              R"("b":{"data_offsets":[0,4],"shape":[],"dtype":"F32"},)"
              R"("empty":{"dtype":"F32","shape":[7,0],"data_offsets":[4,4]}})",
              4) +
      std::string("\0\0\x80\x3f", 4);
  const SafeTensors content = decode_safetensors(bytes, "x");
  CHECK(content.tensors[0].first == "a");
  CHECK(content.tensors[0].second.item() == 1);
  CHECK(content.tensors[1].second.item() == 0);
  CHECK(content.tensors[2].second.shape() == Shape{7, 0});
}

TEST_CASE("Each kind of damage to a safetensors file has its message") {
  struct Damage {
    std::string bytes, message;
  };
  const std::string deep(100'000, '[');
  const std::string good = one("[2]", "[0,8]");
  const Damage damages[] = {
      {"", "is too short for a safetensors file"},
      {"1234567", "is too short for a safetensors file"},
      {std::string(8, '\0'), "its header does not begin with '{'"},
      {std::string("\xff\xff\xff\xff\0\0\0\0{}", 10), "a header of 4294967295 bytes, more than"},
      {std::string(8, '\xff') + "{}", "declares a header of 18446744073709551615 bytes, more than"},
      {std::string("\x00\xe1\xf5\x05\0\0\0\0{}", 10), "a header of 100000000 bytes, but 2 follow"},
      {std::string("\x03\0\0\0\0\0\0\0{}", 10), "is cut off: declares a header of 3 bytes, but 2"},
      {file_of(" {}"), "its header does not begin with '{'"},
      {file_of("\xef\xbb\xbf{}"), "its header does not begin with '{'"},
      {file_of("[]"), "its header does not begin with '{'"},
      {file_of("{"), "its header is not JSON (byte"},
      {file_of("{]"), "its header is not JSON (byte 2)"},
      {file_of("{}{}"), "its header is not JSON (byte 3)"},
      {file_of("{}// comment"), "its header is not JSON (byte 3)"},
      {file_of("{\"\xff\":{}}"), "its header is not JSON (byte"},
      {file_of(R"({"\ud800":{}})"), "its header is not JSON (byte"},
      {file_of("{\n\"\n\":{}}"), "its header is not JSON (byte"},
      {file_of(std::string("{}\0junk", 7)), "its header holds a zero byte"},
      {file_of(R"({"":{"dtype":"F32","shape":[],"data_offsets":[0,4]}})", 4), "has an empty name"},
      {file_of(R"({"w":[]})"), "tensor 'w' is described by a list instead of an object"},
      {file_of(R"({"w\n":7})"), "tensor 'w\\x0a' is described by a number instead of an object"},
      {file_of(R"({"w":null})"), "tensor 'w' is described by null instead of an object"},
      {file_of(R"({"w":{}})"), "tensor 'w' 'dtype' is missing"},
      {file_of(one(R"("dtype":"F32","data_offsets":[0,8])"), 8), "tensor 'w' 'shape' is missing"},
      {file_of(one(R"("dtype":"F32","shape":[2])"), 8), "tensor 'w' 'data_offsets' is missing"},
      {file_of(one(R"("dtype":32)")), "tensor 'w' 'dtype' must be a text, not a number"},
      {file_of(one(R"("dtype":["F32"])")), "tensor 'w' 'dtype' must be a text, not a list"},
      {file_of(one(R"("shape":"2")")), "tensor 'w' 'shape' must be a list of whole numbers, not"},
      {file_of(one(R"("shape":2)")), "tensor 'w' 'shape' must be a list of whole numbers, not"},
      {file_of(one(R"("shape":{})")), "'shape' must be a list of whole numbers, not an object"},
      {file_of(one(R"("shape":[true])")), "must be a list of whole numbers, not a truth value"},
      {file_of(one("[-2]", "[0,8]"), 8), "'shape' must be a list of whole numbers, not a negative"},
      {file_of(one("[2.0]", "[0,8]"), 8), "not a number that is fractional or too large"},
      {file_of(one("[2e0]", "[0,8]"), 8), "not a number that is fractional or too large"},
      {file_of(one("[18446744073709551616]", "[0,8]"), 8), "fractional or too large"},
      {file_of(one("[" + deep, "[0,8]")), "'shape' must be a list of whole numbers, not a list"},
      {file_of("{\"w\":" + deep), "tensor 'w' is described by a list instead of an object"},
      {file_of(one(R"("extra":{"a":{"b":{}}})")), "tensor 'w' unknown field 'extra'"},
      {file_of(one(R"("dtype":"F32","dtype":"F32")")), "tensor 'w' 'dtype' is given twice"},
      {file_of(R"({"w":{"dtype":"F32","shape":[],"data_offsets":[0,4]},)"
               R"("w":{"dtype":"F32","shape":[],"data_offsets":[4,8]}})",
               8),
       "tensor 'w' is listed twice"},
      {file_of(R"({"__metadata__":{},"__metadata__":{}})"), "'__metadata__' is listed twice"},
      {file_of(R"({"__metadata__":{"a":1}})"), "'__metadata__' 'a' must be a text, not a number"},
      {file_of(R"({"__metadata__":{"a":{}}})"), "'__metadata__' 'a' must be a text, not an object"},
      {file_of(R"({"__metadata__":{"a":"","a":""}})"), "'__metadata__' 'a' is given twice"},
      {file_of(R"({"__metadata__":"text"})"), "'__metadata__' is described by a text instead of"},
      {file_of(one(R"("dtype":"BF16","shape":[2],"data_offsets":[0,4])"), 4),
       "tensor 'w' has dtype BF16; convert it to F32"},
      {file_of(one("[1,1,1,1,1,1,1]", "[0,4]"), 4), "tensor 'w' has more than 6 dimensions"},
      {file_of(one("[4294967296,4294967296]", "[0,8]"), 8), "the product of its sizes overflows"},
      {file_of(one("[0,9223372036854775808]", "[0,0]")), "the product of its sizes overflows"},
      {file_of(one("[0,4294967296,4294967296]", "[0,0]")), "the product of its sizes overflows"},
      {file_of(one("[1000000000000]", "[0,4000000000000]"), 8),
       "tensor 'w' ends at byte 4000000000000 of 8: the file is cut off"},
      {file_of(one("[2]", "[]"), 8), "tensor 'w' 'data_offsets' must be two numbers"},
      {file_of(one("[2]", "[0]"), 8), "tensor 'w' 'data_offsets' must be two numbers"},
      {file_of(one("[2]", "[0,8,8]"), 8), "tensor 'w' 'data_offsets' must be two numbers"},
      {file_of(one("[2]", "[8,0]"), 8), "tensor 'w' ends at byte 0 before it begins at 8"},
      {file_of(one("[3]", "[0,8]"), 8), "tensor 'w' has 8 bytes where its shape needs 12"},
      {file_of(one("[0]", "[0,8]"), 8), "tensor 'w' has 8 bytes where its shape needs 0"},
      {file_of(one("[2]", "[4,12]"), 12), "tensor 'w' follows a hole of 4 bytes"},
      {file_of(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
               R"("b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
               12),
       "tensor 'b' overlaps another tensor"},
      {file_of(good, 7), "tensor 'w' ends at byte 8 of 7: the file is cut off"},
      {file_of(good, 9), "1 bytes after the last tensor"},
      {file_of("{}", 1), "1 bytes after the last tensor"},
  };
  REQUIRE(reading(file_of(good, 8)) == "ACCEPTED");
  for (const auto& [bytes, message] : damages) {
    INFO(message);
    CHECK_THAT(reading(bytes), ContainsSubstring(message) && ContainsSubstring("x.safetensors: "));
  }
}

TEST_CASE("A name of a megabyte is cut in the message") {
  const std::string name(1'000'000, 'n');
  CHECK(reading(file_of("{\"" + name + "\":7}")).size() < 300);
  CHECK(reading(file_of(one("\"" + name + "\":7"))).size() < 300);
  CHECK(reading(file_of(one("\"dtype\":\"" + name + R"(","shape":[],"data_offsets":[0,4])"), 4))
            .size() < 300);
}

TEST_CASE("A safetensors file cut off anywhere is refused") {
  const std::string bytes = encode_safetensors(small_content());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    INFO(length);
    CHECK_THAT(reading(bytes.substr(0, length)), ContainsSubstring("x.safetensors: "));
  }
}

TEST_CASE("A flipped bit in a safetensors file is refused or changes no shape") {
  const SafeTensors content = small_content();
  const std::string bytes = encode_safetensors(content);
  const std::size_t data_begin = bytes.size() - 32;
  std::size_t refused = 0;
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    INFO(bit);
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    SafeTensors read;
    const std::string message =
        refusal([&] { read = decode_safetensors(flipped, "x.safetensors"); });
    if (message != "ACCEPTED") {
      CHECK(bit / 8 < data_begin);
      CHECK_THAT(message, ContainsSubstring("x.safetensors: "));
      ++refused;
      continue;
    }
    // Only a letter of a name, a text or a number can have changed
    REQUIRE(read.tensors.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      const Tensor& tensor = read.tensors[i].second;
      CHECK(tensor.shape() == content.tensors[i].second.shape());
      if (bit / 8 < data_begin) CHECK(same_bits(tensor, content.tensors[i].second));
    }
  }
  CHECK(refused > data_begin * 8 / 2);
}

TEST_CASE("What cannot be written as safetensors is a mistake of the program") {
  const Tensor x = Tensor::scalar(1);
  CHECK_THROWS_AS(encode_safetensors({{{"", x}}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(encode_safetensors({{{"__metadata__", x}}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(encode_safetensors({{{"w", x}, {"w", x}}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(encode_safetensors({{{"w", Tensor()}}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(encode_safetensors({{{"\xff", x}}, {}}), std::invalid_argument);
  CHECK_THROWS_AS(encode_safetensors({{}, {{"a", "\xff"}}}), std::invalid_argument);
}

TEST_CASE("A missing or empty safetensors file is refused by name") {
  const testing::TemporaryFolder folder;
  CHECK_THAT(refusal([&] { load_safetensors(folder / "none.safetensors"); }),
             ContainsSubstring("none.safetensors: cannot be read: No such file"));
  write_file_atomically(folder / "empty.safetensors", "");
  CHECK_THAT(refusal([&] { load_safetensors(folder / "empty.safetensors"); }),
             ContainsSubstring("empty.safetensors: is too short"));
}

}  // namespace primer
