// A number of a case that a sweep may change: any parameter by its path, or a number of the regimen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/therapy/infusion.hpp"
#include "sim/scenario/document.hpp"

namespace cellroute::sweep {

/// `regimen.cells`, `regimen.over`, `regimen.at` and `regimen.volume` stand for every infusion of the case.
struct Target {
  std::string path;
  Spec spec{"1", -infinity, infinity, ""};
  int order = 0;  // of declaration: parameters first, then the regimen

  /// Writes `value` [SI].
  void set(BodyCase& body_case, double value) const;
  /// The number as the case has it; of the first infusion for a number of the regimen.
  double get(const BodyCase& body_case) const;
};

/// Every target there is, in the order of declaration.
const std::vector<Target>& targets();

/// The target a path names, or a mistake at `node` that suggests one.
const Target* find_target(const scenario::Node& node, const std::string& path,
                          std::vector<scenario::Diagnostic>& problems);

/// The double nearest to a decimal of 15 digits: what `--set` and `set` read back from such a text.
/// A value [SI] of a parameter as people read it: `20 min`, `36 %` of a share, `2.98` of a ratio that may
/// exceed 1.
std::string in_words(double value, const Spec& spec);

double rounded(double value);

}  // namespace cellroute::sweep
