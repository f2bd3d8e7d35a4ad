#include "sim/cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>
#include <ctime>

namespace cellroute::cli {
namespace {

volatile std::sig_atomic_t asked_to_stop = 0, muted = 0;
timespec first_asked{};

double seconds_since(const timespec& then) {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec - then.tv_sec) +
         1e-9 * static_cast<double>(now.tv_nsec - then.tv_nsec);
}

/// The second signal has its usual effect, unless it comes with the first: timeout and batch systems
/// send one to the program and one to its group.
extern "C" void remember(int signal) {
  constexpr double together = 0.25;  // [s]
  if (asked_to_stop != 0) {
    if (seconds_since(first_asked) < together) return;
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    return;
  }
  clock_gettime(CLOCK_MONOTONIC, &first_asked);
  asked_to_stop = 1;
  if (muted != 0) return;
  constexpr char text[] = "\ncellroute: stopping; once more stops at once\n";
  [[maybe_unused]] const auto wrote = ::write(STDERR_FILENO, text, sizeof text - 1);
}

}  // namespace

void prepare_signals() {
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void mute_signals() { muted = 1; }

bool interrupted() { return asked_to_stop != 0; }

void stop_if_interrupted() {
  if (interrupted()) throw Interrupted(nothing_written);
}

}  // namespace cellroute::cli
