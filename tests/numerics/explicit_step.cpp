// The explicit step: balance, sign, bits, refusals, and exact local exchange.
#include "sim/numerics/transport/explicit_step.hpp"

#include <omp.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/numerics/flows.hpp"

using namespace cellroute::numerics;
using testing::column;
using testing::random_flow;
using testing::Uniform;

namespace {

const Grid flat = {{33, 29, 1}, {1, 2, 1}, {false, true, false}};
// Large enough to be worth threads.
const Grid wide = {{128, 96, 1}, {1, 2, 1}, {false, true, false}};
const Grid cube = {{24, 21, 26}, {1, 1, 2}, {true, false, true}};
const Grid deep = {{13, 11, 18}, {1, 1, 2}, {true, false, true}};

struct Case {
  Carrier carrier;
  std::vector<double> c, trapped, arrest, release, inlet = {3, 0, 1000};

  Case(const Grid& grid, std::uint64_t seed) : carrier(random_flow(grid, 2, 3, seed)) {
    Uniform uniform(seed + 1);
    for (std::size_t i = 0; i < 3 * grid.size(); ++i) {
      c.push_back(uniform() < 0.5 ? 0 : 10 * uniform());
      trapped.push_back(uniform());
      arrest.push_back(uniform() < 0.3 ? 0 : uniform());
      release.push_back(0.1 * uniform());
    }
  }
  double held(int species) const {
    double sum = 0;
    const std::size_t cells = carrier.grid.size();
    for (std::size_t i = 0; i < cells; ++i)
      sum += carrier.pore_volume[i] * (c[species * cells + i] + trapped[species * cells + i]);
    return sum;
  }
};

}  // namespace

TEST_CASE("Explicit steps keep every cell, and nothing turns negative, at the largest possible step") {
  for (const Grid& grid : {flat, deep})
    for (const Limiter limiter : {Limiter::monotonized_central, Limiter::van_leer}) {
      Case wanted(grid, 41);
      double before[3];
      for (int k = 0; k < 3; ++k) before[k] = wanted.held(k);
      ExplicitTransport transport(wanted.carrier, limiter);
      const ExplicitInput input = {40, transport.largest_step(), wanted.inlet, wanted.arrest, wanted.release};
      const auto balances = transport.run(3, input, wanted.c, wanted.trapped);
      for (int k = 0; k < 3; ++k) {
        const double input_cells = before[k] + balances[k].entered;
        CHECK(std::fabs(wanted.held(k) - input_cells + balances[k].left) < 1e-13 * input_cells);
        CHECK(balances[k].entered == Approx(40 * transport.largest_step() * wanted.inlet[k]));  // 1 m3/s
      }
      CHECK(*std::min_element(wanted.c.begin(), wanted.c.end()) >= 0);
      CHECK(*std::min_element(wanted.trapped.begin(), wanted.trapped.end()) >= 0);
    }
}

TEST_CASE("Blood of one concentration stays so") {
  for (const Grid& grid : {flat, deep}) {
    const Carrier carrier = random_flow(grid, 2, 3, 43);
    ExplicitTransport transport(carrier);
    std::vector<double> c(grid.size(), 7);
    const std::vector<double> inlet = {7};
    transport.run(1, {50, transport.largest_step(), inlet, {}, {}}, c);
    double worst = 0;
    for (const double x : c) worst = std::max(worst, std::fabs(x - 7));
    CHECK(worst < 1e-9);  // flow balances to the tolerance of its pressure
  }
}

TEST_CASE("Explicit steps have the same bits for one, two and four threads") {
  const int threads_before = omp_get_max_threads();
  for (const Grid& grid : {wide, cube}) {
    const Case original(grid, 47);
    std::vector<double> first, first_trapped;
    double first_left = 0;
    for (const int threads : {1, 2, 4}) {
      omp_set_num_threads(threads);
      Case wanted = original;
      ExplicitTransport transport(wanted.carrier);
      const double left =
          transport
              .run(3, {7, transport.largest_step(), wanted.inlet, wanted.arrest, wanted.release}, wanted.c,
                   wanted.trapped)[0]
              .left;
      if (threads == 1) {
        first = wanted.c;
        first_trapped = wanted.trapped;
        first_left = left;
      }
      CHECK(wanted.c == first);
      CHECK(wanted.trapped == first_trapped);
      CHECK(left == first_left);
    }
  }
  omp_set_num_threads(threads_before);
}

TEST_CASE("Steps taken together are the steps taken one by one") {
  Case together(flat, 53), single(flat, 53);
  ExplicitTransport transport(together.carrier);
  const double dt = transport.largest_step() / 2;
  transport.run(3, {6, dt, together.inlet, together.arrest, together.release}, together.c, together.trapped);
  for (int s = 0; s < 6; ++s)
    transport.run(3, {1, dt, single.inlet, single.arrest, single.release}, single.c, single.trapped);
  double worst = 0;
  for (std::size_t i = 0; i < single.c.size(); ++i)
    worst = std::max(
        {worst, std::fabs(single.c[i] - together.c[i]), std::fabs(single.trapped[i] - together.trapped[i])});
  CHECK(worst < 1e-11);
}

TEST_CASE("Arrest and release without flow are exact") {
  Carrier still = column(std::vector<double>(3, 2.0), 1, 1);
  still.flux[0] = {0, 0, 0};
  still.inflow = still.outflow = {0, 0, 0};
  ExplicitTransport transport(still);
  CHECK(std::isinf(transport.largest_step()));
  std::vector<double> c = {4, 4, 4}, trapped = {1, 1, 1};
  const std::vector<double> arrest = {0.5, 1e-7, 0}, release = {0.25, 0, 0};
  transport.run(1, {5, 0.4, {}, arrest, release}, c, trapped);
  const double rest = 5 * 0.25 / 0.75;  // of 5, at balance
  CHECK(c[0] == Approx(rest + (4 - rest) * std::exp(-0.75 * 2)).epsilon(1e-13));
  CHECK(trapped[1] == Approx(1 + 4 * 2e-7).epsilon(1e-12));
  CHECK(c[2] == 4);
}

TEST_CASE("X2: an explicit run with the flow turned round is the mirror, bit for bit") {
  const int n = 67;
  Uniform uniform(3);
  std::vector<double> volume(n), c(n), trapped(n, 0), arrest(n), release(n);
  for (int i = 0; i < n; ++i) {
    volume[i] = 1 + uniform();
    c[i] = uniform();
    arrest[i] = uniform();
    release[i] = uniform();
  }
  const auto reversed = [](std::vector<double> v) {
    std::reverse(v.begin(), v.end());
    return v;
  };
  std::vector<double> mirror = reversed(c), mirror_trapped(n, 0);
  const std::vector<double> inlet = {2}, mirror_arrest = reversed(arrest), mirror_release = reversed(release);
  ExplicitTransport forth(column(volume, 1, 3)), back(column(reversed(volume), 1, -3));
  forth.run(1, {30, 0.13, inlet, arrest, release}, c, trapped);
  back.run(1, {30, 0.13, inlet, mirror_arrest, mirror_release}, mirror, mirror_trapped);
  CHECK(reversed(mirror) == c);
  CHECK(reversed(mirror_trapped) == trapped);
}

TEST_CASE("An explicit step that cannot be taken is refused with the largest possible one") {
  ExplicitTransport transport(column({2, 1, 4}, 1, 4));
  CHECK(transport.largest_step() == Approx(0.41 / 4));
  std::vector<double> c(3), trapped(3), arrest = {0, -1, 0};
  CHECK_THROWS_WITH(transport.run(1, {1, 0.2, {}, {}, {}}, c),
                    Catch::Contains("dt is 0.2 s, and the largest possible step is 0.1025 s"));
  CHECK_THROWS_WITH(transport.run(1, {1, 0, {}, {}, {}}, c), Catch::Contains("must be above 0"));
  CHECK_THROWS_WITH(transport.run(1, {1, 0.1, {}, arrest, {}}, c, trapped), Catch::Contains("arrest"));
  CHECK_THROWS_WITH(transport.run(1, {1, 0.1, {}, arrest, {}}, c), Catch::Contains("trapped has 0 numbers"));
}

TEST_CASE(
    "The explicit step has the same bits in 256-bit and in 512-bit registers, one by one and together") {
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512dq"))
    return;
  for (const Grid& grid : {Grid{{33, 29, 1}, {1, 2, 1}, {true, false, false}},
                           Grid{{13, 11, 18}, {1, 1, 2}, {true, true, false}}})
    for (const Limiter limiter : {Limiter::monotonized_central, Limiter::van_leer}) {
      Case wide(grid, 59), base(grid, 59);
      const PassPlan plan(wide.carrier);
      const double dt = ExplicitTransport(wide.carrier).largest_step();
      std::vector<double> memory(5 * plan.memory());
      std::vector<double> out(plan.wells.size(), 0), out_together(plan.wells.size(), 0);
      // Arrest and release stand for the shares exchanged.
      const auto fields = [&](Case& of, std::vector<double>& left) {
        return PassFields{of.c.data(),
                          of.trapped.data(),
                          of.arrest.data(),
                          of.release.data(),
                          nullptr,
                          nullptr,
                          nullptr,
                          nullptr,
                          0,
                          plan.planes,
                          0,
                          dt,
                          3,
                          left.data()};
      };
      const PassFields one = fields(base, out);
      for (int s = 0; s < 5; ++s) explicit_pass_base(plan, limiter, &one, 1, memory.data());
      const std::vector<PassFields> five(5, fields(wide, out_together));
      explicit_pass_avx512(plan, limiter, five.data(), 5, memory.data());  // and taken together
      CHECK(wide.c == base.c);
      CHECK(wide.trapped == base.trapped);
      CHECK(out == out_together);
    }
}
