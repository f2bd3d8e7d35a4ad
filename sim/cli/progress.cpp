#include "sim/cli/progress.hpp"

#include <unistd.h>

#include <utility>

#include "sim/cli/output.hpp"
#include "sim/results/format.hpp"

namespace cellroute::cli {
namespace {

constexpr int bar_width = 30;
constexpr auto plain_interval = std::chrono::seconds(10);
constexpr auto quiet_below = std::chrono::seconds(1);  // short work needs no report

std::string bar(double share) {
  const int full = static_cast<int>(share * bar_width);
  return std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(bar_width - full), '.');
}

}  // namespace

Progress::Progress(std::size_t total, std::string things, std::size_t before)
    : total_(total),
      before_(before),
      things_(std::move(things)),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      said_(start_) {}

void Progress::update(std::size_t done) {
  const auto now = Clock::now();
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  if (now - start_ < quiet_below || done <= before_ || ended_) return;
  ended_ = done == total_;
  const double rate = static_cast<double>(done - before_) / elapsed;
  const std::string left = results::duration(static_cast<double>(total_ - done) / rate);
  if (terminal_) {
    fmt::print(stderr, "\r[{}] {} of {} {}, {:.1f}/s, {} left   {}",
               bar(static_cast<double>(done) / static_cast<double>(total_)), done, total_, things_, rate,
               left, done == total_ ? "\n" : "");
    std::fflush(stderr);
  } else if (done == total_ || now - said_ >= plain_interval) {
    said_ = now;
    say("{} of {} {}, {:.1f}/s, {} left", done, total_, things_, rate, left);
  }
}

}  // namespace cellroute::cli
