// From measured resting quantities to the conductances of the network.
//
// Pressure drops of the liver are measured quantities of the condition: P_hv = RAP + hepatic vein
// drop, P_sinusoid = P_hv + HVPG, P_portal = P_sinusoid + presinusoidal drop, P_splenic = P_portal +
// splenic drop. The organs' conductances come from the healthy species,
// G_i = x_i CO / (MAP - P_out,i) / resistance factor, with P_out the outlet pressure of the resolved
// state. Cardiac output then fixes the arterial pressure,
//
//     P_a = (CO + sum G_i P_out,i) / sum G_i                                                    (C3)
//
// and with it every flow; shunts are shares of those flows, so each remaining conductance is flow
// over drop. R_pre = (PVP - WHVP)/Q_PV and R_post = (WHVP - FHVP)/Q_liver in the usual terms.
#pragma once

#include <string>
#include <vector>

#include "models/circulation/network.hpp"
#include "models/parameters.hpp"

namespace cellroute::circulation {

struct Resting {
  Network<double> network{};
  State<double> state{};       // the solved resting state
  double closure_to_rest = 0;  // share of cardiac output added to "rest" so that flows close
};

/// Problems of a set of flows that does not close (more than 1 % of cardiac output), in words.
std::vector<std::string> check_closure(const Parameters& parameters);

/// @param shares volume share of each territory; they sum to 1
/// Flows must close (check_closure is empty).
Resting resting_state(const Parameters& parameters, const std::vector<double>& shares);

}  // namespace cellroute::circulation
