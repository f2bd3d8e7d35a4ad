// Three vascular trees grown inside a liver: hepatic artery, portal vein, hepatic veins.
//
// A skeleton with the names of the branches (trunk, right, left, ..., segment_1 to segment_8) goes from
// hilum or caval outlet into each Couinaud segment; from there constrained constructive optimisation adds
// one terminal after the other inside that segment's own voxels, each where the tree's volume grows least
// under three constraints: all terminals carry the same flow and end at the same pressure, radii at each
// bifurcation follow r_0^gamma = r_1^gamma + r_2^gamma, and vessels stay inside the liver and clear of all
// others, their own tree's and the other two's.
// Source: W. Schreiner and P. F. Buxbaum, Computer-optimization of vascular trees, IEEE Trans Biomed Eng
// 1993;40:482-491; R. Karch et al., A three-dimensional model for arterial tree representation, generated
// by constrained constructive optimization, Comput Biol Med 1999;29:19-38.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/liver/anatomy.hpp"
#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

/// What is asked of the trees. Arrays are indexed by TreeKind. What has no default is the caller's to set.
struct TreePlan {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  std::array<std::int32_t, tree_kinds> terminals{1000, 1000, 1000};
  std::array<double, tree_kinds> murray_exponent{3, 3, 3};                  // [1] gamma, 2 to 3
  std::array<double, tree_kinds> flow{unknown, unknown, unknown};           // [m3/s] through the root
  std::array<double, tree_kinds> pressure_drop{unknown, unknown, unknown};  // [Pa] root to terminals
  double viscosity = unknown;  // [Pa s] of blood, the same in all vessels: it gives the radii
  std::uint64_t seed = 1;
  /// [1] While growing, vessels keep this much more than the sum of their radii between their axes. In
  /// what is returned, axes are farther apart than the sum of the radii.
  double clearance = 0.15;

  bool operator==(const TreePlan&) const = default;
};

/// Trees that cannot be grown; `what()` has every problem, line by line.
struct TreeError : std::runtime_error {
  explicit TreeError(std::vector<std::string> problems);
  std::vector<std::string> problems;
};

/// What is wrong with a plan for this liver, in words: values missing or out of range, more terminals
/// than voxels or fewer than segments, hilum outside. Empty when there is nothing.
std::vector<std::string> contradictions(const LiverAnatomy& anatomy, const TreePlan& plan);

/// The trees, indexed by TreeKind, with radii and `terminal_of_voxel`. A Couinaud segment's voxels are
/// supplied by its own branch alone: terminals of its own, as many as its share of the volume. Segments
/// without voxels have no branch. Same input, same bits, for any number of threads.
/// @throws TreeError for contradictions, and when no room is left for a terminal
std::array<VesselTree, tree_kinds> grow_trees(const LiverAnatomy& anatomy, const TreePlan& plan);

}  // namespace cellroute::liver
