#include "sim/results/record.hpp"

#include <array>

#include "sim/results/version.hpp"

namespace cellroute::results {
namespace {

constexpr std::array host_names = {"autologous", "syngeneic", "allogeneic", "xenogeneic"};

/// Where the library lies must not show in a result file: two machines write the same bytes.
std::string without_folder(std::string layer, const std::string& folder) {
  if (folder.empty()) return layer;
  const std::string prefix = folder.back() == '/' ? folder : folder + "/";
  for (auto at = layer.find(prefix); at != std::string::npos; at = layer.find(prefix)) layer.erase(at, prefix.size());
  return layer;
}

ParameterRow flat(const scenario::ResolvedValue& value, const scenario::Scenario& scenario) {
  ParameterRow row;
  row.path = value.path;
  row.value = value.value;
  row.unit = value.unit;
  row.source = value.source;
  if (value.range) std::tie(row.low, row.high) = *value.range;
  if (value.cv) row.cv = *value.cv;
  row.layer = without_folder(value.layer, scenario.library.string());
  row.layer = without_folder(row.layer, scenario.file.parent_path().string());
  return row;
}

}  // namespace

Record make_record(const scenario::Scenario& scenario, body::BodyResult body) {
  Record record;
  record.provenance = {"cellroute", std::string(program_version()), std::string(program_commit()),
                       scenario.fingerprint, scenario.seed};
  Inputs& inputs = record.inputs;
  inputs.title = scenario.title;
  inputs.species = scenario.species;
  inputs.condition = scenario.condition;
  inputs.product = scenario.product;
  inputs.label = scenario.label;
  inputs.host = host_names.at(static_cast<std::size_t>(scenario.body.host));
  inputs.decay = scenario.body.decay == Decay::corrected ? "corrected" : "applied";
  inputs.modifiers = scenario.modifiers;
  inputs.horizon = scenario.body.horizon;
  inputs.relative_tolerance = scenario.body.numerics.relative_tolerance;
  inputs.absolute_tolerance = scenario.body.numerics.absolute_tolerance;
  inputs.text = scenario.text;
  inputs.regimen = scenario.body.regimen;
  for (const auto& value : scenario.values) inputs.parameters.push_back(flat(value, scenario));
  record.body = std::move(body);
  record.body.notes.insert(record.body.notes.begin(), scenario.notes.begin(), scenario.notes.end());
  return record;
}

}  // namespace cellroute::results
