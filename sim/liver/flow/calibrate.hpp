// Conductances of the voxels that give the whole liver the resistance it is measured to have.
#pragma once

#include "models/liver/perfusion.hpp"
#include "sim/liver/flow/liver_flow.hpp"

namespace cellroute::liver {

struct Calibration {
  StarConductance per_volume;  // [m3/(Pa s) per m3 of liver] of every voxel
  int newton_steps = 0;
  double error = 0;  // the largest relative difference of a leg from the target
};

/// Uniform conductances per volume such that `flow`, with the resistances, interlobular faces and closed
/// branches set before, is the star `target`; they are set in `flow`, and solved for. Newton steps on the
/// logarithms, with the exact derivative.
/// Throws std::domain_error, in words, where a tree alone resists more than its leg of the target, and
/// std::runtime_error where Newton does not reach 1e-10.
Calibration calibrate(LiverFlow& flow, const StarConductance& target, const FlowOptions& options = {});

}  // namespace cellroute::liver
