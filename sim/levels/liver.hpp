// The liver level of a scenario: trees and voxels in the place of the body's own liver.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/body/result.hpp"
#include "sim/levels/liver_shape.hpp"
#include "sim/levels/liver_surroundings.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/simulate.hpp"
#include "sim/liver/sinusoid_inflow.hpp"
#include "sim/results/liver_record.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

/// A scenario's liver, ready to run: shape and trees are there.
struct PreparedLiver {
  LiverSetting setting;
  liver::LiverCase liver_case;
  bool feeds_lobules = false;  // what enters its sinusoids is kept
};

/// What is wrong with the liver that a scenario asks for, before anything is run; empty when nothing is.
/// @param memory [byte] of the machine, @param shapes keeps the shape, and trees of a file
std::vector<std::string> liver_contradictions(const scenario::Scenario& scenario, double memory,
                                              LiverShapes& shapes);

/// Shape and trees. @pre liver_contradictions(scenario) is empty
/// @throws liver::TreeError, liver::LiverError
PreparedLiver prepare_liver(const scenario::Scenario& scenario, LiverShapes& shapes);

struct ResolvedLiver {
  std::optional<body::BodyResult> body;  // of the body around it, the liver's organ counted from the voxels
  std::optional<body::Curve> curve;      // and its curve, at steps of the liver
  std::optional<results::LiverRecord> record;
  liver::SinusoidInflow sinusoids;  // of a liver that feeds lobules
  std::string failure;
};

/// Runs it, on the threads in use. `watchers.end`, `curve`, `curve_times` and `sinusoids` are taken; what the
/// others throw comes through.
ResolvedLiver resolve_liver(const PreparedLiver& prepared, liver::Watchers watchers = {});

}  // namespace cellroute::levels
