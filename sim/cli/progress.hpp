// How far many runs are: one moving line on a terminal, a plain line now and then otherwise.
#pragma once

#include <chrono>
#include <cstddef>

namespace cellroute::cli {

class Progress {
 public:
  explicit Progress(std::size_t total);
  void update(std::size_t done);

 private:
  using Clock = std::chrono::steady_clock;
  std::size_t total_;
  bool terminal_;
  Clock::time_point start_, said_;
};

}  // namespace cellroute::cli
