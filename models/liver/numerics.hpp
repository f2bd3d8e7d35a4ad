// How a liver is resolved and stepped: numerical settings, not physiology, so they have defaults.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/liver/anatomy.hpp"

namespace cellroute {

/// How the sinusoids of a voxel are cut into tanks.
enum class SinusoidTanks {
  organ,  // so that trees, voxels and sinusoids together spread transit times as the whole organ does
  body    // the four of the body level, whatever the trees add
};

/// A segmentation to take the liver's shape from.
struct LiverMask {
  std::string file;
  std::vector<int> liver;                                           // labels of liver without known segment
  std::array<std::vector<int>, couinaud_segments> segments;         // labels of each Couinaud segment
  std::optional<Point> portal_hilum, arterial_hilum, caval_outlet;  // [m]; found when not given

  bool operator==(const LiverMask&) const = default;
};

struct LiverNumerics {
  double spacing = 0;  // [m] of the voxels; 0: such that there are about `voxels`
  double voxels = 20000;
  int terminals = 1000;  // of each tree
  SinusoidTanks tanks = SinusoidTanks::organ;
  bool skimming = false;      // cells leave a branching by the phase separation of red cells, not by flow
  bool plugging = true;       // lodged cells lower the conductance of their voxel
  bool heterogeneity = true;  // off: trees without resistance, so that every voxel has the flow of its volume
  bool delay = true;          // off: trees without blood; what they hold is mixed with that of the trunks
  std::vector<std::string> embolised;  // `portal_vein.right`: branches that are closed
  std::string trees;                   // a file to take the trees from; empty: they are grown
  std::optional<LiverMask> mask;       // none: the built-in shape
  std::uint64_t seed = 1;
};

struct LiverStepping {
  double tolerance = 3e-4;       // change of a step that second order adds to first, share of the living
  double first_step = 0.5;       // [s] after the start and after every event
  double longest_step = 86400;   // [s]
  double flow_tolerance = 0.02;  // relative change of a voxel's conductance that asks for a new flow
};

}  // namespace cellroute
