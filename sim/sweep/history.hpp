// run.json of a sweep: everything that may differ when it is repeated, session by session.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cellroute::sweep {

struct SessionLog {
  std::vector<std::string> command;
  std::filesystem::path sweep, library;
  std::string program, part;  // shard_words
  int threads = 0, ranks = 1;
  std::size_t rows_before = 0, rows_after = 0, rows_total = 0, rows_failed = 0;
  double wall_seconds = 0;
  std::string ended = "running";  // complete, interrupted, stopped at a failure, failed
};

/// The sessions a folder has seen.
class History {
 public:
  /// Reads run.json of a folder, when there is one that can be read.
  explicit History(const std::filesystem::path& folder);

  /// run.json with this session after those before it; the date is of its start.
  std::string text(const SessionLog& session) const;

 private:
  std::string earlier_;  // a JSON list
  std::string started_;
};

}  // namespace cellroute::sweep
