// The closure's arithmetic: weights and arrests are each other's inverse, between knots lines are straight.
#include "models/lobule/closure.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace cellroute;

namespace {

LobuleClosure small() { return {"test", {{0, 1}, {{{0, 2}, {0, 1}, {0, 4}}}}}; }

}  // namespace

TEST_CASE("weights give back the shares they were made from") {
  const ClosureNumbers numbers{1.2, 0.4, 0.8};
  const std::array<std::array<double, 3>, arrest_laws> per_number{
      {{0.3, 0.1, 0.05}, {0.25, 0.08, 0.06}, {0.1, 0.09, 0.02}}};
  for (const auto entry : {LobuleEntry::portal, LobuleEntry::central}) {
    LobuleClosure closure = small();
    const auto weights = closure_weights(entry, numbers, per_number);
    for (auto& values : closure.values())
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = weights[i % LobuleClosure::weights];
    const ZoneArrests arrests = closure.arrests(entry, 0.3, numbers);
    double passed = 1;
    for (int law = 0; law < arrest_laws; ++law)
      for (int z = 0; z < 3; ++z) {
        CHECK(arrests.stopped[law][z] == Approx(numbers[law] * per_number[law][z]).epsilon(1e-12));
        passed -= arrests.stopped[law][z];
      }
    CHECK(arrests.passed == Approx(passed).epsilon(1e-12));
  }
}

TEST_CASE("without arrest nothing stops, and the weights still say where the next would") {
  const std::array<std::array<double, 3>, arrest_laws> per_number{
      {{0.5, 0.3, 0.2}, {0.5, 0.3, 0.2}, {0.4, 0.3, 0.3}}};
  const auto weights = closure_weights(LobuleEntry::portal, {0, 0, 0}, per_number);
  for (int law = 0; law < arrest_laws; ++law)
    for (int z = 0; z < 3; ++z) CHECK(weights[law * 3 + z] == Approx(per_number[law][z]));
  CHECK(small().arrests(LobuleEntry::portal, 0, {0, 0, 0}).passed == 1);
}

TEST_CASE("between knots weights follow straight lines, beyond them they stay") {
  LobuleClosure closure = small();
  auto& values = closure.values()[0];
  const auto& axes = closure.axes();
  for (std::size_t d = 0; d < 2; ++d)
    for (std::size_t s = 0; s < 2; ++s)
      for (std::size_t f = 0; f < 2; ++f)
        for (std::size_t a = 0; a < 2; ++a)
          for (int w = 0; w < LobuleClosure::weights; ++w)
            values[closure.knot(d, s, f, a) * LobuleClosure::weights + w] =
                w + axes.dial[d] + 10 * axes.number[0][s] + 100 * axes.number[1][f] +
                1000 * axes.number[2][a];
  const auto at = [&](double dial, const ClosureNumbers& numbers) {
    return closure.at(LobuleEntry::portal, dial, numbers)[4];
  };
  CHECK(at(0.25, {0.7, 0.3, 1.5}) == Approx(4 + 0.25 + 7 + 30 + 1500));
  CHECK(at(0, {0, 0, 0}) == 4);
  CHECK(at(7, {9, 9, 9}) == Approx(4 + 1 + 20 + 100 + 4000));
}
