// Everything is solved at mobility 1: flows do not depend on it, and pressures are divided by it.
#include "sim/lobule/flow.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

#include "sim/lobule/error.hpp"
#include "sim/lobule/flow_check.hpp"
#include "sim/numerics/multigrid/conductances.hpp"
#include "sim/numerics/multigrid/diffusion_solver.hpp"
#include "sim/numerics/transport/check.hpp"

namespace cellroute::lobule {

namespace {

using numerics::Faces;
using numerics::Grid;

/// What wells bring into the block, below 0 where blood leaves [m3/s].
struct Sources {
  std::vector<double> well;                                 // each well, its part inside the block
  std::array<std::vector<double>, lobule_entries> by_kind;  // each cell
};

/// Where permeabilities differ by 1e6 and more, rounding alone leaves larger residuals than are wanted.
/// Up to this they are taken: transport refuses flows that are out of balance by 1e-6.
constexpr double most_rounding = 1e-7;

constexpr std::size_t portal = static_cast<std::size_t>(LobuleEntry::portal);
constexpr std::size_t arterial = static_cast<std::size_t>(LobuleEntry::arterial);
constexpr std::size_t central = static_cast<std::size_t>(LobuleEntry::central);

/// How much of a kind's flow a well has, from the shares of all wells of the kind.
std::array<double, lobule_entries> shares_of(const std::vector<Well>& wells) {
  std::array<double, lobule_entries> sum{};
  for (const auto& well : wells) sum[static_cast<std::size_t>(well.kind)] += well.share;
  return sum;
}

}  // namespace

class FlowSolver::Implementation {
 public:
  Implementation(const Block& block, double tolerance) : block_(block), tolerance_(tolerance) {
    plug({});
    pressure_.assign(block.grid.size(), 0.0);
  }

  void plug(std::span<const double> factor) {
    std::vector<std::string> problems;
    check_positive(block_, block_.permeability, "the permeability", problems);
    if (!factor.empty()) check_positive(block_, factor, "the plugging factor", problems);
    if (!problems.empty()) throw LobuleError(problems);
    permeability_ = block_.permeability;
    for (std::size_t c = 0; c < factor.size(); ++c) permeability_[c] *= factor[c];
    conductance_ = numerics::conductances(block_.grid, permeability_, permeability_, permeability_);
    if (solver_)
      solver_->update(conductance_);
    else
      solver_ = std::make_unique<numerics::DiffusionSolver>(block_.grid, conductance_);
  }

  double calibrate(const Perfusion& perfusion, double drop) {
    if (!(drop > 0 && std::isfinite(drop)))
      throw LobuleError({"the pressure drop is " + number(drop) + " Pa; it must be above 0"});
    mobility_ = 1;
    const auto flow = solve(perfusion);
    if (flow.drop == 0 || !std::isfinite(flow.drop))
      throw LobuleError(
          {"the portal tracts' walls have the pressure of the central veins' at this perfusion: no "
           "permeability gives a drop of " +
           number(drop) + " Pa"});
    return mobility_ = std::abs(flow.drop) / drop;
  }

  void set_mobility(double mobility) {
    if (!(mobility > 0 && std::isfinite(mobility)))
      throw LobuleError(
          {"the permeability over viscosity is " + number(mobility) + " m2/(Pa s); it must be above 0"});
    mobility_ = mobility;
  }

  Flow solve(const Perfusion& perfusion) {
    Flow flow;
    const auto sources = wells_on(perfusion);
    share_out(sources, flow);
    solve_pressure(sources, flow);
    find_wall_pressures(sources, flow);
    flow.carrier.grid = block_.grid;
    flow.carrier.pore_volume = block_.pore_volume;
    flow.carrier.flux = numerics::face_fluxes(block_.grid, conductance_, pressure_);
    find_velocities(flow);
    return flow;
  }

 private:
  /// What each cell gets from each kind of well, below 0 where blood leaves.
  Sources wells_on(const Perfusion& perfusion) const {
    const double volume = block_.volume();
    std::array<double, lobule_entries> total{};
    total[portal] = perfusion.portal * volume;
    total[arterial] = perfusion.arterial * volume;
    total[central] = -(total[portal] + total[arterial]);
    if (!(std::isfinite(total[central]) && (total[portal] != 0 || total[arterial] != 0)))
      throw LobuleError({"no blood flows through the block: portal inflow " + number(perfusion.portal) +
                         " and arterial inflow " + number(perfusion.arterial) +
                         " per second and liver volume"});
    const auto shares = shares_of(block_.wells);
    Sources sources;
    for (auto& source : sources.by_kind) source.assign(block_.grid.size(), 0.0);
    for (const auto& well : block_.wells) {
      const auto kind = static_cast<std::size_t>(well.kind);
      double flow = total[kind] * well.share / shares[kind];
      if (kind == portal) flow *= 1 - block_.septal_share;
      for (const auto& part : well.parts) sources.by_kind[kind][part.cell] += flow * part.weight;
      sources.well.push_back(flow);
    }
    for (std::size_t c = 0; c < block_.septal_inflow.size(); ++c)
      sources.by_kind[portal][c] += total[portal] * block_.septal_share * block_.septal_inflow[c];
    return sources;
  }

  void share_out(const Sources& sources, Flow& flow) const {
    const std::size_t cells = block_.grid.size();
    auto& carrier = flow.carrier;
    carrier.inflow.assign(cells, 0.0);
    carrier.outflow.assign(cells, 0.0);
    for (std::size_t kind = 0; kind < sources.by_kind.size(); ++kind) {
      flow.inflow[kind].resize(cells);
      for (std::size_t c = 0; c < cells; ++c) {
        const double source = sources.by_kind[kind][c];
        flow.inflow[kind][c] = std::max(0.0, source);
        carrier.inflow[c] += std::max(0.0, source);
        carrier.outflow[c] += std::max(0.0, -source);
      }
    }
    flow.through = std::accumulate(carrier.inflow.begin(), carrier.inflow.end(), 0.0);
    const auto problems = region_problems(block_, solver_->regions(), carrier.inflow, carrier.outflow);
    if (!problems.empty()) throw LobuleError(problems);
  }

  void solve_pressure(const Sources& sources, Flow& flow) {
    std::vector<double> net(block_.grid.size(), 0.0);
    for (const auto& source : sources.by_kind)
      for (std::size_t c = 0; c < net.size(); ++c) net[c] += source[c];
    const auto report = solver_->solve(net, pressure_, {tolerance_});
    flow.residual = report.residual;
    flow.iterations = report.iterations;
    if (!report.converged && !(report.residual <= most_rounding))
      throw LobuleError({"the pressure did not converge: after " + std::to_string(report.iterations) +
                         " iterations the residual is " + number(report.residual) + ", not " +
                         number(tolerance_)});
  }

  /// p(wall) = p(cell) - q/(2 pi k L) ln(r_wall/r_eq) for a whole vessel that gives q over a length L, in
  /// tissue as permeable as its own cells.
  void find_wall_pressures(const Sources& sources, Flow& flow) const {
    const double length = block_.grid.cells[2] * block_.grid.spacing[2];
    std::array<double, lobule_entries> shares{};
    for (std::size_t w = 0; w < block_.wells.size(); ++w) {
      const auto& well = block_.wells[w];
      const auto kind = static_cast<std::size_t>(well.kind);
      double pressure = 0;
      double permeability = 0;
      for (const auto& part : well.parts) {
        pressure += part.weight * pressure_[part.cell];
        permeability += part.weight * permeability_[part.cell];
      }
      const double rate = sources.well[w] / well.share;
      pressure -= rate / (2 * std::numbers::pi * permeability * length) *
                  std::log(well.radius / well.equivalent_radius);
      flow.wall_pressure[kind] += well.share * pressure;
      shares[kind] += well.share;
    }
    for (std::size_t kind = 0; kind < shares.size(); ++kind)
      flow.wall_pressure[kind] /= shares[kind] * mobility_;

    const double base = flow.wall_pressure[central];
    for (double& pressure : flow.wall_pressure) pressure -= base;
    flow.pressure.resize(pressure_.size());
    for (std::size_t c = 0; c < pressure_.size(); ++c) flow.pressure[c] = pressure_[c] / mobility_ - base;
    flow.drop = flow.wall_pressure[portal];
    flow.mobility = mobility_;
  }

  void find_velocities(Flow& flow) const {
    const Grid& grid = block_.grid;
    const auto& carrier = flow.carrier;
    std::vector<double> net(grid.size());
    std::vector<double> into = carrier.inflow;
    for (std::size_t c = 0; c < net.size(); ++c) net[c] = carrier.inflow[c] - carrier.outflow[c];
    for (auto& component : flow.darcy) component.assign(grid.size(), 0.0);
    numerics::each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
      const double flux = carrier.flux[static_cast<std::size_t>(axis)][c];
      auto& velocity = flow.darcy[static_cast<std::size_t>(axis)];
      const double half = flux / (2 * grid.face_area(axis));
      velocity[c] += half;
      velocity[next] += half;
      net[c] -= flux;
      net[next] += flux;
      into[flux > 0 ? next : c] += std::abs(flux);
    });
    double worst = 0;
    double largest = 0;
    flow.speed.resize(grid.size());
    flow.steepness.resize(grid.size());
    for (std::size_t c = 0; c < net.size(); ++c) {
      worst = std::max(worst, std::abs(net[c]));
      largest = std::max(largest, into[c]);
      flow.speed[c] = std::hypot(flow.darcy[0][c], flow.darcy[1][c], flow.darcy[2][c]);
      flow.steepness[c] = flow.speed[c] / (permeability_[c] * mobility_);
    }
    flow.imbalance = worst / largest;
  }

  const Block& block_;
  double tolerance_;
  double mobility_ = 1;
  std::vector<double> permeability_;  // [1] as plugged
  Faces conductance_;                 // [m] at mobility 1
  std::vector<double> pressure_;      // at mobility 1
  std::unique_ptr<numerics::DiffusionSolver> solver_;
};

FlowSolver::FlowSolver(const Block& block, double tolerance)
    : self_(std::make_unique<Implementation>(block, tolerance)) {}
FlowSolver::~FlowSolver() = default;
FlowSolver::FlowSolver(FlowSolver&&) noexcept = default;
FlowSolver& FlowSolver::operator=(FlowSolver&&) noexcept = default;

void FlowSolver::plug(std::span<const double> factor) { self_->plug(factor); }
double FlowSolver::calibrate(const Perfusion& perfusion, double drop) {
  return self_->calibrate(perfusion, drop);
}
void FlowSolver::set_mobility(double mobility) { self_->set_mobility(mobility); }
Flow FlowSolver::solve(const Perfusion& perfusion) { return self_->solve(perfusion); }

}  // namespace cellroute::lobule
