// What identifies a scenario everywhere: its meaning, never its file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace cellroute::scenario {

/// The version of this program, whose numerics a fingerprint stands for.
std::string solver_version();

/// 32 hex digits: XXH3-128 of canonical_text.
std::string fingerprint(const Scenario& scenario, const std::string& solver = solver_version());

/// 32 hex digits: XXH3-128 of any text.
std::string fingerprint_of_text(std::string_view text);

/// XXH3-64 of any bytes: tells whether they came back from a disk as they were written.
std::uint64_t checksum(std::string_view bytes);

/// Every number that decides a result, one `path=value` a line in SI, in the order of declaration. Doubles
/// are written with the digits that bring back the same bits.
std::string canonical_text(const Scenario& scenario, const std::string& solver);

}  // namespace cellroute::scenario
