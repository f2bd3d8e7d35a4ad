#include "viz/report/evidence.hpp"

#include <algorithm>
#include <tuple>

#include "sim/results/hdf5.hpp"
#include "sim/results/result_file.hpp"
#include "viz/program/view.hpp"
#include "viz/report/cases.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

namespace fs = std::filesystem;

constexpr const char* taken =
    "a report takes folders with result.h5, sweep.h5, sensitivity.csv, claims.csv or validation.csv";

void add_result(Evidence& evidence, const fs::path& place) {
  evidence.records.push_back(results::read_result(place));
  evidence.folders.push_back(fs::is_directory(place)   ? place
                             : place.has_parent_path() ? place.parent_path()
                                                       : fs::path("."));
}

void add_sweep(Evidence& evidence, const fs::path& place) {
  auto sweep = read_sweep(place);
  const auto none = [](const SweepGroup& group) { return ascending(group.values).empty(); };
  const auto failed = [&](const SweepMetric& metric) {
    return std::all_of(metric.groups.begin(), metric.groups.end(), none);
  };
  if (!sweep.metrics.empty() && std::all_of(sweep.metrics.begin(), sweep.metrics.end(), failed))
    throw RequestError((place / "sweep.h5").string() +
                       ": every run of it failed\nhint: failures.csv beside it says why; leave it out");
  evidence.sweeps.push_back(std::move(sweep));
}

/// Whether there was something to take.
bool take(Evidence& evidence, const fs::path& input) {
  if (!fs::exists(input)) throw RequestError(input.string() + ": there is no such file or folder");
  if (!fs::is_directory(input)) {
    if (input.extension() != ".h5") return false;
    try {
      add_result(evidence, input);
    } catch (const results::FileError& error) {
      throw RequestError(std::string(error.what()) + "\nhint: " + taken);
    }
    return true;
  }
  bool any = false;
  const auto has = [&](const char* name) {
    const bool there = fs::exists(input / name);
    any = any || there;
    return there;
  };
  if (has("result.h5")) add_result(evidence, input);
  if (has("sweep.h5")) add_sweep(evidence, input);
  if (has("sensitivity.csv")) evidence.sensitivities.push_back(read_sensitivity(input));
  if (has("claims.csv")) {
    const auto claims = read_claims(input);
    evidence.claims.insert(evidence.claims.end(), claims.begin(), claims.end());
  }
  if (has("validation.csv")) evidence.validation.emplace(input / "validation.csv", "dataset");
  if (any) return true;
  auto within = results_within(input);
  for (auto& each : within) {
    evidence.folders.push_back(each.folder);
    evidence.records.push_back(std::move(each.record));
  }
  return !within.empty();
}

bool resolved(const results::Record& record) { return record.liver || record.lobule; }

/// Same patient, product and infusions, whatever the levels, the outputs and the tolerances.
bool same_case(const results::Record& a, const results::Record& b) {
  const auto words = [](const results::Inputs& in) {
    return std::tie(in.species, in.condition, in.product, in.modifiers, in.horizon);
  };
  const auto way = [](const Infusion& x, const Infusion& y) {
    return x.route == y.route && x.catheter == y.catheter;
  };
  const auto &x = a.inputs, &y = b.inputs;
  return words(x) == words(y) &&
         std::equal(x.regimen.begin(), x.regimen.end(), y.regimen.begin(), y.regimen.end(), way) &&
         same_apart_from_routes(a, b);
}

/// Moves resolved results to the plain ones of their case.
void look_inside(Evidence& evidence) {
  auto records = std::move(evidence.records);
  const auto folders = std::move(evidence.folders);
  evidence.records.clear();
  evidence.folders.clear();
  const auto plain_of = [](const results::Record& record, const std::vector<results::Record>& among) {
    return std::find_if(among.begin(), among.end(),
                        [&](const results::Record& one) { return !resolved(one) && same_case(one, record); });
  };
  std::vector<bool> is_inside;
  for (const auto& record : records)
    is_inside.push_back(resolved(record) && plain_of(record, records) != records.end());
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (is_inside[i]) continue;
    evidence.records.push_back(std::move(records[i]));
    evidence.folders.push_back(folders[i]);
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!is_inside[i]) continue;
    const auto of = plain_of(records[i], evidence.records) - evidence.records.begin();
    evidence.inside.push_back({static_cast<std::size_t>(of), std::move(records[i]), folders[i]});
  }
}

}  // namespace

Evidence gather(const std::vector<fs::path>& inputs) {
  Evidence evidence;
  for (const auto& input : inputs)
    if (!take(evidence, input)) evidence.skipped.push_back(input);
  if (evidence.records.empty() && !evidence.skipped.empty())
    throw RequestError(evidence.skipped.front().string() + ": nothing to report is in it\nhint: " + taken);
  if (evidence.records.empty())
    throw RequestError(
        "no result among the inputs\nhint: a report needs a result.h5; sweeps, claims and "
        "validations go beside it");
  look_inside(evidence);
  return evidence;
}

}  // namespace cellroute::viz
