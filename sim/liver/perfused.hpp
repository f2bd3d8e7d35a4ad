// The liver's blood at one time: flow of trees and voxels, as open as lodged cells leave it.
#pragma once

#include <array>
#include <vector>

#include "models/circulation/network.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/flow/liver_flow.hpp"
#include "sim/liver/result.hpp"
#include "sim/liver/simulate.hpp"
#include "sim/liver/transport/voxel_cells.hpp"

namespace cellroute::liver {

class Perfused {
 public:
  /// Calibrated so that the liver at rest, all branches open, resists as the body's does; then with the
  /// case's embolised branches closed. @throws LiverError
  explicit Perfused(const LiverCase& liver_case);

  /// Puts the liver's conductances in the place of the body's lumped ones.
  circulation::Network<double> in_body(circulation::Network<double> network) const;
  /// Solves anew when a voxel is by more than the tolerance more or less open than at the last solution.
  void follow(const VoxelOpenness& openness);
  /// The flow between ports at the pressures of a state of the body.
  const LiverPerfusion& at(const circulation::State<double>& state);
  const LiverPerfusion& now() const { return perfusion_; }

  const StarConductance& resting_star() const { return resting_; }
  const StarConductance& per_volume() const { return per_volume_; }
  const std::vector<std::string>& notes() const { return notes_; }
  long solves() const { return static_cast<long>(counts_[0]); }
  long iterations() const { return static_cast<long>(counts_[1]); }

  void visit(StateVisitor& visitor);
  /// After a visit that put back what was kept: solutions and flow are those there were, bit for bit.
  void restored();

 private:
  void solve();
  void set_voxels();

  const LiverCase& case_;
  LiverFlow flow_;
  StarConductance resting_, per_volume_, star_;
  VoxelOpenness open_;  // at the last solution
  LiverPerfusion perfusion_;
  std::vector<std::string> notes_;
  std::vector<double> counts_{0, 0};
};

/// The segment a branch of a tree begins with. @throws LiverError naming those there are
std::int32_t find_branch(const VesselTree& tree, const std::string& name);

}  // namespace cellroute::liver
