#pragma once
// What an exercise's test is written with. The test runs in a process of its own, the checker, and calls the student's
// functions in another one: `student<mse>(x, target)`.
//
//   PRIMER_CHECK("The loss of one number is its squared difference", 4) {
//     const double x = draw.real(-1, 1), target = draw.real(-1, 1);
//     expect_near(student<mse>({x}, {target}), (x - target) * (x - target), 1e-6, "(x - target)²",
//                 "The error is squared, so that its sign does not matter.");
//   }

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "common/testing/catch.hpp"
#include "exercises/grader/check/call.hpp"
#include "exercises/grader/check/draw.hpp"

namespace primer::grader {

/// Ends the check. Whoever wrote the wrong answer reads this message.
[[noreturn]] void fail(const std::string& message);

/// Numbers as a message shows them.
std::string shown(double number);

/// |got - expected| must be at most `tolerance` · max(1, |expected|).
/// @param what the expected value in words: "the mean over all pixels"
/// @param why what goes wrong otherwise, in a sentence or two
void expect_near(double got, double expected, double tolerance, const std::string& what,
                 const std::string& why);
/// Equally many numbers, and max|got - expected| at most `tolerance` · max(1, max|expected|).
void expect_near(const std::vector<double>& got, const std::vector<double>& expected,
                 double tolerance, const std::string& what, const std::string& why);
void expect_near(const std::vector<float>& got, const std::vector<float>& expected,
                 double tolerance, const std::string& what, const std::string& why);
/// The same for each row of a matrix.
void expect_near(const std::vector<std::vector<double>>& got,
                 const std::vector<std::vector<double>>& expected, double tolerance,
                 const std::string& what, const std::string& why);
/// @param what that which must hold, in words: "y has as many rows as x"
void expect(bool holds, const std::string& what, const std::string& why);

/// What the student's function threw, where the check allows for exceptions; one that nobody catches fails the check.
struct StudentThrew : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The call must end in an exception: expect_throws([&] { student<f>(bad); }, "a matrix without rows", "why").
template <class Call>
void expect_throws(Call call, const std::string& what, const std::string& why) {
  try {
    call();
  } catch (const StudentThrew&) {
    return;
  }
  fail("expected an exception for " + what + ", and there was none. " + why);
}

/// What a hunt is about: `accepts` is the student's, and must tell a right function from a broken one without knowing which
/// comes when. Each runs here, in the checker, so that nothing but its answers can be seen. It gets its inputs from the
/// student's code: a function that is on trial throws std::invalid_argument for shapes that do not fit.
/// @param what the broken one in words: "a gradient whose bias was never summed"
template <class Accepts, class Function>
void expect_told_apart(const Accepts& accepts, const Function& right, const Function& broken,
                       Draw& draw, const std::string& what, const std::string& why) {
  const bool right_first = draw.coin();
  for (int round = 0; round < 8; ++round) {
    const bool is_right = round < 2 ? (round == 0) == right_first : draw.coin();
    const bool accepted = accepts(is_right ? right : broken);
    if (is_right && !accepted) fail("your checks condemn the right one. " + why);
    if (!is_right && accepted) fail("your checks accept " + what + ". " + why);
  }
}

/// A call's end that is not an answer; the checker's main() makes the verdict of it.
struct HoleFound {};
struct MemoryExhausted {};

/// Takes the first byte off a reply. @throws what the reply says, when it is not a result
void open_reply(std::string_view& reply);

/// @cond internals of student()
template <class F, class Kept, std::size_t... I>
std::string call_back(const F& function, std::string_view bytes, std::index_sequence<I...>) {
  std::string message(1, static_cast<char>(Message::result));
  Kept kept;
  (read(bytes, std::get<I>(kept)), ...);
  try {
    write(message, function(std::get<I>(kept)...));
  } catch (const std::exception& thrown) {
    message.assign(1, static_cast<char>(Message::exception));
    write(message, std::string(thrown.what()));
  }
  return message;
}

template <class T>
inline constexpr bool is_span = false;
template <class T>
inline constexpr bool is_span<std::span<T>> = true;

template <class R, class... P>
struct Call {
  /// Arguments may be anything that converts to the parameters; those that come back changed are written into.
  static R make(std::string_view name, P... arguments) {
    std::string message(1, static_cast<char>(Message::call));
    write(message, std::string(name));
    (put(message, arguments), ...);
    send(message);
    std::string reply = receive();
    while (!reply.empty() && static_cast<Message>(reply[0]) == Message::call_back) {
      send(answered(std::string_view(reply).substr(1), arguments...));
      reply = receive();
    }
    std::string_view bytes = reply;
    open_reply(bytes);
    if constexpr (std::is_void_v<R>) {
      (take_back<P>(bytes, arguments), ...);
    } else {
      std::remove_cvref_t<R> result;
      read(bytes, result);
      (take_back<P>(bytes, arguments), ...);
      return result;
    }
  }

 private:
  template <class T>
  static void put(std::string& message, const T& argument) {
    if constexpr (is_span<T>) {
      write(message, std::vector<std::remove_const_t<typename T::element_type>>(argument.begin(),
                                                                                argument.end()));
    } else if constexpr (std::is_same_v<T, std::string_view>) {
      write(message, std::string(argument));
    } else if constexpr (!is_function<T>) {
      write(message, argument);
    }
  }
  template <class Parameter, class T>
  static void take_back(std::string_view& bytes, T& argument) {
    if constexpr (Travels<Parameter>::comes_back) {
      typename Travels<Parameter>::Kept kept;
      read(bytes, kept);
      if constexpr (is_span<T>) {
        if (kept.size() != argument.size()) throw Nonsense();
        std::copy(kept.begin(), kept.end(), argument.begin());
      } else {
        argument = std::move(kept);
      }
    }
  }
  static std::string answered(std::string_view bytes, P&... arguments) {
    std::size_t wanted = 0, number = 0;
    read(bytes, wanted);
    std::string message;
    const auto offer = [&](auto& argument) {
      using F = std::decay_t<decltype(argument)>;
      if constexpr (is_function<F>) {
        using Kept = typename Signature<F>::Kept;
        if (number == wanted) {
          message = call_back<F, Kept>(argument, bytes,
                                       std::make_index_sequence<std::tuple_size_v<Kept>>());
        }
      }
      ++number;
    };
    (offer(arguments), ...);
    if (message.empty()) throw Nonsense();
    return message;
  }
};

template <auto function>
struct Student;
template <class R, class... P, R (*function)(P...)>
struct Student<function> {
  R operator()(P... arguments) const {
    return Call<R, P...>::make(name_of<function>(), std::forward<P>(arguments)...);
  }
};
/// @endcond

/// The student's function, called in the student's process.
template <auto function>
inline constexpr Student<function> student{};

// PRIMER_CHECK calls these: one notes what a check is worth, the other runs it and notes why it ended early.
int worth(const char* name, int points);
void run_check(void (*body)(Draw&));

}  // namespace primer::grader

/// A test case that is worth points. `draw` makes its inputs, other ones each time.
#define PRIMER_CHECK(name, points) PRIMER_CHECK_NUMBERED(name, points, __LINE__)
#define PRIMER_CHECK_NUMBERED(name, points, line) PRIMER_CHECK_NAMED(name, points, line)
#define PRIMER_CHECK_NAMED(name, points, line)                                  \
  static const int primer_worth_##line = ::primer::grader::worth(name, points); \
  static void primer_check_##line(::primer::grader::Draw&);                     \
  TEST_CASE(name) {                                                             \
    ::primer::grader::run_check(primer_check_##line);                           \
    SUCCEED(primer_worth_##line);                                               \
  }                                                                             \
  static void primer_check_##line([[maybe_unused]] ::primer::grader::Draw& draw)
