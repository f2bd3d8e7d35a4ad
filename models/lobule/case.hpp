// Everything a lobule simulation needs, in SI and plain data.
#pragma once

#include <vector>

#include "models/lobule/inflow.hpp"
#include "models/lobule/numerics.hpp"
#include "models/parameters.hpp"
#include "models/therapy/infusion.hpp"

namespace cellroute {

/// How circulating cells follow the inflow. Either way they are stepped implicitly, so that their
/// storage is never lost; quasi-steady steps may be longer than a transit, transient steps may not.
enum class LobuleTransport { quasi_steady, transient };

/// How a run is stepped: numerical settings, so they have defaults.
struct LobuleStepping {
  LobuleTransport transport = LobuleTransport::quasi_steady;
  double tolerance = 1e-4;         // error of a step in the slow states, share of the cells infused
  double first_step = 1;           // [s] after the start and after every event
  double longest_step = 86400;     // [s]
  double transient_step = 0.1;     // [1] of the mean transit time: longest step of the transient mode
  double transient_span = 20;      // [1] mean transit times after an event in which it is kept
  double linear_tolerance = 1e-6;  // residual of circulating cells, share of the dose
  bool plugging = true;            // lodged cells lower the permeability
  double flow_tolerance = 0.02;    // relative change of a permeability or flow that asks for a new flow
};

struct LobuleCase {
  Parameters parameters;  // product, liver and lobule
  LobuleInflow inflow;
  double pressure_drop = unset;  // [Pa] sinusoidal, portal venules to central vein, at the resting flow
  /// [1/s] entering at rest per liver volume; unset: the first flow of the inflow is that at rest.
  double resting_portal_flow = unset, resting_arterial_flow = unset;
  Host host = Host::allogeneic;
  double horizon = unset;            // [s]
  std::vector<double> output_times;  // [s], ascending, within the horizon
  LobuleNumerics numerics;
  LobuleStepping stepping;
};

}  // namespace cellroute
