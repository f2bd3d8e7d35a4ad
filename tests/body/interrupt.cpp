// A run that is asked to stop does so before its next step; what was done until then stands.
#include <atomic>
#include <catch2/catch.hpp>

#include "sim/body/simulate.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;

TEST_CASE("asked to stop, cases under way end where they are, later ones never begin, earlier ones stand") {
  testing::Written written;
  written.horizon = "1 d";
  written.times = "[1 h, 1 d]";
  const std::vector<BodyCase> cases(12, testing::body_case(written));
  const auto whole = body::simulate(cases, 1);
  std::atomic<int> asked{0};
  body::simulate(cases, 1, [&] { return ++asked < 0; });
  const int all = asked;
  REQUIRE(all > 40);  // two sets of lanes, each asking before every step

  for (const int limit : {0, 10, 3 * all / 4}) {
    INFO("stopped after " << limit << " of " << all);
    asked = 0;
    const auto cut = body::simulate(cases, 1, [&] { return ++asked > limit; });
    CHECK(asked <= limit + 12);
    int done = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (cut[i].failure.empty()) {
        ++done;
        CHECK(testing::same_bits(testing::flatten(cut[i].result), testing::flatten(whole[i].result)));
      } else {
        CHECK_THAT(cut[i].failure, Catch::Contains("interrupted"));
      }
    }
    CHECK(done == (limit > all / 2 ? 8 : 0));
  }
}
