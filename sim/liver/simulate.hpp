// Run a liver case: trees, voxels and the body around them.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/fields.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/coupling/label_pools.hpp"
#include "sim/liver/coupling/rest_of_body.hpp"
#include "sim/liver/result.hpp"
#include "sim/liver/transport/voxel_cells.hpp"

namespace cellroute::liver {

/// A case that makes no sense: trees that resist more than the whole liver, a branch that does not exist.
struct LiverError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A run that had to stop: blood that runs backwards through the portal vein, NaN, a broken balance.
struct SimulationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What is where at one time, lent until the sink returns.
struct Snapshot {
  double time = 0;
  const LiverCells* cells = nullptr;  // with the tanks in use
  const RestOfBody* body = nullptr;
  const VoxelSums* voxels = nullptr;
  const LabelPools* label = nullptr;
  double portal_pressure = 0;                            // [Pa]
  std::array<std::vector<double>, tree_kinds> in_trees;  // [cell] by carrier on the way
  std::vector<std::vector<double>> lost;                 // [cell] since the start, by carrier and organ
  std::vector<double> living_time;                       // [cell s] by organ
  std::array<double, 3> zone_time{};                     // [cell s] by zone
};
using SnapshotSink = std::function<void(const Snapshot&)>;

/// Everything that a continued run needs, array by array; the same calls write it and read it back.
class StateVisitor {
 public:
  virtual ~StateVisitor() = default;
  virtual void operator()(std::vector<double>& values) = 0;  // of any length
  virtual void operator()(std::span<double> values) = 0;     // of a known length
};
using VisitState = std::function<void(StateVisitor&)>;

class SinusoidInflow;

/// What watches a run. Any may be empty.
struct Watchers {
  SnapshotSink snapshot;                   // at every output time
  SnapshotSink end;                        // at the horizon
  SnapshotSink curve;                      // after each step that reached one or more of curve_times
  std::vector<double> curve_times;         // [s], ascending
  FieldSink fields;                        // at every output time, of the voxels
  FieldSink trees;                         // and of the vessels: see emit_trees in tree_fields.hpp
  SinusoidInflow* sinusoids = nullptr;     // gets every step; visited with the state
  std::function<void(double)> after_step;  // with the time reached; what it throws ends the run
  /// After every step: may visit the state to keep it.
  std::function<void(double time, const VisitState& state)> checkpoint;
  /// Before the first step: may visit the state to put back what was kept, and says whether it did.
  std::function<bool(const VisitState& state)> restore;
};

/// [byte] that a run takes at least, for checks before it.
double least_memory(double voxels, int terminals, int populations, bool label);

/// @throws LiverError, SimulationError
LiverResult simulate(const LiverCase& liver_case, const Watchers& watchers = {});

}  // namespace cellroute::liver
