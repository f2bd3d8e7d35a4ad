// Blood flow through a block: Darcy pressure between rate wells.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "models/lobule/inflow.hpp"
#include "sim/lobule/block.hpp"
#include "sim/numerics/transport/carrier.hpp"

namespace cellroute::lobule {

/// Blood entering per volume of liver [1/s]; below 0 it leaves there. The central veins take what is
/// over, or give what is missing. All vessels of a kind have the same flow.
struct Perfusion {
  double portal = 0;
  double arterial = 0;
};

struct Flow {
  /// Cells balance to `imbalance`; in a flow of no circles, since it runs down a pressure.
  numerics::Carrier carrier;
  /// [m3/s] into each cell by LobuleEntry; they sum to carrier.inflow.
  std::array<std::vector<double>, lobule_entries> inflow;
  std::vector<double> pressure;              // [Pa] above the mean of the central veins' walls
  std::array<std::vector<double>, 3> darcy;  // [m/s] mean of a cell's two faces on each axis
  std::vector<double> speed;                 // [m/s] size of that vector
  std::vector<double> steepness;             // [Pa/m] of the pressure, in sinusoids as they are plugged
  /// [Pa] mean over the walls of each kind of well, weighted by their shares, by LobuleEntry.
  std::array<double, lobule_entries> wall_pressure{};
  double drop = 0;       // [Pa] portal tracts' walls minus central veins' walls
  double mobility = 0;   // [m2/(Pa s)] permeability over viscosity of healthy parenchyma
  double through = 0;    // [m3/s] blood through the block
  double residual = 0;   // [1] of the pressure equation, 2-norm over that of the wells
  double imbalance = 0;  // [1] largest net flow out of any cell, over the largest flow into one
  int iterations = 0;
};

/// Solves for one block again and again, each time starting from the last pressure. The block must live
/// as long.
class FlowSolver {
 public:
  /// @throws LobuleError for a permeability that is not positive
  explicit FlowSolver(const Block& block, double tolerance = 1e-10);
  ~FlowSolver();
  FlowSolver(FlowSolver&&) noexcept;
  FlowSolver& operator=(FlowSolver&&) noexcept;

  /// Factors above 0 on each cell's permeability, (1 - f)^m of plugged sinusoids; empty takes them off.
  /// @throws LobuleError for a factor that is not positive, or the wrong number of them
  void plug(std::span<const double> factor);

  /// Sets the mobility so that this perfusion, through the block as it is plugged now, has this pressure
  /// drop [Pa] (its size: backward flow has a drop below 0). Pressure is linear in it: no iteration.
  /// @throws LobuleError
  double calibrate(const Perfusion& perfusion, double drop);
  void set_mobility(double mobility);  // [m2/(Pa s)], above 0; 1 until set

  /// @throws LobuleError when nothing flows, a region has no inflow or no outflow, or the solver fails
  Flow solve(const Perfusion& perfusion);

 private:
  class Implementation;
  std::unique_ptr<Implementation> self_;
};

}  // namespace cellroute::lobule
