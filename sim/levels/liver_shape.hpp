// A liver's shape and the trees in it, made once for scenarios that ask for the same.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "models/liver/anatomy.hpp"
#include "models/liver/vessel_tree.hpp"
#include "sim/body/compile.hpp"
#include "sim/liver/trees/grow.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::levels {

/// Of the voxels [m].
double liver_spacing(const scenario::Scenario& scenario);

/// How trees are grown in a scenario's liver.
/// @param resting the circulation of its body
liver::TreePlan tree_plan(const scenario::Scenario& scenario, const circulation::Resting& resting);

/// Keeps the shape and the trees that were asked for last: routes of a comparison and most rows of a sweep
/// share them. For one thread at a time. What is returned holds until something else is asked for; a file is
/// taken not to change meanwhile.
class LiverShapes {
 public:
  /// The shape alone: the built-in one at the condition's volume, or the mask's.
  /// @throws images::ImageError, liver::AnatomyError, std::invalid_argument in words
  const LiverAnatomy& anatomy(const scenario::Scenario& scenario);

  /// The trees of a file, or those grown by the plan.
  /// @throws as anatomy(), results::FileError, liver::TreeError
  const std::array<VesselTree, tree_kinds>& trees(const scenario::Scenario& scenario,
                                                  const circulation::Resting& resting);

 private:
  struct Shape {                     // what the shape depends on
    double volume = 0, spacing = 0;  // [m3], [m]
    std::optional<LiverMask> mask;
    bool operator==(const Shape&) const = default;
  };
  struct Trees {  // what the trees depend on
    Shape shape;
    std::string file;                     // empty: they are grown
    std::optional<liver::TreePlan> plan;  // of those that are grown
    bool operator==(const Trees&) const = default;
  };
  static Shape shape_of(const scenario::Scenario& scenario);

  std::optional<Shape> shape_;
  LiverAnatomy anatomy_;
  std::optional<Trees> planned_;
  std::array<VesselTree, tree_kinds> trees_;
};

}  // namespace cellroute::levels
