// Rates of a product in a bed.
#pragma once

#include "models/cells/product.hpp"
#include "models/cells/tissue.hpp"
#include "models/therapy/infusion.hpp"

namespace cellroute {

/// Factor [1] on release: (beta d/m)^-q above a ratio of 1, else 1. `diameter` [m] is the effective
/// diameter beta d of the particle.
double release_factor(const Release& release, const Tissue& tissue, double diameter);

/// Factor [1] on every loss rate for the relation of donor and host.
double host_factor(const HostFactors& factors, Host host);

/// 1 - exp(-lambda L): share of passing cells that adhere over the whole path, all sites free.
/// @param strength ligand of the bed (and zone), @param fraction of the path that is crossed
double filtered_share(const Adhesion& adhesion, const Tissue& tissue, double strength, double fraction);

/// 1 - (1 - Em)^fraction: extraction of a part of the constrictions of a bed.
double partial_extraction(double extraction, double fraction);

}  // namespace cellroute
