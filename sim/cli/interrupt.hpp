// Ctrl-C once stops in order, before the next step; twice stops at once.
#pragma once

#include <stdexcept>

namespace cellroute::cli {

struct Interrupted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr const char* nothing_written = "interrupted; nothing was written";

/// Ctrl-C and termination are remembered; a closed pipe and a file over its size limit become
/// ordinary errors.
void prepare_signals();

/// Signals are no longer answered in words: for the ranks of a team that do not speak.
void mute_signals();

/// True once a signal has come.
bool interrupted();

/// @throws Interrupted once a signal has come
void stop_if_interrupted();

}  // namespace cellroute::cli
