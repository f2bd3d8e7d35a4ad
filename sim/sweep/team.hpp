// The processes that run a sweep together: one, or the ranks of an MPI job.
//
// Rank 0 keeps the journal, hands out chunks and computes too; the others compute and send results. Only
// rank 0 speaks.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "sim/sweep/engine.hpp"

namespace cellroute::sweep {

/// Started several times by a launcher, without a way to share the work.
struct TeamRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Team {
 public:
  virtual ~Team() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;

  /// Of all ranks: what was wrong with the plan as a rank read it (empty: nothing), and its fingerprint.
  /// @return empty when all have read the same; else the first trouble, in words, the same on every rank, and
  /// then
  ///   neither help() nor finish() may be called
  virtual std::string agree(const std::string& trouble, const std::string& fingerprint) = 0;

  /// Rank 0, now and then: answers the others.
  /// @return whether all of them have no more to do. @throws std::runtime_error when one has failed
  virtual bool serve(ChunkSource& source, ChunkSink& sink) = 0;
  /// True when another rank was told to stop.
  virtual bool stop_asked() const = 0;
  /// Rank 0: the others drop the chunks they have not begun.
  virtual void stop() = 0;

  /// The others: compute until rank 0 says that it is over.
  /// @return the exit code rank 0 gave
  virtual int help(const Plan* plan, int threads, const std::function<bool()>& stop) = 0;
  /// Rank 0: it is over, well or not.
  virtual void finish(int exit_code) = 0;
};

/// The ranks of this job when a launcher started several of this program, else a team of one.
/// @throws TeamRefused when there are several and this program was built without MPI
std::unique_ptr<Team> join_team();

/// How many processes the launcher's environment speaks of; 1 without a launcher.
int launched_processes();

}  // namespace cellroute::sweep
