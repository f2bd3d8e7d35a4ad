// The design of a sweep decides what its rows say of sensitivity.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/sweep/row.hpp"
#include "sim/sweep/sensitivity/sensitivity.hpp"

namespace cellroute::sweep {
namespace {

/// The rows of one cell of the grid, replicate after replicate.
std::vector<std::size_t> rows_of_cell(const Plan& plan, std::size_t cell) {
  std::vector<std::size_t> rows;
  const std::size_t points = plan.sample.points(), cells = plan.cells();
  for (std::size_t r = 0; r < plan.sample.replicates; ++r)
    for (std::size_t p = 0; p < points; ++p) rows.push_back((r * cells + cell) * points + p);
  return rows;
}

/// Effects over the trajectories of every replicate: each replicate moves the parameters in an order of its
/// own.
std::vector<numerics::ElementaryEffects> effects_of(const Plan& plan, int parameters,
                                                    const std::vector<double>& y,
                                                    const numerics::Bootstrap& bootstrap) {
  std::vector<numerics::MorrisDesign> designs;
  for (std::size_t r = 0; r < plan.sample.replicates; ++r)
    designs.emplace_back(parameters, replicate_seed(plan.seed, r));
  return numerics::elementary_effects(designs, y, bootstrap);
}

void count(MetricSensitivity& one, const std::vector<double>& y) {
  one.rows = y.size();
  double sum = 0, squares = 0;
  std::size_t n = 0;
  for (const double value : y)
    if (std::isfinite(value)) {
      sum += value;
      ++n;
    }
  one.failed = y.size() - n;
  one.mean = n > 0 ? sum / static_cast<double>(n) : unset;
  for (const double value : y)
    if (std::isfinite(value)) squares += (value - one.mean) * (value - one.mean);
  one.deviation = n > 1 ? std::sqrt(squares / static_cast<double>(n - 1)) : unset;
}

}  // namespace

Sensitivity analyse(const Plan& plan, const std::vector<double>& values) {
  const Sample& sample = plan.sample;
  if (sample.factors.empty()) throw std::invalid_argument("nothing is sampled in this sweep");
  Sensitivity all;
  if (sample.groups.empty())
    for (const Factor& factor : sample.factors) all.factors.push_back(factor.target.path);
  else
    for (int g = 0; g < sample.group_count(); ++g) all.factors.push_back(std::to_string(g));
  const auto columns = static_cast<int>(all.factors.size());
  numerics::Bootstrap bootstrap;
  bootstrap.seed = plan.seed;

  for (std::size_t cell = 0; cell < plan.cells(); ++cell) {
    const auto rows = rows_of_cell(plan, cell);
    std::vector<double> x;  // points of the unit cube in this cell: ranks are those of the values
    if (sample.design == Design::latin_hypercube || sample.design == Design::sobol)
      for (const std::size_t row : rows)
        for (const double number : row_at(plan, row).factors) x.push_back(number);
    for (std::size_t m = 0; m < plan.metrics.size(); ++m) {
      std::vector<double> y;
      for (const std::size_t row : rows) y.push_back(values[row * plan.metrics.size() + m]);
      MetricSensitivity one;
      one.metric = m;
      one.cell = cell;
      count(one, y);
      if (sample.design == Design::morris) {
        one.effects = effects_of(plan, columns, y, bootstrap);
      } else if (sample.design == Design::saltelli) {
        one.indices =
            numerics::sobol_indices(columns, numerics::SaltelliDesign::default_scrambles, y, bootstrap);
      } else {
        one.correlations = numerics::partial_rank_correlation(x, columns, y);
      }
      all.of.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace cellroute::sweep
