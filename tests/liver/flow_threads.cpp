// The same bits for any number of threads.
#include <catch2/catch.hpp>
#include <cstring>

#include "sim/numerics/threads.hpp"
#include "tests/liver/flow_builders.hpp"

namespace {

using namespace cellroute;
using namespace cellroute::testing;

bool equal(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

bool equal(const LiverPerfusion& a, const LiverPerfusion& b) {
  bool same = a.port_flow == b.port_flow && equal(a.voxel_pressure, b.voxel_pressure);
  for (std::size_t k = 0; k < tree_kinds; ++k) {
    same = same && equal(a.segment_flow[k], b.segment_flow[k]) && equal(a.voxel_flow[k], b.voxel_flow[k]) &&
           equal(a.segment_pressure[k], b.segment_pressure[k]) && equal(a.lateral_flow[k], b.lateral_flow[k]);
  }
  return same;
}

TEST_CASE("Flows have the same bits for any number of threads") {
  const Case c = random_case(ellipsoid({40, 34, 30}, 3e-3), {400, 600, 500}, 51);
  const std::size_t n = c.liver.voxels.size();
  REQUIRE(n > 20000);  // enough to be shared among threads
  FieldPerTree g;
  for (std::size_t k = 0; k < tree_kinds; ++k) g[k] = random_numbers(n, 1e-13, 1e-12, 60 + k);
  const int before = numerics::threads_in_use();
  for (const double mobility : {0.0, 1e-11, 1e-8}) {
    CAPTURE(mobility);
    LiverPerfusion one;
    for (const int threads : {1, 2, 4}) {
      CAPTURE(threads);
      numerics::use_threads(threads);
      liver::LiverFlow flow = c.flow();
      flow.set_voxels(g[0], g[1], g[2]);
      flow.set_interlobular(mobility);
      flow.solve({1e-5, 1000});
      const LiverPerfusion p = flow.perfusion(resting_ports);
      if (threads == 1) one = p;
      CHECK(equal(p, one));
    }
  }
  numerics::use_threads(before);
}

}  // namespace
