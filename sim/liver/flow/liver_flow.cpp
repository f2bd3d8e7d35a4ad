// Checks of what is set, the two solutions and what follows from them.
#include "sim/liver/flow/liver_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

#include "sim/liver/flow/voxel_groups.hpp"
#include "sim/liver/flow/voxel_system.hpp"
#include "sim/numerics/multigrid/parallel.hpp"
#include "sim/numerics/multigrid/reduce.hpp"

namespace cellroute::liver {
namespace {

using numerics::multigrid::ordered_sums;
using numerics::multigrid::worth_sharing;

constexpr std::size_t trees = tree_kinds;
constexpr std::size_t artery = 0, portal = 1, vein = 2;

void check(const char* what, std::span<const double> numbers, std::size_t wanted) {
  if (numbers.size() != wanted) {
    throw std::invalid_argument(std::string(what) + ": " + std::to_string(numbers.size()) + " numbers for " +
                                std::to_string(wanted));
  }
  for (std::size_t i = 0; i < wanted; ++i) {
    if (numbers[i] >= 0 && numbers[i] <= std::numeric_limits<double>::max()) continue;
    throw std::invalid_argument(std::string(what) + ": number " + std::to_string(i) +
                                " is negative or not finite");
  }
}

}  // namespace

class LiverFlow::Implementation {
 public:
  Implementation(const LiverAnatomy& anatomy, const Trees& all)
      : tree(eliminations(all)),
        system(tree, anatomy, terminals(tree, all, anatomy.voxels.size())),
        spacing(anatomy.grid.spacing),
        volume(anatomy.grid.voxel_volume()) {
    for (Basis& basis : basis_) basis.voxel.assign(system.voxels(), 0);
    VoxelGroups groups(terminals(tree, all, system.voxels()));
    if (2 * groups.size() > system.voxels()) return;
    groups_.emplace(std::move(groups));
    together_.emplace(tree, groups_->terminal_of());
    for (Basis& basis : basis_) basis.group.assign(groups_->size(), 0);
  }

  FlowReport solve(const FlowOptions& options) {
    system.prepare();
    FlowReport report;
    if (!system.joined()) report.iterations += solve_groups(options);
    report.converged = true;
    for (std::size_t port = 0; port < 2; ++port) {
      const FlowReport one = system.solve(one_at(port), options, basis_[port].voxel, basis_[port].terminal);
      basis_[port].inflow = system.port_inflow();
      report.iterations += one.iterations;
      report.residual = std::max(report.residual, one.residual);
      report.imbalance = std::max(report.imbalance, one.imbalance);
      report.converged = report.converged && one.converged;
    }
    read_ports();
    return report;
  }

  std::vector<std::span<double>> solutions() {
    std::vector<std::span<double>> parts;
    for (Basis& basis : basis_) {
      parts.insert(parts.end(), {basis.voxel, basis.group, basis.inflow});
      for (std::size_t k = 0; k < trees; ++k) {
        basis.terminal[k].resize(tree[k].terminals());
        parts.emplace_back(basis.terminal[k]);
      }
    }
    return parts;
  }

  void restored() {
    system.prepare();
    read_ports();
  }

  const ThreePort& three_port() const {
    need();
    return ports_;
  }

  ThreePortSensitivity sensitivity() const {
    need();
    ThreePortSensitivity result;
    for (std::size_t k = 0; k < trees; ++k) {
      const auto sum = ordered_sums<3>(system.voxels(), [&](std::size_t first, std::size_t last) {
        std::array<double, 3> part{};
        for (std::size_t v = first; v < last; ++v) {
          const std::size_t t = system.terminal_of(k, v);
          const double g = system.conductance(k, v);
          const double a = basis_[0].terminal[k][t] - basis_[0].voxel[v];
          const double p = basis_[1].terminal[k][t] - basis_[1].voxel[v];
          part[0] += g * a * a;
          part[1] += g * a * p;
          part[2] += g * p * p;
        }
        return part;
      });
      result[k] = {-sum[1], sum[0] + sum[1], sum[2] + sum[1]};
    }
    return result;
  }

  void perfusion(const PerTree& ports, LiverPerfusion& out) {
    need();
    const std::size_t n = system.voxels();
    const double a = ports[artery] - ports[vein], p = ports[portal] - ports[vein];
    out.port_pressure = ports;
    std::vector<double>& s = out.voxel_pressure;
    s.resize(n);
#pragma omp parallel for schedule(static) if (n > worth_sharing)
    for (std::size_t v = 0; v < n; ++v) {
      s[v] = ports[vein] + (a * basis_[0].voxel[v] + p * basis_[1].voxel[v]);
    }
    left_.resize(n);
    system.imbalance(ports, s, terminal_, left_);
    voxel_flows(out);
    for (std::size_t k = 0; k < trees; ++k) {
      const std::size_t segments = tree[k].segments();
      out.segment_flow[k].resize(segments);
      out.segment_pressure[k].resize(segments);
      tree[k].pressures(out.segment_pressure[k]);
      system.sum_by_terminal(k, out.voxel_flow[k].data(), terminal_[k]);
      tree[k].flows(terminal_[k], out.segment_flow[k]);
      out.port_flow[k] = out.segment_flow[k][0];
    }
    double worst = 0, inflow = 0;
    for (const double left : left_) worst = std::max(worst, std::fabs(left));
    for (std::size_t k = 0; k < trees; ++k)
      inflow += std::max(k == vein ? -out.port_flow[k] : out.port_flow[k], 0.0);
    out.imbalance = inflow > 0 ? worst / inflow : 0;
  }

  std::vector<TreeElimination> tree;
  VoxelSystem system;
  double spacing, volume;
  bool solved = false;

 private:
  struct Basis {
    std::vector<double> voxel, group;
    FieldPerTree terminal;
    PerTree inflow{};
  };

  static std::vector<TreeElimination> eliminations(const Trees& all) { return {all.begin(), all.end()}; }
  /// The terminals of each voxel, as the eliminations number them.
  static VoxelSystem::TerminalOf terminals(const std::vector<TreeElimination>& tree, const Trees& all,
                                           std::size_t voxels) {
    VoxelSystem::TerminalOf result;
    for (std::size_t k = 0; k < trees; ++k) {
      check_terminals(all[k], voxels);
      result[k] = all[k].terminal_of_voxel;
      for (std::int32_t& t : result[k]) t = tree[k].number(static_cast<std::size_t>(t));
    }
    return result;
  }
  void read_ports() {
    const PerTree &a = basis_[artery].inflow, &p = basis_[portal].inflow;
    ports_ = {-(a[portal] + p[artery]) / 2, -a[vein], -p[vein]};
    solved = true;
  }
  static PerTree one_at(std::size_t port) {
    PerTree ports{};
    ports[port] = 1;
    return ports;
  }

  /// Sets the voxels' pressures, which no faces join, from those of their groups; what is left to correct is
  /// rounding. Returns the number of iterations: 0 where groups do not help.
  int solve_groups(const FlowOptions& options) {
    if (!together_ || !groups_->add_up(system, together_->given)) return 0;
    together_->prepare();
    FlowOptions closer = options;
    closer.tolerance *= 0.1;
    int iterations = 0;
    for (std::size_t port = 0; port < 2; ++port) {
      Basis& basis = basis_[port];
      iterations += together_->solve(one_at(port), closer, basis.group, basis.terminal).iterations;
      system.follow_terminals(basis.terminal, basis.voxel);
    }
    system.load_trees();
    return iterations;
  }

  void need() const {
    if (!solved) throw std::logic_error("the liver's flow was not solved for after the last change");
  }

  /// Flows by the law; then what is left of each voxel's balance joins its venous flow.
  void voxel_flows(LiverPerfusion& out) {
    const std::size_t n = system.voxels();
    const double* const s = out.voxel_pressure.data();
    for (auto& field : out.voxel_flow) field.resize(n);
    const bool joined = system.joined();
    for (std::size_t axis = 0; axis < 3; ++axis) {
      out.lateral_flow[axis].resize(joined ? n : 0);
      if (!joined) continue;
#pragma omp parallel for schedule(static) if (n > worth_sharing)
      for (std::size_t v = 0; v < n; ++v) {
        const std::int32_t next = system.neighbours.next[axis][v];
        out.lateral_flow[axis][v] = next < 0 ? 0 : system.face[axis][v] * (s[v] - s[next]);
      }
    }
#pragma omp parallel for schedule(static) if (n > worth_sharing)
    for (std::size_t v = 0; v < n; ++v) {
      PerTree in{};  // into the voxel
      for (std::size_t k = 0; k < trees; ++k) {
        in[k] = system.conductance(k, v) * (terminal_[k][system.terminal_of(k, v)] - s[v]);
      }
      double aside = 0;
      if (joined) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const std::int32_t before = system.neighbours.previous[axis][v];
          aside += out.lateral_flow[axis][v];
          if (before >= 0) aside -= out.lateral_flow[axis][static_cast<std::size_t>(before)];
        }
      }
      if (system.conductance(vein, v) > 0) {
        in[vein] = aside - (in[artery] + in[portal]);
      } else if (system.conductance(portal, v) > 0) {
        in[portal] = aside - in[artery];
      } else if (system.conductance(artery, v) > 0) {
        in[artery] = aside;
      }
      out.voxel_flow[artery][v] = in[artery];
      out.voxel_flow[portal][v] = in[portal];
      out.voxel_flow[vein][v] = -in[vein];
    }
  }

  std::optional<VoxelGroups> groups_;
  std::optional<VoxelSystem> together_;
  std::array<Basis, 2> basis_;
  ThreePort ports_;
  FieldPerTree terminal_;
  std::vector<double> left_;
};

LiverFlow::LiverFlow(const LiverAnatomy& anatomy, const Trees& trees)
    : self_(std::make_unique<Implementation>(anatomy, trees)) {}
LiverFlow::~LiverFlow() = default;
LiverFlow::LiverFlow(LiverFlow&&) noexcept = default;
LiverFlow& LiverFlow::operator=(LiverFlow&&) noexcept = default;

void LiverFlow::set_resistances(TreeKind kind, std::span<const double> resistance) {
  const auto k = static_cast<std::size_t>(kind);
  check(tree_names[k], resistance, self_->tree[k].segments());
  self_->tree[k].set_resistances(resistance);
  self_->solved = false;
}

void LiverFlow::set_voxels(std::span<const double> arterial, std::span<const double> portal_,
                           std::span<const double> venous) {
  const std::size_t n = self_->system.voxels();
  check("arterial conductances of voxels", arterial, n);
  check("portal conductances of voxels", portal_, n);
  check("venous conductances of voxels", venous, n);
  const std::array<std::span<const double>, trees> all{arterial, portal_, venous};
  for (std::size_t k = 0; k < trees; ++k) {
    std::copy(all[k].begin(), all[k].end(), self_->system.given[k].begin());
  }
  self_->solved = false;
}

void LiverFlow::set_uniform_voxels(const StarConductance& per_volume) {
  const std::array<double, trees> all{per_volume.arterial, per_volume.portal, per_volume.venous};
  check("conductances per volume", all, trees);
  for (std::size_t k = 0; k < trees; ++k) {
    std::fill(self_->system.given[k].begin(), self_->system.given[k].end(), all[k] * self_->volume);
  }
  self_->solved = false;
}

void LiverFlow::set_interlobular(const VoxelFaces& conductance) {
  const std::size_t n = self_->system.voxels();
  for (std::size_t axis = 0; axis < 3; ++axis) check("interlobular conductances", conductance[axis], n);
  self_->system.face = conductance;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t v = 0; v < n; ++v) {
      if (self_->system.neighbours.next[axis][v] < 0) self_->system.face[axis][v] = 0;
    }
  }
  self_->solved = false;
}

void LiverFlow::set_interlobular(double mobility) {
  check("interlobular mobility", std::span(&mobility, 1), 1);
  self_->solved = false;
  if (mobility == 0) {
    self_->system.face = {};
    return;
  }
  const std::vector<double> uniform(self_->system.voxels(), mobility * self_->spacing);
  set_interlobular(VoxelFaces{uniform, uniform, uniform});
}

void LiverFlow::close_branch(TreeKind kind, std::int32_t segment) {
  const auto k = static_cast<std::size_t>(kind);
  TreeElimination& tree = self_->tree[k];
  if (segment < 0 || static_cast<std::size_t>(segment) >= tree.segments()) {
    throw std::invalid_argument(std::string(tree_names[k]) + " has no segment " + std::to_string(segment));
  }
  tree.close(segment);
  self_->solved = false;
}

void LiverFlow::open_all_branches() {
  for (TreeElimination& tree : self_->tree) tree.open_all();
  self_->solved = false;
}

FlowReport LiverFlow::solve(const FlowOptions& options) { return self_->solve(options); }
std::vector<std::span<double>> LiverFlow::solutions() { return self_->solutions(); }
void LiverFlow::restored() { self_->restored(); }
ThreePort LiverFlow::three_port() const { return self_->three_port(); }
ThreePortSensitivity LiverFlow::sensitivity() const { return self_->sensitivity(); }

PerTree LiverFlow::tree_resistance() const {
  const VoxelSystem& system = self_->system;
  const std::vector<double> one(system.voxels(), 1.0);
  PerTree resistance{};
  std::vector<double> share;
  for (std::size_t k = 0; k < trees; ++k) {
    system.sum_by_terminal(k, one.data(), share);
    for (std::size_t t = 0; t < share.size(); ++t) share[t] = self_->tree[k].open(t) ? share[t] : 0;
    resistance[k] = self_->tree[k].resistance(share);
  }
  return resistance;
}
double LiverFlow::volume() const { return self_->volume * static_cast<double>(self_->system.voxels()); }

void LiverFlow::perfusion(const PerTree& port_pressure, LiverPerfusion& out) const {
  self_->perfusion(port_pressure, out);
}
LiverPerfusion LiverFlow::perfusion(const PerTree& port_pressure) const {
  LiverPerfusion out;
  self_->perfusion(port_pressure, out);
  return out;
}

}  // namespace cellroute::liver
