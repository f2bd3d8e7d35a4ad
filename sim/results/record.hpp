// What a result file holds: who made it, from which input, and what came out. Plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/therapy/infusion.hpp"
#include "sim/body/result.hpp"
#include "sim/results/liver_record.hpp"
#include "sim/results/lobule_record.hpp"
#include "sim/results/provenance.hpp"
#include "sim/scenario/scenario.hpp"

namespace cellroute::results {

/// A resolved parameter, flat: NaN stands for "not given".
struct ParameterRow {
  std::string path;
  double value = 0;  // in `unit`, SI
  std::string unit, source;
  double low = unset, high = unset;  // in `unit`
  double cv = unset;                 // [1]
  std::string distribution;          // normal, lognormal, uniform, loguniform, or empty
  std::string layer;                 // what set it last: a library file, `scenario` or `--set`

  /// Whether no published value is known.
  bool assumed() const { return source.find("assumption") != std::string::npos; }
};

struct Inputs {
  std::string title, species, condition, product, label, host, decay;
  std::vector<std::string> modifiers;
  double horizon = 0;                                     // [s]
  double relative_tolerance = 0, absolute_tolerance = 0;  // of a state; of the dose
  std::string text;                                       // the scenario file, verbatim
  std::vector<Infusion> regimen;
  std::vector<ParameterRow> parameters;
};

struct Record {
  Provenance provenance;
  Inputs inputs;
  body::BodyResult body;             // its notes include the reader's
  std::optional<body::Curve> curve;  // with the organs of the body, in their order
  std::optional<LobuleRecord> lobule;
  std::optional<LiverRecord> liver;
};

Provenance provenance_of(const scenario::Scenario& scenario);

Record make_record(const scenario::Scenario& scenario, body::BodyResult body,
                   std::optional<LobuleRecord> lobule = {});

}  // namespace cellroute::results
