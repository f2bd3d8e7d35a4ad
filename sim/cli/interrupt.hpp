// Ctrl-C once stops after the runs under way; twice stops at once.
#pragma once

#include <stdexcept>

namespace cellroute::cli {

struct Interrupted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Ctrl-C and termination are remembered; a closed pipe and a file over its size limit become
/// ordinary errors.
void prepare_signals();

/// @throws Interrupted once a signal has come
void stop_if_interrupted();

}  // namespace cellroute::cli
