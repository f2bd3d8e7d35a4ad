// What a table takes from the blood of its condition at rest.
#include <cmath>

#include "models/circulation/resting.hpp"
#include "models/lobule/closure.hpp"

namespace cellroute {

namespace {

double to_step(double x, double step) { return std::round(x / step) * step; }

}  // namespace

ClosureBlood closure_blood(const Parameters& parameters) {
  const circulation::Resting rest = circulation::resting_state(parameters, {1.0});
  const double* flow = rest.state.flow;
  const double portal = flow[circulation::flow_of(0, circulation::venule)],
               arterial = flow[circulation::flow_of(0, circulation::arteriole)];
  const Liver& liver = parameters.liver;
  const Lobule& lobule = parameters.lobule;
  const double inflow = (portal + arterial) / liver.volume;  // [1/s]
  ClosureBlood blood;
  blood.arterial_share = to_step(arterial / (portal + arterial), ClosureBlood::share_step);
  blood.diffusion =
      to_step(liver.blood.sinusoids * lobule.dispersion.molecular / (inflow * lobule.side * lobule.side),
              ClosureBlood::diffusion_step);
  return blood;
}

}  // namespace cellroute
