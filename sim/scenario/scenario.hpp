// From a YAML file to a case that can be run: everything resolved, in SI, with its sources.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/liver/numerics.hpp"
#include "models/liver/place.hpp"
#include "models/lobule/case.hpp"
#include "models/therapy/infusion.hpp"
#include "sim/scenario/diagnostics.hpp"

namespace cellroute::scenario {

struct Node;

/// One resolved number: where it ended up, and where it came from.
struct ResolvedValue {
  std::string path;    // lung.tissue.capillary.diameter
  double value = 0;    // SI
  std::string unit;    // SI unit, as declared
  std::string source;  // DOI, PMID, citation, or "assumption"; scales append " x factor (source)"
  std::optional<std::pair<double, double>> range;  // SI
  std::optional<double> cv;                        // [1]
  std::string layer;  // who set it last: `species/human.yaml`, a path as written, `scenario` or `--set`
  std::string distribution;  // normal, lognormal, uniform, loguniform, or empty
};

struct LoadOptions {
  std::filesystem::path library;       // --library, or empty: the search order of library.hpp
  std::vector<std::string> overrides;  // --set path=value
  std::string route;                   // replaces the route of every infusion, when not empty
  std::string catheter;                // with route
};

/// How the lobule level is resolved and stepped, and where in the liver.
struct LobuleSettings {
  LobuleNumerics numerics;
  LobuleStepping stepping;
  LiverPlace place = LiverPlace::whole_liver;  // of a liver that is resolved itself
};

/// How the liver level is resolved and stepped.
struct LiverSettings {
  LiverNumerics numerics;
  LiverStepping stepping;
};

struct Scenario {
  std::string title;
  std::string species, condition, product, label;
  std::vector<std::string> modifiers;
  std::vector<std::string> levels;  // body, liver, lobule
  BodyCase body;
  std::optional<LobuleSettings> lobule;  // when the level is asked for
  std::optional<LiverSettings> liver;    // when the level is asked for
  std::vector<ResolvedValue> values;     // every parameter, in the order of declaration
  std::vector<std::string> notes;        // what the reader must know: unused modifiers, closure, ...
  std::filesystem::path file;
  std::string text;               // the input, verbatim
  std::filesystem::path library;  // the folder used
  std::string fingerprint;        // 32 hex digits
  std::uint64_t seed = 0;
};

/// Reads and checks a scenario; every mistake in one pass.
/// @throws InputError holding all diagnostics
Scenario load(const std::filesystem::path& file, const LoadOptions& options = {});

/// As load, for the text of a scenario; relative paths start at the folder of `file`, which need not exist.
Scenario load_text(const std::string& text, const std::filesystem::path& file,
                   const LoadOptions& options = {});

/// As load, for a scenario that is a mapping inside another document. Relative paths start at the folder of
/// `file`; `text` of the result is empty.
Scenario load_part(const Node& mapping, const std::filesystem::path& file, const LoadOptions& options = {});

/// Every mistake in a scenario file, or in a library file (one with a `kind`), and in all it names.
/// A scenario without mistakes is left in `loaded`.
std::vector<Diagnostic> check(const std::filesystem::path& file, const LoadOptions& options = {},
                              std::optional<Scenario>* loaded = nullptr);

}  // namespace cellroute::scenario
