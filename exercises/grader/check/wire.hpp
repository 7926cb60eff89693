#pragma once
// Values as bytes, for the pipe between the two processes of a check. Both run on one machine and were compiled by one
// compiler, so numbers travel as they lie in memory. What can travel: numbers, strings, std::vector, std::array,
// std::pair, std::tuple, std::optional, and structs of up to eight of these.

#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace primer::grader {

/// The bytes are not what the other side would have sent.
struct Nonsense : std::runtime_error {
  Nonsense() : std::runtime_error("the bytes on the channel make no sense") {}
};

namespace wire {

/// Stands for any member while the members of a struct are counted.
struct Any {
  template <class T>
  operator T() const;
};
template <class T, class... Members>
constexpr std::size_t count_members() {
  if constexpr (requires { T{Members{}..., Any{}}; }) {
    return count_members<T, Members..., Any>();
  } else {
    return sizeof...(Members);
  }
}

/// A struct's members as a tuple of references.
template <class T>
auto members(T& value) {
  constexpr std::size_t count = count_members<std::remove_const_t<T>>();
  static_assert(count >= 1 && count <= 8, "a struct of one to eight members can travel");
  if constexpr (count == 1) {
    auto& [a] = value;
    return std::tie(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = value;
    return std::tie(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = value;
    return std::tie(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = value;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    return std::tie(a, b, c, d, e, f, g);
  } else {
    auto& [a, b, c, d, e, f, g, h] = value;
    return std::tie(a, b, c, d, e, f, g, h);
  }
}

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <class T>
concept Tuple = requires {
  std::tuple_size<T>::value;
};
template <class T>
concept Sequence = requires(T v) {
  v.resize(0);
};
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

}  // namespace wire

template <class T>
void write(std::string& bytes, const T& value) {
  if constexpr (wire::Plain<T>) {
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  } else if constexpr (wire::Sequence<T>) {
    write(bytes, std::uint64_t{value.size()});
    for (const auto& element : value) write(bytes, element);
  } else if constexpr (wire::is_optional<T>) {
    write(bytes, value.has_value());
    if (value) write(bytes, *value);
  } else if constexpr (wire::Tuple<T>) {
    std::apply([&](const auto&... parts) { (write(bytes, parts), ...); }, value);
  } else {
    std::apply([&](const auto&... parts) { (write(bytes, parts), ...); }, wire::members(value));
  }
}

/// Takes a value off the front of the bytes. @throws Nonsense when they are too few
template <class T>
void read(std::string_view& bytes, T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    unsigned char byte = 0;
    read(bytes, byte);
    value = byte != 0;
  } else if constexpr (wire::Plain<T>) {
    if (bytes.size() < sizeof value) throw Nonsense();
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
  } else if constexpr (wire::Sequence<T>) {
    std::uint64_t size = 0;
    read(bytes, size);
    if (size > bytes.size()) throw Nonsense();  // an element takes a byte at least
    value.resize(size);
    for (auto& element : value) read(bytes, element);
  } else if constexpr (wire::is_optional<T>) {
    bool there = false;
    read(bytes, there);
    value.reset();
    if (there) read(bytes, value.emplace());
  } else if constexpr (wire::Tuple<T>) {
    std::apply([&](auto&... parts) { (read(bytes, parts), ...); }, value);
  } else {
    std::apply([&](auto&... parts) { (read(bytes, parts), ...); }, wire::members(value));
  }
}

}  // namespace primer::grader
