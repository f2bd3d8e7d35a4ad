// The known name a misspelt one most likely means.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellroute::scenario {

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
int edit_distance(std::string_view a, std::string_view b);

/// The known name closest to `name`, or empty when none is close enough to be meant.
std::string nearest(std::string_view name, std::span<const std::string> known);

/// As nearest, for paths: a path whose segments contain all of the written ones in order also counts.
std::string nearest_path(std::string_view path, std::span<const std::string> known);

/// "did you mean `x`?", or "known: a, b, c" when nothing is near; empty when nothing is known.
std::string suggest(std::string_view name, std::span<const std::string> known);

/// "`a`, `b` and `c`"
std::string listed(std::span<const std::string> names);

}  // namespace cellroute::scenario
