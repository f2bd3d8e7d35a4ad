// Outcomes handed over as they come are those that are collected, whatever is watched.
#include <atomic>
#include <catch2/catch.hpp>
#include <mutex>

#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

namespace {

/// Cases of two shapes, one of which cannot be run.
std::vector<BodyCase> mixed_cases() {
  testing::Written written;
  written.label = "in111_oxine";
  written.horizon = "1 d";
  written.times = "[1 h, 1 d]";
  std::vector<BodyCase> cases;
  for (int i = 0; i < 90; ++i) {
    cases.push_back(testing::body_case(written));
    cases.back().regimen[0].cells *= 1 + 0.01 * i;
    if (i % 3 == 0) cases.back().numerics.size_classes = 1;
  }
  cases[13].horizon = 0;  // cannot be run
  return cases;
}

}  // namespace

TEST_CASE("every case is handed over once, with the bits of the collected result") {
  const std::vector<BodyCase> cases = mixed_cases();
  const std::vector<body::Outcome> collected = body::simulate(cases, 1);
  REQUIRE_FALSE(collected[13].failure.empty());
  for (const int threads : {1, 2}) {
    std::vector<int> taken(cases.size(), 0);
    std::mutex guard;
    body::simulate(cases, threads, [&](std::size_t i, body::Outcome& outcome) {
      const std::lock_guard<std::mutex> lock(guard);
      ++taken[i];
      CHECK(outcome.failure == collected[i].failure);
      if (outcome.failure.empty())
        CHECK(testing::same_bits(testing::flatten(outcome.result), testing::flatten(collected[i].result)));
    });
    CHECK(taken == std::vector<int>(cases.size(), 1));
  }
}

TEST_CASE("what is not watched is empty, and what is watched keeps its bits") {
  std::vector<BodyCase> cases = mixed_cases();
  cases.erase(cases.begin() + 13);
  const std::vector<body::Outcome> all = body::simulate(cases, 1);
  const body::Watch cells_alone{true, false, false, false};
  body::simulate(
      cases, 1,
      [&](std::size_t i, body::Outcome& outcome) {
        const body::BodyResult &few = outcome.result, &full = all[i].result;
        REQUIRE(outcome.failure.empty());
        CHECK(few.hemodynamics.portal_pressure.empty());
        CHECK(few.sinusoid_inflow.front().portal.data.empty());
        CHECK(few.balance.living.data.empty());
        CHECK(few.balance.worst_cells < 1e-12);
        CHECK(few.balance.worst_label < 1e-12);
        for (std::size_t o = 0; o < full.organs.size(); ++o) {
          CHECK(few.organs[o].name == full.organs[o].name);
          CHECK(few.organs[o].label.living.empty());
          CHECK(few.organs[o].cells.trapped.data == full.organs[o].cells.trapped.data);
          CHECK(few.organs[o].cells.homed.data == full.organs[o].cells.homed.data);
          CHECK(few.organs[o].living_time == full.organs[o].living_time);
        }
        for (std::size_t z = 0; z < full.zones.size(); ++z) {
          CHECK(few.zones[z].kupffer_contact == full.zones[z].kupffer_contact);
          CHECK(few.zones[z].cells.adherent.data == full.zones[z].cells.adherent.data);
        }
      },
      {}, cells_alone);
}

TEST_CASE("cases that never begin are handed over too") {
  const std::vector<BodyCase> cases = mixed_cases();
  std::atomic<int> taken{0}, whole{0};
  body::simulate(
      cases, 2,
      [&](std::size_t, body::Outcome& outcome) {
        ++taken;
        whole += outcome.failure.empty() ? 1 : 0;
      },
      [&] { return whole >= 8; });
  CHECK(taken == static_cast<int>(cases.size()));
  CHECK(whole < static_cast<int>(cases.size()));
}
