#include "sim/cli/interrupt.hpp"

#include <unistd.h>

#include <csignal>

namespace cellroute::cli {
namespace {

volatile std::sig_atomic_t asked_to_stop = 0;

extern "C" void remember(int) {
  asked_to_stop = 1;
  constexpr char text[] = "\ncellroute: stopping; once more stops at once\n";
  [[maybe_unused]] const auto wrote = ::write(STDERR_FILENO, text, sizeof text - 1);
}

}  // namespace

void prepare_signals() {
  struct sigaction action {};
  action.sa_handler = remember;
  action.sa_flags = SA_RESETHAND | SA_RESTART;  // the second signal has its usual effect
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

bool interrupted() { return asked_to_stop != 0; }

void stop_if_interrupted() {
  if (interrupted()) throw Interrupted("interrupted; nothing was written");
}

}  // namespace cellroute::cli
