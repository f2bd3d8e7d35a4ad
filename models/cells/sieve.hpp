// The sieve of a capillary bed: which cells are stopped in one pass.
//
// A bed is one or two parallel paths. Each path is a series of n constrictions whose diameters are
// log-normal with median m and geometric standard deviation sg. A cell of diameter d and
// deformability beta (a rigid particle has beta = 1) is stopped by one constriction with
//
//     p(d) = Phi( ln(beta d / m) / ln sg )                                              (S1)
//
// and by the whole path with 1 - (1 - p)^n. A size class is a slice of the product's log-normal
// diameter distribution, and its extraction is the mean of (S1) over the slice, not its value at
// the class median (which can be off by a factor of two):
//
//     Em_k = < 1 - (1 - p(d))^n >_k ,  averaged over the paths by their flow share       (S2)
//
// Only beta d/m enters, so beta is identified from products and m from rigid spheres; n trades with
// sg and is fixed by convention.
#pragma once

#include "models/parameter.hpp"

namespace cellroute {

struct Sieve {
  double diameter = unset;       // [m]
  double geometric_sd = unset;   // [1]
  double constrictions = unset;  // [count]
  double wide_share = unset;     // [1]
  double wide_diameter = unset;  // [m]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("diameter", self.diameter,
          Spec{"m", 1e-7, 1e-2, "Median diameter of the constrictions of the narrow path."});
    visit("geometric_sd", self.geometric_sd,
          Spec{"1", 1.001, 5, "Geometric standard deviation of the constriction diameters."});
    visit("constrictions", self.constrictions,
          Spec{"count", 0, 1000, "Constrictions a cell meets in series in one pass; 0 is an open bed."});
    visit("wide_share", self.wide_share,
          Spec{"1", 0, 1, "Share of the bed's flow through the wide path (thoroughfare channels)."});
    visit("wide_diameter", self.wide_diameter,
          Spec{"m", 1e-7, 1e-2, "Median diameter of the constrictions of the wide path."});
  }
};

/// A slice of a log-normal diameter distribution: the quantiles between `lower` and `upper` of
/// ln N(ln median, ln gsd). `scale` multiplies every diameter (deformability, aggregates).
struct DiameterSlice {
  double median = unset;        // [m]
  double geometric_sd = unset;  // [1], 1 is a single diameter
  double lower = 0;             // quantile in [0, 1)
  double upper = 1;             // quantile in (lower, 1]
};

/// (S1): chance [1] that one constriction of median `m` [m] and geometric s.d. `sg` stops a rigid
/// sphere of effective diameter `d` [m].
double stop_probability(double d, double m, double sg);

/// (S2): extraction [1] of a slice of diameters, each multiplied by `scale` (deformability times
/// aggregate factor), in one pass through both paths of the sieve.
double mean_extraction(const Sieve& sieve, const DiameterSlice& slice, double scale);

/// A slice as an interval of the standard normal variable (ln d - ln median)/ln gsd, cut where less than
/// 3e-12 of the distribution is left; empty for a single diameter.
struct NormalInterval {
  double a = 0, b = 0;
};
NormalInterval interval(const DiameterSlice& slice);

/// Probability [1] of an interval of the standard normal variable.
double normal_mass(double a, double b);

/// Standard scores between which a path of `n` constrictions stops some cells and lets some pass: outside
/// them the stopped share is 0 or 1 to 1e-13.
NormalInterval undecided(double n);

/// Median diameter [m] of a slice.
double slice_median(const DiameterSlice& slice);

/// Mean of d^power [m^power] over a slice.
double slice_moment(const DiameterSlice& slice, double power);

}  // namespace cellroute
