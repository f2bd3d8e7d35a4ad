#include "tests/body/bands.hpp"

#include <catch2/catch.hpp>

namespace testing {

namespace {

constexpr KnownMiss misses[] = {
    {"B2 6 um 168 h",
     "Released spheres come round with the blood and a part is trapped a second time; the two published "
     "release rates describe "
     "what is left of one load and already hold such returns, so the model counts them twice."},
    {"B4 elsewhere",
     "The wide path that gives rats their measured lung passage is used for the mouse too; a few per "
     "thousand of the dose then "
     "live in other organs, where the measurement (Alu PCR, bound 0.05 % of the dose) finds fewer."},
    {"B14 islets",
     "The published pressures are of sequential infusions, the later ones into livers that hold earlier "
     "grafts, and their doses are not tabulated; clotting on the islets, which would raise the pressure, is "
     "not modelled."},
};

}  // namespace

std::span<const KnownMiss> known_misses() { return misses; }

void check_band(const std::string& id, const std::string& what, double value, double low, double high) {
  const KnownMiss* listed = nullptr;
  for (const KnownMiss& miss : known_misses()) {
    if (id == miss.id) listed = &miss;
  }
  INFO(id << ": " << what << " is " << value << ", published band " << low << " to " << high);
  const bool inside = value >= low && value <= high;
  if (listed == nullptr) {
    CHECK(inside);
    return;
  }
  if (!inside) {
    WARN(id << " missed: " << what << " is " << value << ", published band " << low << " to " << high << " ("
            << (value < low ? value / low : value / high) << " times its nearest end). " << listed->reason);
  }
  CHECK_FALSE(inside);  // a band that is met again leaves the list
}

}  // namespace testing

TEST_CASE("at most three published bands are missed, each with its reason") {
  CHECK(testing::known_misses().size() <= 3);
  for (const auto& miss : testing::known_misses()) CHECK(std::string(miss.reason).size() > 40);
}
