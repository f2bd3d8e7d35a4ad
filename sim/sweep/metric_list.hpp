// The `metrics` of a sweep file: names of shipped metrics, and measures with a name of their own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/measures/metrics.hpp"

namespace cellroute::sweep {

/// Items are names or mappings; a time after `horizon` [s] is a mistake.
std::vector<measures::Metric> read_metric_list(const scenario::Node& list, const std::filesystem::path& library,
                                               double horizon, std::vector<scenario::Diagnostic>& problems);

/// Output times [s] that the metrics need, ascending.
std::vector<double> times_of(const std::vector<measures::Metric>& metrics);

/// A value [SI] of a metric as people read it: `62.1 %`, `3.41 d`.
std::string shown(const measures::Metric& metric, double value);

/// The SI unit of a metric.
std::string si_unit(const measures::Metric& metric);

}  // namespace cellroute::sweep
