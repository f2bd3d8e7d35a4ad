// What happens to the cells of one class at one place of the lobule: the states of the body's beds.
//
//     dT1/dt = phi F_T - (k1 + a + l_T) T1,       dT2/dt likewise with 1 - phi and k2
//     dA/dt  = F_A + a (T1 + T2) - (k_off + k_mig + l_A) A
//     dH/dt  = k_mig A - l_H H
//     dX/dt  = s (l_T (T1 + T2) + l_A A + l_H H) - k_clr X        dead, lodged
//     dC/dt  = k1 T1 + k2 T2 + k_off A - (F_T + F_A)/C C - l_C C  in blood, without transport
//
// with a = k_adh times ligand times free sites. Where the body extracts a share of what passes a tank,
// a place takes a share per length of way,
//
//     F_T = lambda_T g_T |q| V c,  lambda_T = -ln(1 - Em)/L;   F_A = (lambda_A |q| + kappa phi) g_A ligand V
//     c
//
// so that both stop the same share over a whole sinusoid. Blood pulls at adherent cells and may shorten
// their bonds' life,
//
//     k_off = k_off,0 exp(F/F_b),   F = 1.7005 6 pi tau a^2,   tau = |grad p| d/4
//
// (G. I. Bell, Science 200:618, 1978; F on a sphere of radius a at a wall, A. J. Goldman, R. G. Cox and H.
// Brenner, Chem. Eng. Sci. 22:653, 1967; tau the mean shear stress on the wall of a vessel of diameter d, by
// the balance of forces on its blood). Dead cells of the dose are strained, lodge
// and are cleared, in blood too.
#pragma once

#include <array>

#include "models/cells/product.hpp"
#include "models/cells/tissue.hpp"
#include "models/lobule/inflow.hpp"
#include "models/therapy/infusion.hpp"

namespace cellroute {

/// Rates of a class, all sites free, ligand 1 [1/s unless said].
struct LocalRates {
  double straining = 0;  // [1/m] lambda_T
  double filter = 0;     // [1/m] lambda_A, with the bed's ligand
  double adhesion = 0;   // kappa, with the bed's ligand
  double settling = 0;   // k_adh, with the bed's ligand
  double fast_share = 0;
  double release_fast = 0, release_slow = 0, detachment = 0, migration = 0;
  double loss_blood = 0, loss_trapped = 0, loss_adherent = 0, loss_homed = 0;
  double lodged_share = 0, clearance = 0;
  double pull = 0;    // [1/Pa] F/F_b of an adherent cell over the shear stress on the wall; 0: no Bell's law
  double weight = 0;  // sites, and sinusoids, that one trapped or lodged cell takes
  bool dead = false;
};

/// @param sinusoids the bed; its Em is the class's mean over the whole path of `path_length`
LocalRates local_rates(const Product& product, const Tissue& sinusoids, Host host, const LobuleClass& of);

/// F [N] on a cell of this diameter [m] that holds on to a wall with this shear stress [Pa].
double wall_force(double diameter, double wall_shear);

/// k_off [1/s] at a shear stress [Pa]; at most 1/s (or k_off itself), since such a cell does not stay.
double detachment_at(const LocalRates& rates, double wall_shear);

/// A bed that stops all but this share over a whole path stops everything: lambda_T stays finite.
inline constexpr double least_passing = 1e-16;

enum LocalState { in_blood, trapped_fast, trapped_slow, adherent, homed, lodged, lost, local_states };
using LocalCells = std::array<double, local_states>;
using LocalMatrix = std::array<LocalCells, local_states>;  // dy/dt = M y, M[to][from]

/// What a place does to a class [1/s].
struct LocalPlace {
  double straining = 0;  // F_T/C
  double sticking = 0;   // F_A/C
  double settling = 0;   // a
};

/// Blood, trapped, adherent, homed and lost cells are conserved; lodged cells are part of the lost.
/// For a class of dead cells `lost` are those that macrophages cleared, and the lodged are conserved.
LocalMatrix local_matrix(const LocalRates& rates, const LocalPlace& place);

/// exp(M t) y + int_0^t exp(M s) ds source, by uniformisation: a sum of terms that are not negative, so
/// every entry is exact to rounding in itself, and nothing turns negative.
LocalCells advance(const LocalMatrix& matrix, double t, const LocalCells& y, const LocalCells& source = {});

}  // namespace cellroute
