// The voxels' pressures with the trees eliminated, and how they are solved for.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "models/liver/perfusion.hpp"
#include "sim/liver/flow/liver_flow.hpp"
#include "sim/liver/flow/tree_elimination.hpp"
#include "sim/liver/flow/voxel_map.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"

namespace cellroute::liver {

class VoxelSystem {
 public:
  using TerminalOf = std::array<std::vector<std::int32_t>, tree_kinds>;

  /// `trees` must outlive this; another system may use them in turn, each after its own prepare().
  VoxelSystem(std::vector<TreeElimination>& trees, TerminalOf terminal_of);
  /// Voxels of a liver, which faces may join.
  VoxelSystem(std::vector<TreeElimination>& trees, const LiverAnatomy& anatomy, TerminalOf terminal_of);

  std::size_t voxels() const { return n_; }

  // What the system consists of; prepare() takes changes up.
  FieldPerTree given;  // conductance of each voxel to each terminal [m3/(Pa s)]
  VoxelFaces face;     // empty where nothing joins neighbours
  VoxelNeighbours neighbours;
  bool joined() const { return !face[0].empty(); }

  void prepare();
  /// Hangs the voxels on the trees again, after another system was.
  void load_trees();

  /// r = what flows into each voxel and not out, for pressures `ports` of the ports and x of the voxels;
  /// `terminal` receives the pressures of the terminals. Returns the 2-norm of r.
  double imbalance(const PerTree& ports, const std::vector<double>& x, FieldPerTree& terminal,
                   std::vector<double>& r);
  /// Improves x, the voxels' pressures for the port pressures `ports`, and sets `terminal` to match.
  FlowReport solve(const PerTree& ports, const FlowOptions& options, std::vector<double>& x,
                   FieldPerTree& terminal);

  /// Sets x from the terminals' pressures, where no faces join voxels.
  void follow_terminals(const FieldPerTree& terminal, std::vector<double>& x) const;

  /// Conductance of voxel v to tree k; 0 behind a closed branch.
  double conductance(std::size_t k, std::size_t v) const { return open_[k][v]; }
  std::size_t terminal_of(std::size_t k, std::size_t v) const {
    return static_cast<std::size_t>(terminal_of_[k][v]);
  }
  /// What flows out of voxel v to its neighbours.
  double lateral_outflow(const double* x, std::size_t v) const;
  /// Sums of a voxel quantity over the voxels of each terminal of tree k.
  void sum_by_terminal(std::size_t k, const double* quantity, std::vector<double>& sum) const;
  /// Flow into each tree at its port, of the last imbalance().
  const PerTree& port_inflow() const { return port_inflow_; }

 private:
  void weigh(std::size_t k);
  void solve_trees(const PerTree& ports, const std::vector<double>& x, FieldPerTree& terminal);
  std::array<double, 3> balance_voxels(const std::vector<double>& x, const FieldPerTree& terminal,
                                       std::vector<double>& r, const std::vector<double>& other) const;
  void next_direction(double beta, double energy);
  int improve(int most, double norm, double goal, std::vector<double>& x);

  std::vector<TreeElimination>& tree_;
  std::size_t n_;
  numerics::Grid grid_;
  std::vector<std::int32_t> cell_;
  TerminalOf terminal_of_;
  std::vector<TerminalVoxels> voxels_of_;
  FieldPerTree masked_;
  FieldPerTree weight_;  // conductances in the order of voxels_of_
  std::array<const double*, tree_kinds> open_{};
  std::vector<double> inverse_;  // 1/(conductances to the trees and faces)
  std::unique_ptr<numerics::DiffusionSolver> multigrid_;
  bool use_multigrid_ = false;
  std::vector<double> box_r_, box_z_, box_sink_;
  numerics::Faces box_face_;
  FieldPerTree hanging_;  // sums of conductances by terminal
  FieldPerTree source_, scratch_terminal_;
  PerTree port_inflow_{};
  std::vector<double> r_, p_, q_;
};

}  // namespace cellroute::liver
