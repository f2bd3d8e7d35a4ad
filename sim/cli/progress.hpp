// How far many runs are: one moving line on a terminal, a plain line now and then otherwise.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace cellroute::cli {

class Progress {
 public:
  /// `things` in the plural; `before` of them were done in earlier sessions
  explicit Progress(std::size_t total, std::string things = "runs", std::size_t before = 0);
  void update(std::size_t done);

 private:
  using Clock = std::chrono::steady_clock;
  std::size_t total_, before_;
  std::string things_;
  bool terminal_;
  bool ended_ = false;  // the last line is said
  Clock::time_point start_, said_;
};

}  // namespace cellroute::cli
