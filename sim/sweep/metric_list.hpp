// The `metrics` of a sweep file: names of shipped metrics, and measures with a name.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/measures/metrics.hpp"
#include "sim/scenario/document.hpp"

namespace cellroute::sweep {

/// @param library the folder whose metrics.yaml ships the named ones
/// @param horizon [s] of the shortest run, which no metric may look beyond
/// @param lobule whether every run has the lobule level, without which nothing is read off it
std::vector<measures::Metric> read_metric_list(const scenario::Node& list,
                                               const std::filesystem::path& library, double horizon,
                                               bool lobule, std::vector<scenario::Diagnostic>& problems);

/// The output times [s] that metrics need, ascending, each once.
std::vector<double> times_of(const std::vector<measures::Metric>& metrics);

/// A value [SI] of a metric as people read it: `62.1 %`, `3.41 d`.
std::string shown(const measures::Metric& metric, double value);

/// The SI unit of a metric.
std::string si_unit(const measures::Metric& metric);

/// All of a measure that decides its value, for fingerprints.
std::string canonical(const measures::Measure& measure);

}  // namespace cellroute::sweep
