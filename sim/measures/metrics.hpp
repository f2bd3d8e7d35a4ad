// Metrics: measures with a name and a unit for people. The library ships some in metrics.yaml.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/measures/reader.hpp"

namespace cellroute::measures {

struct Metric {
  std::string name;   // letters, digits and _; a column of a table
  std::string about;  // a sentence; may be empty
  std::string unit;   // as written
  double scale = 1;   // SI over unit: divide the value of the measure by it
  Measure measure;
};

/// The keys of a metric: those of a measure, and name, about, unit.
scenario::Declared metric_keys();

/// A metric of a scenario among `arms`, read with metric_keys. Without a unit it is in SI.
Metric read_metric(const scenario::Value& group, const std::vector<KnownArm>& arms,
                   std::vector<scenario::Diagnostic>& problems);

/// Every metric of a file `kind: metric_list`; each of one scenario, at any time.
/// @throws scenario::InputError holding every mistake
std::vector<Metric> read_metric_file(const std::filesystem::path& file);

/// True when a file says it is a `kind: metric_list`, whatever else is in it.
bool is_metric_file(const std::filesystem::path& file);

/// metrics.yaml of a library folder (scenario::find_library).
std::vector<Metric> read_metrics(const std::filesystem::path& library);

/// The output times [s] that a measure needs, ascending.
std::vector<double> times_of(const Measure& measure);

}  // namespace cellroute::measures
