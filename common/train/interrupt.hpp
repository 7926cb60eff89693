#pragma once
// Ctrl-C asks a run to save and end. The signal only sets a flag; loops look at it where their state is whole.

#include <exception>

namespace primer::train {

/// Thrown by a loop that was asked to end and has saved its position.
struct Interrupted : std::exception {
  /// @param signal that asked; the exit code of the program is 128 more
  explicit Interrupted(int signal) : signal(signal) {}
  /// "interrupted", whatever the signal.
  const char* what() const noexcept override { return "interrupted"; }
  int signal;  ///< SIGINT, SIGTERM or SIGHUP
};

/// From now on the first SIGINT, SIGTERM or SIGHUP (unless that is ignored, as under nohup) sets the flag. A second one ends the program at once,
/// but for one within a fifth of a second: some senders signal a process and its group, which is one wish delivered twice.
void catch_interrupts();

/// The signal that asked the run to end, 0 if none did.
int interrupt_requested();

/// Sets the flag as a signal would.
void request_interrupt(int signal);
/// Forgets the request, so that a test can go on.
void clear_interrupt();

}  // namespace primer::train
