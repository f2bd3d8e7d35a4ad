// Permeability and regions, in words.
#include "sim/lobule/flow_check.hpp"

#include <algorithm>
#include <cmath>

#include "sim/lobule/error.hpp"
#include "sim/numerics/transport/check.hpp"

namespace cellroute::lobule {

namespace {

std::string middle_of(const Block& block, std::size_t cell) {
  const auto nx = static_cast<std::size_t>(block.grid.cells[0]);
  const auto ny = static_cast<std::size_t>(block.grid.cells[1]);
  const auto at = block.position(static_cast<int>(cell % nx), static_cast<int>(cell / nx % ny));
  return "(" + number(at[0] * 1e6) + ", " + number(at[1] * 1e6) + ") um";
}

}  // namespace

void check_positive(const Block& block, std::span<const double> values, const std::string& what,
                    std::vector<std::string>& problems) {
  if (values.size() != block.grid.size()) {
    problems.push_back("there are " + std::to_string(values.size()) + " numbers for " + what + ", but " +
                       std::to_string(block.grid.size()) + " cells");
    return;
  }
  std::size_t bad = 0;
  std::size_t first = 0;
  for (std::size_t c = values.size(); c-- > 0;) {
    if (values[c] > 0 && std::isfinite(values[c])) continue;
    first = c;
    ++bad;
  }
  if (bad > 0)
    problems.push_back(what + " must be above 0, but is not in " + std::to_string(bad) +
                       (bad == 1 ? " cell" : " cells") + ": " + number(values[first]) + " in " +
                       numerics::cell_name(block.grid, first) + " at " + middle_of(block, first));
}

std::vector<std::string> region_problems(const Block& block, const numerics::Regions& regions,
                                         std::span<const double> inflow, std::span<const double> outflow) {
  std::vector<double> in(regions.list.size(), 0.0);
  std::vector<double> out(regions.list.size(), 0.0);
  for (std::size_t c = 0; c < inflow.size(); ++c) {
    in[static_cast<std::size_t>(regions.of_cell[c])] += inflow[c];
    out[static_cast<std::size_t>(regions.of_cell[c])] += outflow[c];
  }
  std::vector<std::string> problems;
  for (std::size_t r = 0; r < regions.list.size(); ++r) {
    const auto& region = regions.list[r];
    const std::string name = "the region of " + std::to_string(region.cells) + " cells around " +
                             middle_of(block, region.first_cell) + " is isolated and has ";
    if (in[r] == 0 || out[r] == 0)
      problems.push_back(
          name + (in[r] == 0 ? out[r] == 0 ? "no inflow and no outflow" : "no inflow" : "no outflow"));
    else if (std::abs(in[r] - out[r]) > 1e-9 * in[r])
      problems.push_back(name + "an inflow of " + number(in[r]) + " m3/s but an outflow of " +
                         number(out[r]) + " m3/s");
  }
  return problems;
}

}  // namespace cellroute::lobule
