#pragma once
// The student's end of a check: a process that holds the student's file, receives inputs, and sends back what came out.
// It knows no expected value. Whatever the student's code does here, it can only change its own answers.

#include <new>
#include <string>
#include <utility>

#include "exercises/grader/check/call.hpp"

namespace primer::grader {

/// Answers one call: reads the arguments off the bytes and gives the message to send back.
using Answer = std::string (*)(std::string_view arguments);
void offer_function(std::string_view name, Answer answer);

/// A function of the checker's, called from here: the arguments go there, and what it returns comes back.
template <class F>
struct CalledBack;
template <class R, class... P>
struct CalledBack<std::function<R(P...)>> {
  std::size_t argument;

  R operator()(P... parameters) const {
    std::string message(1, static_cast<char>(Message::call_back));
    write(message, argument);
    (write(message, typename Travels<P>::Kept(parameters)), ...);
    send(message);
    const std::string reply = receive();
    std::string_view rest = reply;
    char kind = 0;
    read(rest, kind);
    if (static_cast<Message>(kind) == Message::exception) {
      std::string what;
      read(rest, what);
      throw std::runtime_error(what);
    }
    std::remove_cvref_t<R> result;
    read(rest, result);
    return result;
  }
};

template <class R, class... P>
std::string answer(R (*function)(P...), std::string_view bytes) {
  typename Signature<R (*)(P...)>::Kept kept;
  constexpr auto indices = std::index_sequence_for<P...>();
  for_each_index(indices, [&](auto i) {
    auto& argument = std::get<i>(kept);
    if constexpr (is_function<std::decay_t<decltype(argument)>>) {
      argument = CalledBack<std::decay_t<decltype(argument)>>{i};
    } else {
      read(bytes, argument);
    }
  });
  std::string message(1, static_cast<char>(Message::result));
  const auto call = [&]<std::size_t... I>(std::index_sequence<I...>)->R {
    return function(Travels<P>::as_argument(std::get<I>(kept))...);
  };
  if constexpr (std::is_void_v<R>) {
    call(indices);
  } else {
    write(message, std::remove_cvref_t<R>(call(indices)));
  }
  for_each_index(indices, [&](auto i) {
    if constexpr (Travels<std::tuple_element_t<i, std::tuple<P...>>>::comes_back) {
      write(message, std::get<i>(kept));
    }
  });
  return message;
}

/// Makes functions callable from the checker.
template <auto... functions>
bool offer() {
  (offer_function(name_of<functions>(),
                  [](std::string_view bytes) { return answer(functions, bytes); }),
   ...);
  return true;
}

}  // namespace primer::grader
