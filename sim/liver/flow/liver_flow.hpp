// Pressures and flows of the three trees and the voxels between them, as one linear system.
//
// A segment of resistance R joins its parent's end (segment 0: the port) with its own. The sinusoids of
// voxel v are a star: from its terminal of the artery, of the portal vein and of the hepatic veins a
// conductance each to one pressure s_v; conductances T of faces join the s of neighbours. At every node
// the flows sum to 0:
//
//     sum_k g_k,v (p_k,t(v) - s_v) = sum_f T_f (s_v - s_n),     sum_children Q_c + sum_v g_v (p - s_v) = Q
//
// The trees are eliminated from the leaves to the root, in linear time, which leaves one unknown per voxel;
// that system is solved by conjugate gradients preconditioned with the voxels' own part of it (g and T:
// multigrid; without T a diagonal). The equations are linear, so the solutions for two ports at 1 Pa in turn
// give those for all port pressures.
//
// The same input gives the same bits for any number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/perfusion.hpp"
#include "models/liver/three_port.hpp"
#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

using Trees = std::array<VesselTree, tree_kinds>;  // in the order of TreeKind

struct FlowOptions {
  double tolerance = 1e-10;  // of FlowReport::residual
  int max_iterations = 1000;
};

/// How the triangle changes with the logarithm of one factor on all voxels' conductances of one kind.
using ThreePortSensitivity = std::array<ThreePort, tree_kinds>;

class LiverFlow {
 public:
  /// Keeps a copy of what it needs. Resistances and conductances are 0, all branches open. Throws
  /// std::invalid_argument, in words, for trees that are not trees (a parent after its child, terminals with
  /// children) or that do not reach every voxel.
  LiverFlow(const LiverAnatomy& anatomy, const Trees& trees);
  ~LiverFlow();
  LiverFlow(LiverFlow&&) noexcept;
  LiverFlow& operator=(LiverFlow&&) noexcept;

  // Throw std::invalid_argument for wrong sizes and for numbers that are negative or not finite.

  /// [Pa s/m3] by segment.
  void set_resistances(TreeKind tree, std::span<const double> resistance);
  /// [m3/(Pa s)] by voxel of the liver: from the arterial, from the portal and to the venous terminal.
  void set_voxels(std::span<const double> arterial, std::span<const double> portal,
                  std::span<const double> venous);
  /// The same for all voxels: per volume of liver [m3/(Pa s) per m3].
  void set_uniform_voxels(const StarConductance& per_volume);
  /// [m3/(Pa s)] by face; every face on the liver's surface is a wall whatever its number.
  void set_interlobular(const VoxelFaces& conductance);
  /// The same for all faces between two voxels of the liver: `mobility` [m2/(Pa s)] times h. 0: none.
  void set_interlobular(double mobility);

  /// Nothing flows in the segment, in those behind it and between them and their voxels.
  void close_branch(TreeKind tree, std::int32_t segment);
  void open_all_branches();

  /// Solves for what was set; starts from the last solution. Must precede all below.
  FlowReport solve(const FlowOptions& options = {});

  /// visit(std::span<double>) for the solutions, which the next solve() starts from; sizes are fixed by the
  /// constructor's arguments.
  template <class Visit>
  void visit(Visit&& visit) {
    for (const std::span<double> part : solutions()) visit(part);
  }
  /// In the place of solve(), for solutions of an equal system that a visit has put back: the same bits.
  void restored();

  ThreePort three_port() const;
  StarConductance star() const { return cellroute::star(three_port()); }
  /// d(three_port)/d ln(factor) for the voxels' [arterial, portal, venous] conductances.
  ThreePortSensitivity sensitivity() const;

  /// Of each tree alone [Pa s/m3], were its flow spread over the liver's volume: dissipation over flow
  /// squared.
  PerTree tree_resistance() const;
  double volume() const;  // [m3] of liver

  /// For port pressures [Pa]. Memory of `out` is kept.
  void perfusion(const PerTree& port_pressure, LiverPerfusion& out) const;
  LiverPerfusion perfusion(const PerTree& port_pressure) const;

 private:
  std::vector<std::span<double>> solutions();
  class Implementation;
  std::unique_ptr<Implementation> self_;
};

}  // namespace cellroute::liver
