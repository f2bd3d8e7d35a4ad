#include "sim/body/extraction.hpp"

#include <algorithm>
#include <cmath>

#include "sim/body/kernel.hpp"
#include "sim/numerics/lanes.hpp"

namespace cellroute::body {

namespace {

bool same(const ScaledSlice& a, const ScaledSlice& b) {
  return a.slice.median == b.slice.median && a.slice.geometric_sd == b.slice.geometric_sd &&
         a.slice.lower == b.slice.lower && a.slice.upper == b.slice.upper && a.scale == b.scale;
}

/// One path of one sieve for one slice: its part of the extraction is
/// share (integral + above) / mass.
struct Path {
  SieveIntegral integral;
  double share, above, mass;
  double* extraction;
};

void integrate(std::vector<Path>& paths) {
  static const auto run = has_avx512() ? kernel::integrate_avx512 : kernel::integrate_base;
  // Integrals of about one length side by side.
  std::vector<int> order(paths.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  const auto work = [&](int i) {
    const SieveIntegral& one = paths[i].integral;
    return (one.high - one.low) * std::max(1.0, one.slope);
  };
  std::sort(order.begin(), order.end(), [&](int i, int j) { return work(i) < work(j); });
  std::vector<double> value(paths.size());
  for (std::size_t first = 0; first < order.size(); first += numerics::lane_count) {
    SieveIntegral side_by_side[numerics::lane_count];
    double values[numerics::lane_count];
    const std::size_t count = std::min<std::size_t>(numerics::lane_count, order.size() - first);
    for (std::size_t l = 0; l < count; ++l) side_by_side[l] = paths[order[first + l]].integral;
    run(side_by_side, values);
    for (std::size_t l = 0; l < count; ++l) value[order[first + l]] = values[l];
  }
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Path& path = paths[i];
    *path.extraction += path.share * std::clamp((value[i] + path.above) / path.mass, 0.0, 1.0);
  }
}

}  // namespace

ExtractionCache::Key ExtractionCache::key_of(const Sieve& sieve) {
  return {sieve.diameter, sieve.geometric_sd, sieve.constrictions, sieve.wide_share, sieve.wide_diameter};
}

void ExtractionCache::begin(const std::vector<ScaledSlice>& slices) {
  if (std::equal(slices.begin(), slices.end(), slices_.begin(), slices_.end(), same)) return;
  known_.clear();
  prepared_.clear();
  for (const auto& [slice, scale] : slices) {
    const NormalInterval z = interval(slice);
    prepared_.push_back(
        {std::log(scale * slice.median), std::log(slice.geometric_sd), z, normal_mass(z.a, z.b)});
  }
  slices_ = slices;
}

void ExtractionCache::prepare(const std::vector<const Sieve*>& sieves) {
  std::vector<Path> paths;
  for (const Sieve* sieve : sieves) {
    const auto [place, fresh] = known_.try_emplace(key_of(*sieve));
    if (!fresh) continue;
    std::vector<double>& extractions = place->second;
    extractions.assign(slices_.size(), 0.0);
    if (sieve->constrictions <= 0) continue;
    const double inverse_sd = 1 / std::log(sieve->geometric_sd);
    const NormalInterval u = undecided(sieve->constrictions);
    for (const bool wide : {false, true}) {
      const double share = wide ? sieve->wide_share : 1 - sieve->wide_share;
      if (share <= 0) continue;
      const double log_diameter = std::log(wide ? sieve->wide_diameter : sieve->diameter);
      for (std::size_t k = 0; k < slices_.size(); ++k) {
        const Prepared& slice = prepared_[k];
        // A single diameter; or so few constrictions that exp(-u^2/2) could vanish.
        if (slice.z.b <= slice.z.a || sieve->constrictions < 0.1) {
          const Sieve path{wide ? sieve->wide_diameter : sieve->diameter, sieve->geometric_sd,
                           sieve->constrictions, 0, sieve->wide_diameter};
          extractions[k] += share * mean_extraction(path, slices_[k].slice, slices_[k].scale);
          continue;
        }
        const double offset = (slice.log_median - log_diameter) * inverse_sd;
        const double slope = slice.log_sd * inverse_sd;
        const double low = std::clamp((u.a - offset) / slope, slice.z.a, slice.z.b);
        const double high = std::clamp((u.b - offset) / slope, low, slice.z.b);
        const double above = high < slice.z.b ? normal_mass(high, slice.z.b) : 0;
        paths.push_back(
            {{sieve->constrictions, offset, slope, low, high}, share, above, slice.mass, &extractions[k]});
      }
    }
  }
  integrate(paths);
}

const std::vector<double>& ExtractionCache::of(const Sieve& sieve) const { return known_.at(key_of(sieve)); }

}  // namespace cellroute::body
