#include "models/cells/kinetics.hpp"

#include <cmath>

namespace cellroute {

double release_factor(const Release& release, const Tissue& tissue, double diameter) {
  const double ratio = diameter / tissue.capillary.diameter;
  return ratio > 1 ? std::pow(ratio, -release.exponent) : 1;
}

double host_factor(const HostFactors& factors, Host host) {
  switch (host) {
    case Host::autologous:
      return factors.autologous;
    case Host::syngeneic:
      return factors.syngeneic;
    case Host::allogeneic:
      return factors.allogeneic;
    case Host::xenogeneic:
      return factors.xenogeneic;
  }
  return unset;
}

double filtered_share(const Adhesion& adhesion, const Tissue& tissue, double strength, double fraction) {
  return -std::expm1(-adhesion.filter_coefficient * tissue.path_length * fraction * strength);
}

double partial_extraction(double extraction, double fraction) {
  return extraction >= 1 ? 1 : -std::expm1(fraction * std::log1p(-extraction));
}

}  // namespace cellroute
