// Vessels that touch, of one tree or of two.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

struct VesselName {
  TreeKind tree{};
  std::int32_t segment = 0;
};

/// Two vessels whose axes come as near as the sum of their radii. Parent and child, and siblings, share a
/// joint: they collide when one ends while still inside the other.
struct Collision {
  VesselName first, second;
};

/// All collisions, in order of the first vessel, then of the second. Radii must be set.
std::vector<Collision> collisions(const std::array<VesselTree, tree_kinds>& trees);

}  // namespace cellroute::liver
