// The time step of the liver level: two implicit stages with one matrix, second order, L-stable.
//
//     (I - g dt A) Y1 = y + g dt s,     (I - g dt A) Y2 = y + (1 - g) dt f1 + g dt s,    f = A Y + s
//     g = 1 - 1/sqrt 2,   the end of the step is Y2
//
// so that whatever runs at a rate q(Y) has moved dt ((1 - g) q(Y1) + g q(Y2)) over the step, exactly.
// Source: R. Alexander, SIAM J. Numer. Anal. 14:1006 (1977), doi:10.1137/0714068.
#pragma once

namespace cellroute::liver::sdirk2 {

inline constexpr double gamma = 0.29289321881345247560;  // 1 - 1/sqrt 2
inline constexpr double weight[2] = {1 - gamma, gamma};
inline constexpr double time[2] = {gamma, 1};  // of the stages, in steps

}  // namespace cellroute::liver::sdirk2
