#include "sim/lobule/first_pass.hpp"

#include "sim/lobule/sums.hpp"

namespace cellroute::lobule {

FirstPass first_pass(Perfused& perfused, const Kinetics& kinetics, const Zoning& zoning,
                     const FreeSites& free, LobuleEntry entry, const numerics::ExchangeOptions& options) {
  const std::size_t n = kinetics.cells();
  const int classes = kinetics.classes();
  std::vector<double> sink(n * classes), source(n * classes, 0.0), c(n * classes, 0.0);
  for (int k = 0; k < classes; ++k) {
    perfused.enter(entry, 1, {source.data() + k * n, n});
    for (std::size_t i = 0; i < n; ++i)
      sink[k * n + i] = kinetics.sinks(k, i, perfused.encounter(), free.trap[i], free.adhesion[i]).all();
  }
  const numerics::ImplicitReport report = perfused.transport().solve_steady(sink, source, c, options);
  const std::span<const double> taken = perfused.transport().fitted();

  FirstPass pass;
  pass.flows = true;
  pass.passed = report.left;
  for (int k = 0; k < classes; ++k) {
    const auto by_zone = ordered_sums<2 * zones + 1>(n, [&](std::size_t i, auto& sum) {
      const std::size_t j = k * n + i;
      if (!(sink[j] > 0)) return;
      const Sinks s = kinetics.sinks(k, i, perfused.encounter(), free.trap[i], free.adhesion[i]);
      const double cleared = taken[j] / sink[j] * c[j];
      for (int z = 0; z < zones; ++z) {
        sum[z] += zoning.share[z][i] * s.strained * cleared;
        sum[zones + z] += zoning.share[z][i] * s.stuck * cleared;
      }
      sum[2 * zones] += s.lost * cleared;
    });
    pass.strained.push_back({by_zone[0], by_zone[1], by_zone[2]});
    pass.stuck.push_back({by_zone[3], by_zone[4], by_zone[5]});
    pass.lost.push_back(by_zone[2 * zones]);
  }
  return pass;
}

}  // namespace cellroute::lobule
