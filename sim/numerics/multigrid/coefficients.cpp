// A quick look at all numbers; only if something is wrong a slow one that can say where.
#include "sim/numerics/multigrid/coefficients.hpp"

#include <cstdint>
#include <cstdio>
#include <limits>
#include <stdexcept>

#include "sim/numerics/multigrid/reduce.hpp"
#include "sim/numerics/multigrid/shape.hpp"

namespace cellroute::numerics::multigrid {
namespace {

constexpr double largest = std::numeric_limits<double>::max();

/// How many numbers are not in [0, largest], and how many are 0.
std::array<double, 2> count(std::span<const double> numbers) {
  return ordered_sums<2>(numbers.size(), [v = numbers.data()](std::size_t first, std::size_t last) {
    std::int64_t right = 0, zero = 0;  // integers, so that it is a vector loop
    for (std::size_t c = first; c < last; ++c) {
      right += (v[c] >= 0) & (v[c] <= largest);
      zero += v[c] == 0;
    }
    return std::array<double, 2>{static_cast<double>(static_cast<std::int64_t>(last - first) - right),
                                 static_cast<double>(zero)};
  });
}

std::string shown(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

[[noreturn]] void name_the_wrong(std::span<const double> numbers, const std::string& what) {
  for (std::size_t c = 0; c < numbers.size(); ++c) {
    if (numbers[c] >= 0 && numbers[c] <= largest) continue;
    refuse(what + " of cell " + std::to_string(c) + " is " + shown(numbers[c]) +
           " (it must be 0 or more, and finite)");
  }
  refuse(what + " is not a number somewhere");
}

/// The walls at the end of `axis` must not conduct.
void check_walls(const Grid& grid, int axis, std::span<const double> face) {
  std::array<int, 3> first{0, 0, 0};
  first[axis] = grid.cells[axis] - 1;
  for (int k = first[2]; k < grid.cells[2]; ++k) {
    for (int j = first[1]; j < grid.cells[1]; ++j) {
      for (int i = first[0]; i < grid.cells[0]; ++i) {
        const std::size_t c = grid.index(i, j, k);
        if (face[c] == 0) continue;
        refuse("the wall after cell " + std::to_string(c) + " along axis " + std::to_string(axis) +
               " has a conductance of " + shown(face[c]) + " (it must be 0)");
      }
    }
  }
}

}  // namespace

void refuse(const std::string& what) { throw std::invalid_argument("diffusion solver: " + what); }

void check_sizes(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  for (int a = 0; a < 3; ++a) {
    if (grid.cells[a] < 1) refuse("the grid has " + std::to_string(grid.cells[a]) + " cells along an axis");
  }
  if (grid.size() > 2000000000u) refuse("the grid has more than 2e9 cells");
  for (int a = 0; a < 3; ++a) {
    if (conductance[a].size() == grid.size()) continue;
    refuse("axis " + std::to_string(a) + " has " + std::to_string(conductance[a].size()) +
           " conductances (the grid has " + std::to_string(grid.size()) + " cells)");
  }
  if (!sink.empty() && sink.size() != grid.size()) {
    refuse("there are " + std::to_string(sink.size()) + " sinks (the grid has " +
           std::to_string(grid.size()) + " cells)");
  }
}

bool check_coefficients(const Grid& grid, const Faces& conductance, std::span<const double> sink) {
  bool any = false, all = true;
  const auto size = static_cast<double>(grid.size());
  for (int a = 0; a < 3; ++a) {
    const auto [wrong, zero] = count(conductance[a]);
    if (wrong > 0) name_the_wrong(conductance[a], "the conductance along axis " + std::to_string(a));
    if (!grid.periodic[a]) check_walls(grid, a, conductance[a]);
    if (grid.cells[a] < 2) continue;
    any = any || zero < size;
    all = all && zero == (grid.periodic[a] ? 0 : size / grid.cells[a]);
  }
  if (!sink.empty()) {
    const auto [wrong, zero] = count(sink);
    if (wrong > 0) name_the_wrong(sink, "the sink");
    any = any || zero < size;
  }
  if (!any) refuse("no face conducts and no cell sinks (the solution would be undetermined everywhere)");
  return all;
}

}  // namespace cellroute::numerics::multigrid
