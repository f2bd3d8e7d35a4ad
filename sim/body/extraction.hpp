// Mean extractions of many slices in many sieves at once: the dear part of compiling a case.
//
// The integrals of (S2) (models/cells/sieve.hpp) go through the lanes of the kernels, eight side by side, by
// the same panels of Gauss-Legendre nodes. Values agree with mean_extraction() to 1e-11.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "models/cells/sieve.hpp"

namespace cellroute::body {

/// A slice of diameters and what multiplies them (deformability, aggregates).
struct ScaledSlice {
  DiameterSlice slice;
  double scale = 1;
};

/// Extractions that neighbouring cases share. Which it already knows changes no bit.
class ExtractionCache {
 public:
  /// The slices of the case to come.
  void begin(const std::vector<ScaledSlice>& slices);
  /// Integrates what is not known yet of these sieves.
  void prepare(const std::vector<const Sieve*>& sieves);
  /// Extraction [1] of each slice in a sieve that was prepared.
  const std::vector<double>& of(const Sieve& sieve) const;

 private:
  using Key = std::array<double, 5>;
  static Key key_of(const Sieve& sieve);
  struct Prepared {  // a slice as logarithms
    double log_median, log_sd;
    NormalInterval z;
    double mass;
  };
  std::vector<ScaledSlice> slices_;
  std::vector<Prepared> prepared_;
  std::map<Key, std::vector<double>> known_;
};

/// The integral over z in [low, high] of phi(z) (1 - (1 - Phi(offset + slope z))^constrictions).
struct SieveIntegral {
  double constrictions = 1, offset = 0, slope = 1, low = 0, high = 0;
};

namespace kernel {
/// Eight integrals [lane_count], on one instruction set or the other; equal bits.
void integrate_base(const SieveIntegral* integrals, double* values);
void integrate_avx512(const SieveIntegral* integrals, double* values);
}  // namespace kernel

}  // namespace cellroute::body
