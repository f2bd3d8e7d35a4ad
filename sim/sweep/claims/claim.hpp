// A claim: what somebody says about routes, as a relation between runs that can hold or fail.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {

struct Claim {
  enum class Relation { above, below, alike };

  std::string name, statement, source;
  std::vector<std::string> arms;  // the one the claim speaks of first; then the other, if there is one
  Relation relation = Relation::above;
  double by = 0;         // [1] above by this share of the other; alike: within this share of the larger
  double limit = 0;      // [SI] instead of another arm
  std::size_t runs = 0;  // sampled patients, each run in every arm
  std::size_t base_points = 0;  // of the design for the shares of variance
  Plan plan;                    // axis `case` of the arms, one metric, all assumptions sampled

  /// How far the claim holds, in [-1, 1], above 0 where it does: for `above` (a - c) / (|a| + |c|) with c = b
  /// + by |b|, `below` with c = b - by |b| and the sign turned; `alike` by - |a - b| / max(|a|, |b|). A limit
  /// stands for b. NaN where a run failed.
  double margin(double a, double b) const;
};

/// Reads a claims file. @throws scenario::InputError holding every mistake
std::vector<Claim> load_claims(const std::filesystem::path& file, const PlanOptions& options = {});

}  // namespace cellroute::sweep
