// What identifies a scenario everywhere: its meaning, never its file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/therapy/infusion.hpp"

namespace cellroute::scenario {

/// The version of this program, whose numerics a fingerprint stands for.
std::string solver_version();

/// 32 hex digits: XXH3-128 of canonical_text.
std::string fingerprint(const BodyCase& body, const std::vector<std::string>& levels, std::uint64_t seed,
                        const std::string& solver = solver_version());

/// Every number that decides a result, one `path=value` a line in SI, in the order of declaration. Doubles
/// are written with the digits that bring back the same bits.
std::string canonical_text(const BodyCase& body, const std::vector<std::string>& levels, std::uint64_t seed,
                           const std::string& solver);

}  // namespace cellroute::scenario
