// Checkpoints of a run that takes long: all it needs to go on, on disk, from time to time.
//
// Two are kept, NAME.checkpoint and NAME.checkpoint.before. A new one is written beside them, put on the disk
// and named last, so that at every moment one of them is whole. Beside the state each says what it is of.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/results/checked_blocks.hpp"
#include "sim/results/run_log.hpp"

namespace cellroute::results {

struct CheckpointHead {
  std::string program;               // version and commit
  std::string fingerprint;           // of the scenario
  std::string inputs;                // the text it is of, a line for each number
  double time = 0;                   // [s] reached
  double horizon = 0;                // [s]
  std::uint64_t frames = 0;          // [byte] of the spool of frames
  std::vector<RunSession> sessions;  // that led there
};

/// Why a run of `wanted` cannot go on from `there`, in words; empty when it can.
std::string differences(const CheckpointHead& there, const CheckpointHead& wanted);

/// Numbers of a checkpoint, array by array in the order in which they were written.
class CheckpointReader {
 public:
  /// Reads what it says of itself. @throws FileError
  explicit CheckpointReader(const std::filesystem::path& file);
  const CheckpointHead& head() const { return head_; }
  /// @throws FileError when an array is damaged, missing, or of another length
  void read(std::vector<double>& values);
  void read(std::span<double> values);
  /// @throws FileError when there are arrays that nobody asked for
  void finish();

 private:
  std::filesystem::path file_;
  BlockReader blocks_;
  CheckpointHead head_;
};

class Checkpoints {
 public:
  /// Those in `folder`, which exists when one is written. Nothing is touched.
  Checkpoints(const std::filesystem::path& folder, const std::string& name);

  bool any() const;

  /// The last one that is whole. What was damaged is said to `note`.
  /// @throws FileError when there are some and none is whole
  std::unique_ptr<CheckpointReader> newest(const std::function<void(const std::string&)>& note);

  using Write = std::function<void(std::span<const double>)>;
  /// Writes one: `visit` hands over every array. @throws WriteError; those there were are then still there
  /// @return its size [byte]
  std::uint64_t write(const CheckpointHead& head, const std::function<void(const Write&)>& visit);

  void remove() const noexcept;

 private:
  std::filesystem::path last_, before_;
  bool last_damaged_ = false;  // so it must not take the place of the one before
};

}  // namespace cellroute::results
