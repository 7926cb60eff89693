#pragma once
// What both ends of a call must agree on: the function's name, what its parameters travel as, and the kinds of message.

#include <functional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "exercises/grader/check/wire.hpp"

namespace primer::grader {

/// What a message is about, its first byte.
enum class Message : char {
  call = 'c',             ///< to the worker: a function's name and arguments
  result = 'r',           ///< back: what it returned, and the arguments that it may have changed
  exception = 'e',        ///< either way: the call ended in an exception that says this
  not_implemented = 'n',  ///< back: the hole is still there
  out_of_memory = 'm',    ///< back: std::bad_alloc
  call_back =
      'b',  ///< to the checker: call the argument of this number, a function, with these arguments
};

/// The function's own name and type, the same in both programs.
template <auto function>
constexpr std::string_view name_of() {
  return __PRETTY_FUNCTION__;
}

/// What a parameter is kept in and travels as, whether it may come back changed, and how the function gets it.
template <class Parameter>
struct Travels {
  using Kept = std::remove_cvref_t<Parameter>;
  static constexpr bool comes_back =
      std::is_lvalue_reference_v<Parameter> && !std::is_const_v<std::remove_reference_t<Parameter>>;
  static Kept& as_argument(Kept& kept) { return kept; }
};
template <class T>
struct Travels<std::span<T>> {
  using Kept = std::vector<std::remove_const_t<T>>;
  static constexpr bool comes_back = !std::is_const_v<T>;
  static std::span<T> as_argument(Kept& kept) { return kept; }
};
template <>
struct Travels<std::string_view> {
  using Kept = std::string;
  static constexpr bool comes_back = false;
  static std::string_view as_argument(Kept& kept) { return kept; }
};

template <class T>
inline constexpr bool is_function = false;
template <class R, class... P>
inline constexpr bool is_function<std::function<R(P...)>> = true;

/// A function's type, taken apart.
template <class F>
struct Signature;
template <class R, class... P>
struct Signature<R (*)(P...)> {
  using Result = R;
  using Kept = std::tuple<typename Travels<P>::Kept...>;
};
template <class R, class... P>
struct Signature<std::function<R(P...)>> : Signature<R (*)(P...)> {};

/// Calls f(i) for each I, the number as a constant.
template <std::size_t... I>
void for_each_index(std::index_sequence<I...>, auto&& f) {
  (f(std::integral_constant<std::size_t, I>{}), ...);
}

/// Sends a message, its length first. @throws ChannelClosed
void send(std::string_view message);
/// The next message from the other side. @throws ChannelClosed when there is none, Nonsense when it is absurdly long
std::string receive();
/// The other process is gone.
struct ChannelClosed : std::runtime_error {
  ChannelClosed() : std::runtime_error("the other process has ended") {}
};

/// The descriptors of both processes to read from and to write to.
inline constexpr int channel_in = 3;
inline constexpr int channel_out = 4;

}  // namespace primer::grader
