#include "sim/sweep/points.hpp"

#include <vector>

#include "sim/numerics/random/philox.hpp"
#include "sim/numerics/statistics/latin_hypercube.hpp"
#include "sim/numerics/statistics/morris.hpp"
#include "sim/numerics/statistics/saltelli.hpp"
#include "sim/numerics/statistics/sobol_sequence.hpp"
#include "sim/sweep/plan.hpp"

namespace cellroute::sweep {
namespace {

constexpr std::uint64_t replicate_stream = 0x5eed;

/// A list of designs, one for each replicate, each with `point(row, span)`.
template <class OneDesign>
class Designs : public UnitPoints {
 public:
  explicit Designs(std::vector<OneDesign> designs) : designs_(std::move(designs)) {}
  void point(std::size_t replicate, std::size_t index, std::span<double> u) const override {
    designs_[replicate].point(index, u);
  }

 private:
  std::vector<OneDesign> designs_;
};

/// A saltelli design whose columns are swapped by groups of factors.
class GroupedSaltelli : public UnitPoints {
 public:
  GroupedSaltelli(std::vector<numerics::SaltelliDesign> designs, const Sample& sample)
      : designs_(std::move(designs)), groups_(sample.groups), group_count_(sample.group_count()) {}

  void point(std::size_t replicate, std::size_t index, std::span<double> u) const override {
    const auto rows = static_cast<std::size_t>(group_count_) + 2;
    const auto& design = designs_[replicate];
    const std::uint64_t base = index / rows * static_cast<std::uint64_t>(design.rows_per_base_point());
    const auto place = static_cast<int>(index % rows);
    design.point(base + (place == 1 ? 1 : 0), u);
    if (place < 2) return;
    std::vector<double> other(u.size());
    design.point(base + 1, other);
    for (std::size_t f = 0; f < u.size(); ++f)
      if (groups_[f] == place - 2) u[f] = other[f];
  }

 private:
  std::vector<numerics::SaltelliDesign> designs_;
  std::vector<int> groups_;
  int group_count_;
};

template <class OneDesign, class Make>
std::shared_ptr<const UnitPoints> designs(const Sample& sample, const Make& make) {
  std::vector<OneDesign> all;
  for (std::size_t r = 0; r < sample.replicates; ++r) all.push_back(make(r));
  return std::make_shared<Designs<OneDesign>>(std::move(all));
}

}  // namespace

double design_bytes(const Sample& sample) {
  // A Sobol dimension has a direction for each bit of the index and the keys of its scramble.
  constexpr double sobol_dimension = 640, hypercube_dimension = 96;
  const double factors = static_cast<double>(sample.factors.size());
  double each = 0;
  if (sample.design == Design::sobol) each = sobol_dimension * factors;
  if (sample.design == Design::saltelli)
    each = sobol_dimension * 2 * factors * numerics::SaltelliDesign::default_scrambles;
  if (sample.design == Design::latin_hypercube) each = hypercube_dimension * factors;
  constexpr double object = 128;
  return static_cast<double>(sample.replicates) * (each + object);
}

std::uint64_t replicate_seed(std::uint64_t seed, std::size_t replicate) {
  return replicate == 0 ? seed : numerics::Philox(seed, replicate_stream).bits(replicate);
}

std::shared_ptr<const UnitPoints> unit_points(const Sample& sample, std::uint64_t seed) {
  const int factors = static_cast<int>(sample.factors.size());
  switch (sample.design) {
    case Design::sobol:
      return designs<numerics::SobolSequence>(
          sample, [&](std::size_t r) { return numerics::SobolSequence(factors, seed, r); });
    case Design::morris:
      return designs<numerics::MorrisDesign>(
          sample, [&](std::size_t r) { return numerics::MorrisDesign(factors, replicate_seed(seed, r)); });
    case Design::saltelli:
      if (!sample.groups.empty()) {
        std::vector<numerics::SaltelliDesign> all;
        for (std::size_t r = 0; r < sample.replicates; ++r)
          all.emplace_back(factors, seed, numerics::SaltelliDesign::default_scrambles, r);
        return std::make_shared<GroupedSaltelli>(std::move(all), sample);
      }
      return designs<numerics::SaltelliDesign>(sample, [&](std::size_t r) {
        return numerics::SaltelliDesign(factors, seed, numerics::SaltelliDesign::default_scrambles, r);
      });
    default:
      return designs<numerics::LatinHypercube>(
          sample, [&](std::size_t r) { return numerics::LatinHypercube(sample.size, factors, seed, r); });
  }
}

}  // namespace cellroute::sweep
