// The plan of a pass, and the choice of its instruction set.
#include "sim/numerics/transport/explicit_kernel.hpp"

namespace cellroute::numerics {

PassPlan::PassPlan(const Carrier& carrier)
    : nx(carrier.grid.cells[0]),
      ny(carrier.grid.cells[2] > 1 ? carrier.grid.cells[1] : 1),
      planes(carrier.grid.cells[2] > 1 ? carrier.grid.cells[2] : carrier.grid.cells[1]),
      periodic_x(carrier.grid.periodic[0]),
      periodic_y(carrier.grid.cells[2] > 1 && carrier.grid.periodic[1]),
      flux_x(carrier.flux[0].data()) {
  const int outer = carrier.grid.cells[2] > 1 ? 2 : 1;
  periodic_planes = carrier.grid.periodic[outer] && planes > 1;
  flux_planes = carrier.flux[outer].data();
  flux_y = carrier.flux[outer == 2 ? 1 : 2].data();  // of zeros where a plane is one row
  for (const double volume : carrier.pore_volume) per_volume.push_back(1 / volume);
  const std::size_t rows = static_cast<std::size_t>(ny) * static_cast<std::size_t>(planes);
  first_well.reserve(rows + 1);
  for (std::size_t c = 0; c < carrier.grid.size(); ++c) {
    if (c % static_cast<std::size_t>(nx) == 0) first_well.push_back(static_cast<int>(wells.size()));
    if (carrier.inflow[c] > 0 || carrier.outflow[c] > 0)
      wells.push_back({static_cast<int>(c), carrier.inflow[c], carrier.outflow[c]});
  }
  first_well.push_back(static_cast<int>(wells.size()));
}

std::size_t PassPlan::memory() const {
  return 3 * plane_size() + 10 * static_cast<std::size_t>(nx + 2) + 13 * (scratch_gap + 16);
}

void explicit_pass(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps,
                   double* memory) {
  static const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
                           __builtin_cpu_supports("avx512cd");
  (wide ? explicit_pass_avx512 : explicit_pass_base)(plan, limiter, fields, steps, memory);
}

void explicit_pass_base(const PassPlan& plan, Limiter limiter, const PassFields* fields, int steps,
                        double* memory) {
  pass(plan, limiter, fields, steps, memory);
}

}  // namespace cellroute::numerics
