// Refuses a Carrier that no transport solver could use.
#include "sim/numerics/transport/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace cellroute::numerics {

namespace {

std::string number(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", x);
  return text;
}

[[noreturn]] void refuse(const std::string& text) { throw std::invalid_argument("carrier: " + text); }

void check_length(const std::vector<double>& values, std::size_t cells, const char* name) {
  if (values.size() != cells)
    refuse(std::string(name) + " has " + std::to_string(values.size()) + " numbers for " +
           std::to_string(cells) + " cells");
}

void check_range(const Grid& grid, const std::vector<double>& values, bool zero_allowed, const char* name) {
  for (std::size_t c = 0; c < values.size(); ++c)
    if (!(std::isfinite(values[c]) && (values[c] > 0 || (zero_allowed && values[c] == 0))))
      refuse(std::string(name) + " of " + cell_name(grid, c) + " is " + number(values[c]) + " (must be " +
             (zero_allowed ? "at least 0)" : "above 0)"));
}

}  // namespace

std::string cell_name(const Grid& grid, std::size_t cell) {
  const std::size_t nx = static_cast<std::size_t>(grid.cells[0]),
                    ny = static_cast<std::size_t>(grid.cells[1]);
  return "cell (" + std::to_string(cell % nx) + ", " + std::to_string(cell / nx % ny) + ", " +
         std::to_string(cell / (nx * ny)) + ")";
}

void check_carrier(const Carrier& carrier) {
  const Grid& grid = carrier.grid;
  for (int axis = 0; axis < 3; ++axis)
    if (grid.cells[axis] < 1 || !(grid.spacing[axis] > 0) || !std::isfinite(grid.spacing[axis]))
      refuse("axis " + std::to_string(axis) + " has " + std::to_string(grid.cells[axis]) +
             " cells of spacing " + number(grid.spacing[axis]) + " m (both must be above 0)");
  if (grid.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    refuse(std::to_string(grid.size()) + " cells are more than an int can number");
  const std::size_t cells = grid.size();
  const char* flux_name[3] = {"the flux along x", "the flux along y", "the flux along z"};
  for (int axis = 0; axis < 3; ++axis) check_length(carrier.flux[axis], cells, flux_name[axis]);
  check_length(carrier.inflow, cells, "the inflow");
  check_length(carrier.outflow, cells, "the outflow");
  check_length(carrier.pore_volume, cells, "the pore volume");
  check_range(grid, carrier.inflow, true, "the inflow");
  check_range(grid, carrier.outflow, true, "the outflow");
  check_range(grid, carrier.pore_volume, false, "the pore volume");

  std::vector<double> surplus(cells), through(cells);
  std::array<std::vector<char>, 3> open;
  for (auto& faces : open) faces.assign(cells, 0);
  for (std::size_t c = 0; c < cells; ++c) {
    surplus[c] = carrier.inflow[c] - carrier.outflow[c];
    through[c] = carrier.inflow[c] + carrier.outflow[c];
  }
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    const double flux = carrier.flux[axis][c];
    open[axis][c] = 1;
    surplus[c] -= flux;
    surplus[next] += flux;
    through[c] += std::fabs(flux);
    through[next] += std::fabs(flux);
  });
  for (int axis = 0; axis < 3; ++axis)
    for (std::size_t c = 0; c < cells; ++c) {
      const double flux = carrier.flux[axis][c];
      if (!std::isfinite(flux))
        refuse(std::string(flux_name[axis]) + " at " + cell_name(grid, c) + " is not finite");
      if (!open[axis][c] && flux != 0)
        refuse(std::string(flux_name[axis]) + " at " + cell_name(grid, c) + " is " + number(flux) +
               " m3/s through a wall");
    }
  const double largest = *std::max_element(through.begin(), through.end());
  for (std::size_t c = 0; c < cells; ++c)
    if (std::fabs(surplus[c]) > 1e-6 * largest)
      refuse("what enters " + cell_name(grid, c) + " exceeds what leaves it by " + number(surplus[c]) +
             " m3/s (the largest flow through a cell is " + number(largest / 2) +
             "; solve the pressure more tightly)");
}

}  // namespace cellroute::numerics
