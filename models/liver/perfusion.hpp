// Blood flow through the liver: of its vessels, its voxels and the faces between them.
//
// The three ports are the roots of the hepatic artery, the portal vein and the hepatic veins, in the order
// of TreeKind. A flow is positive the usual way: away from the root in artery and portal vein, into a voxel
// from them, out of it to the hepatic veins, towards the root there. Any of them may be negative.
#pragma once

#include <array>
#include <vector>

#include "models/liver/vessel_tree.hpp"

namespace cellroute {

/// One number for each tree, at [hepatic_artery, portal_vein, hepatic_vein].
using PerTree = std::array<double, tree_kinds>;
/// One array for each tree.
using FieldPerTree = std::array<std::vector<double>, tree_kinds>;

/// faces[axis][v]: of the face between voxel v of the liver and its neighbour towards growing `axis`; 0 where
/// that is outside the liver.
using VoxelFaces = std::array<std::vector<double>, 3>;

/// Conductances [m3/(Pa s)] of the star with three legs that takes the same flows from its ports as the
/// whole liver does.
struct StarConductance {
  double arterial = 0;
  double portal = 0;
  double venous = 0;
};

/// How far a solution is from the law Q = G (p - p') at every node.
struct FlowReport {
  int iterations = 0;      // of both solutions
  double residual = 0;     // 2-norm of the voxels' imbalances, over that of their inflows with voxels at 0
  double imbalance = 0;    // the largest imbalance of a node over the liver's inflow
  bool converged = false;  // residual within the tolerance
};

struct LiverPerfusion {
  PerTree port_pressure{};             // [Pa]
  PerTree port_flow{};                 // [m3/s]
  FieldPerTree segment_flow;           // [m3/s] by segment of each tree
  FieldPerTree segment_pressure;       // [Pa] at the end away from the root
  FieldPerTree voxel_flow;             // [m3/s] by voxel of the liver, by tree
  std::vector<double> voxel_pressure;  // [Pa] in the sinusoids
  VoxelFaces lateral_flow;             // [m3/s] towards growing axis; empty where nothing joins neighbours
  /// Segments and voxels balance to rounding: what the solver left of a voxel's imbalance was added to its
  /// venous flow (where that is closed, to another). The largest such part, over the liver's inflow:
  double imbalance = 0;
};

}  // namespace cellroute
