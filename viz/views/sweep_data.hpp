// What sweeps, their sensitivities and claims leave, as plots need it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cellroute::viz {

/// Rows of a sweep that share their values on every axis, in the order of the design: equal places in two
/// groups are the same sampled patient.
struct SweepGroup {
  std::vector<std::string> at;  // a word for each axis, or its name with a value: "adhesion rate 36 1/h"
  std::vector<double> values;   // of the metric, NaN where a run failed
  std::vector<std::size_t> rows = {};  // of the table
  std::string name() const;
};

struct SweepMetric {
  std::string name, about, unit;
  std::vector<SweepGroup> groups;
};

struct Sweep {
  std::string title, design, fingerprint;
  std::vector<std::string> axes;
  std::vector<SweepMetric> metrics;
  std::string input;                        // the sweep file, verbatim
  std::vector<std::string> overrides = {};  // --set
  /// The scenario file, verbatim; nothing when an older file does not hold it and it is no longer where the
  /// sweep took it from.
  std::optional<std::string> scenario = {};
  std::vector<std::string> fingerprints = {};  // of runs of the same cases; none in older files
  std::filesystem::path file = {};             // sweep.h5
};

/// @throws results::FileError
Sweep read_sweep(const std::filesystem::path& folder);

/// One estimate of sensitivity.csv.
struct Estimate {
  std::string metric, at, factor, kind;  // prcc; first, total; mu_star, mu, sigma ...
  double value = 0, low = 0, high = 0;
  std::string unit;
};

struct Sensitivity {
  std::vector<Estimate> estimates;
  std::string title, fingerprint;         // of its sweep; empty in older folders
  std::vector<std::string> fingerprints;  // of runs of its cases; none in older folders
};
/// sensitivity.csv, and what sensitivity.json beside it says. @throws results::FileError
Sensitivity read_sensitivity(const std::filesystem::path& folder);

/// How often a statement of claims.csv holds.
struct ClaimOdds {
  std::string name;
  double probability = 0, low = 0, high = 0, runs = 0, failed = 0;
  std::string leading_factor;  // the largest share of the variance
  double leading_share = 0;
  enum class Says { holds, fails, undecided } says = Says::undecided;
  double leading_low = 0, leading_high = 0;  // interval of that share
  std::string metric = {};                   // that it compares; older files do not say
};
std::vector<ClaimOdds> read_claims(const std::filesystem::path& folder);

/// Whether equal chances of all patients made its rows, so that shares of them mean something; the points of
/// other designs are chosen to learn most from few runs.
bool samples_patients(const Sweep& sweep);

/// The metric to show where nobody asked: living cells in the liver after 24 h, else the first by its name.
/// @pre not empty
std::string usual_metric(std::vector<std::string> names);

/// In words: holds, does not hold, not decided.
std::string verdict_words(ClaimOdds::Says says);

/// A unit as a clinician reads it, and the factor to it: s becomes d, 1 becomes %.
struct ReadUnit {
  std::string name;
  double factor = 1;
};
ReadUnit read_unit(const std::string& unit);

/// The share of the values below which `share` of them lie; values ascending, none NaN.
double quantile(const std::vector<double>& ascending, double share);
std::vector<double> ascending(const std::vector<double>& values);

}  // namespace cellroute::viz
