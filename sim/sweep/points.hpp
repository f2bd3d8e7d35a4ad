// The points of a sample in the unit cube, asked for one by one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace cellroute::sweep {

struct Sample;

class UnitPoints {
 public:
  virtual ~UnitPoints() = default;
  /// Point `index` of an independent randomisation, one number in (0, 1) for every factor. Any thread may
  /// ask.
  virtual void point(std::size_t replicate, std::size_t index, std::span<double> u) const = 0;
};

/// The points of a sample with at least one factor.
std::shared_ptr<const UnitPoints> unit_points(const Sample& sample, std::uint64_t seed);

/// The seed of a replicate's design; that of the first is the sweep's own.
/// [byte] Memory that the randomisations of a sample take.
double design_bytes(const Sample& sample);

std::uint64_t replicate_seed(std::uint64_t seed, std::size_t replicate);

}  // namespace cellroute::sweep
