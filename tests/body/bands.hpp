// Bands of published numbers. A direction must hold; a band may be missed only when the miss is on
// the list below with its reason, and the list is short.
#pragma once

#include <span>
#include <string>

namespace testing {

struct KnownMiss {
  const char* id;
  const char* reason;
};
std::span<const KnownMiss> known_misses();

/// Inside: passes, and fails if the band is listed as missed (the list must not rot). Outside: prints
/// by how much and fails unless listed.
void check_band(const std::string& id, const std::string& what, double value, double low, double high);

}  // namespace testing
