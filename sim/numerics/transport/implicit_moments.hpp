// Transit times of a block, from moments of the transport equation: no tracer has to be followed.
//
//     A m0 = b,   A m1 = phi V m0,   A m2 = 2 phi V m1,        M_j = sum over outlets of Q m_j
//     mean = M1/M0,   CV^2 = M2 M0/M1^2 - 1
//
// m1/m0 is the mean age of what is in a cell. The mean remaining time solves the adjoint equation, which
// is the mean age in the reversed flow.
#pragma once

#include <span>
#include <vector>

#include "sim/numerics/transport/implicit.hpp"

namespace cellroute::numerics {

struct TransitMoments {
  double mean = 0;                // [s] transit time, averaged over what leaves
  double cv2 = 0;                 // variance of the transit time over the square of its mean
  std::vector<double> age;        // [s] by cell; 0 where nothing arrives
  std::vector<double> remaining;  // [s] by cell until leaving; 0 where no blood passes
};

/// All but `remaining`, which is left empty. `forward` is the transport by this carrier; `entering` as
/// below.
TransitMoments transit_moments(const Carrier& carrier, ImplicitTransport& forward,
                               std::span<const double> entering = {}, const ExchangeOptions& options = {});

/// The mean remaining time alone.
std::vector<double> remaining_times(const Carrier& carrier, const DispersionLaw& law,
                                    std::span<const double> factor = {}, const Faces* open = nullptr,
                                    const ExchangeOptions& options = {});

/// For cells that enter at rates `entering` [cells/s into each cell]; empty: as the wells' inflow, all
/// blood. Then mean = pore volume / flow whatever the geometry (central volume theorem). The rest as in
/// ImplicitTransport. Throws std::invalid_argument when nothing enters, and what solve_steady throws.
TransitMoments transit_moments(const Carrier& carrier, const DispersionLaw& law,
                               std::span<const double> entering = {}, std::span<const double> factor = {},
                               const Faces* open = nullptr, const ExchangeOptions& options = {});

}  // namespace cellroute::numerics
