// A small liver with trees, flows and cells to try the transport on.
#pragma once

#include <array>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/liver_cells.hpp"
#include "models/liver/perfusion.hpp"
#include "models/liver/vessel_tree.hpp"

namespace cellroute::testing {

/// Uniform in [low, high), from a counter: the same everywhere.
double scattered(unsigned seed, unsigned counter, double low, double high);

/// A binary tree of `terminals` leaves grown by splitting, of uneven lengths and radii, that has `kind`.
VesselTree uneven_tree(TreeKind kind, int terminals, unsigned seed);

/// Flows of its segments [m3/s] that balance at every joint, the root's being `root`.
std::vector<double> uneven_flow(const VesselTree& tree, double root, unsigned seed);

/// A box of voxels with all eight Couinaud segments.
LiverAnatomy small_liver(std::array<int, 3> cells, double spacing);

struct SmallLiver {
  LiverAnatomy anatomy;
  std::array<VesselTree, tree_kinds> trees;
  LiverPerfusion flow;
};

/// Voxels with uneven flows; `lateral` [1] is the flow between neighbours over that through a voxel.
SmallLiver perfused_liver(std::array<int, 3> cells, double spacing, double lateral, unsigned seed = 1);

/// Two populations and the dead in four tanks; `sites` scales how many cells find room.
LiverCells small_cells(double sites = 1);

}  // namespace cellroute::testing
