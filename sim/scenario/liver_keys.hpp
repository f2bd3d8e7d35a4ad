// The scenario's key `liver`: how the liver level is resolved and stepped.
#pragma once

#include <filesystem>
#include <vector>

#include "models/liver/numerics.hpp"
#include "sim/scenario/declaration.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/reader.hpp"

namespace cellroute::scenario {

Declared liver_keys();

/// Reads what was given; relative paths start at `folder`.
void read_liver_keys(const Value& given, const std::filesystem::path& folder, LiverNumerics& numerics,
                     LiverStepping& stepping, std::vector<Diagnostic>& problems);

}  // namespace cellroute::scenario
