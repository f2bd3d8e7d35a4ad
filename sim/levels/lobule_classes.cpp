#include "sim/levels/lobule_classes.hpp"

#include <algorithm>

#include "models/cells/classes.hpp"

namespace cellroute::levels {

LobuleCase bare_lobule_case(const BodyCase& body_case) {
  LobuleCase one;
  one.parameters = body_case.parameters;
  one.host = body_case.host;
  one.horizon = body_case.horizon;
  one.output_times = body_case.output_times;
  const Product& product = body_case.parameters.product;
  for (const CellClass& each : cell_classes(product, body_case.numerics.size_classes))
    one.inflow.classes.push_back({each.slice, each.cells_per_particle, false});
  if (product.viable_fraction < 1) one.inflow.classes.push_back({whole_distribution(product), 1, true});
  return one;
}

std::vector<double> infusion_events(const BodyCase& body_case) {
  std::vector<double> events;
  for (const Infusion& infusion : body_case.regimen)
    for (const double time : {infusion.start, infusion.start + infusion.duration})
      if (time <= body_case.horizon) events.push_back(time);
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());
  return events;
}

std::vector<double> by_class(const LobuleInflow& inflow, int carriers,
                             const std::function<double(int carrier)>& number) {
  const std::size_t classes = inflow.classes.size();
  const bool dead = inflow.classes.back().dead;
  const std::size_t living = classes - (dead ? 1 : 0);
  std::vector<double> sums(classes, 0.0);
  for (int p = 0; p + 1 < carriers; ++p) sums[static_cast<std::size_t>(p) % living] += number(p);
  if (dead) sums.back() = number(carriers - 1);
  return sums;
}

}  // namespace cellroute::levels
