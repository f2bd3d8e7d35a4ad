#include "sim/results/record.hpp"

#include <array>

#include "sim/results/version.hpp"

namespace cellroute::results {
namespace {

constexpr std::array host_names = {"autologous", "syngeneic", "allogeneic", "xenogeneic"};

ParameterRow flat(const scenario::ResolvedValue& value) {
  ParameterRow row;
  row.path = value.path;
  row.value = value.value;
  row.unit = value.unit;
  row.source = value.source;
  if (value.range) std::tie(row.low, row.high) = *value.range;
  if (value.cv) row.cv = *value.cv;
  row.distribution = value.distribution;
  row.layer = value.layer;
  return row;
}

}  // namespace

Provenance provenance_of(const scenario::Scenario& scenario) {
  return {"cellroute", std::string(program_version()), std::string(program_commit()), scenario.fingerprint,
          scenario.seed};
}

Record make_record(const scenario::Scenario& scenario, body::BodyResult body,
                   std::optional<LobuleRecord> lobule) {
  Record record;
  record.provenance = provenance_of(scenario);
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
  for (const auto& value : scenario.values) inputs.parameters.push_back(flat(value));
  record.body = std::move(body);
  record.lobule = std::move(lobule);
  record.body.notes.insert(record.body.notes.begin(), scenario.notes.begin(), scenario.notes.end());
  return record;
}

}  // namespace cellroute::results
