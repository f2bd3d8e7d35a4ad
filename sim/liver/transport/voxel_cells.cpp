#include "sim/liver/transport/voxel_cells.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/liver/coupling/sdirk2.hpp"
#include "sim/liver/transport/voxel_state.hpp"

namespace cellroute::liver {

VoxelCells::VoxelCells(const LiverCells& cells, const LiverAnatomy& anatomy,
                       const std::array<VesselTree, tree_kinds>& trees, bool label)
    : self_(std::make_unique<Implementation>(cells, anatomy, trees, label)) {}
VoxelCells::~VoxelCells() = default;
VoxelCells::VoxelCells(VoxelCells&&) noexcept = default;

std::size_t VoxelCells::voxels() const { return self_->blocks.slot.size(); }
int VoxelCells::carriers() const { return self_->carriers(); }
const VoxelSums& VoxelCells::sums() const { return self_->sums; }
std::span<const double> VoxelCells::left() const { return self_->left; }
const VoxelOpenness& VoxelCells::openness() const { return self_->openness; }

void VoxelCells::watch_sinusoids() { self_->watch_sinusoids = true; }

double VoxelCells::set_flow(const LiverPerfusion& perfusion) {
  Implementation& s = *self_;
  const std::size_t n = voxels();
  double backwards = 0, inflow = 0;
  for (const auto& field : perfusion.voxel_flow) {
    if (field.size() != n) throw std::invalid_argument("a flow for each voxel of the liver is needed");
    for (const double q : field) backwards += std::max(0.0, -q);
  }
  for (int tree = 0; tree < tree_kinds; ++tree) {
    const auto& field = perfusion.voxel_flow[static_cast<std::size_t>(tree)];
    const std::size_t terminals = s.terminals[static_cast<std::size_t>(tree)];
    std::vector<double> total(terminals, 0.0), count(terminals, 0.0);
    const auto terminal_of = [&](std::size_t v) {
      return static_cast<std::size_t>(s.terminal[VoxelBlocks::place(s.blocks.slot[v], 3, tree)]);
    };
    for (std::size_t v = 0; v < n; ++v) {
      total[terminal_of(v)] += std::max(0.0, field[v]);
      count[terminal_of(v)] += 1;
    }
#pragma omp parallel for schedule(static) if (s.blocks.blocks >= worth_sharing)
    for (std::size_t v = 0; v < n; ++v) {
      const double q = std::max(0.0, field[v]);
      s.flow[VoxelBlocks::place(s.blocks.slot[v], 3, tree)] = q;
      if (tree == static_cast<int>(TreeKind::hepatic_vein)) continue;
      const std::size_t t = terminal_of(v);
      s.share[VoxelBlocks::place(s.blocks.slot[v], 2, tree)] = total[t] > 0 ? q / total[t] : 1 / count[t];
    }
    if (tree == static_cast<int>(TreeKind::hepatic_vein)) continue;
    for (const double q : total) inflow += q;
  }
  for (std::size_t v = 0; v < n; ++v) {
    const double* q = s.flow.data() + VoxelBlocks::place(s.blocks.slot[v], 3, 0);
    s.uptake[static_cast<std::size_t>(s.blocks.slot[v])] = inflow > 0 ? (q[0] + q[8]) / inflow : 0;
  }
  s.neighbours.clear();
  if (!perfusion.lateral_flow[0].empty())
    s.neighbours.set(s.anatomy, s.blocks, perfusion.lateral_flow, perfusion.voxel_pressure,
                     perfusion.voxel_flow[static_cast<std::size_t>(TreeKind::hepatic_vein)]);
  return inflow > 0 ? backwards / inflow : 0;
}

/// A pass over all blocks for a step of `dt`: the view, and what it points to.
struct VoxelCells::Implementation::Pass {
  Pass(const Implementation& implementation, double dt, const VoxelInflow& inflow);

  const Implementation& s;
  VoxelView view{};
  std::vector<BedStep> beds;
  std::vector<double> rate[2];
};

VoxelCells::Implementation::Pass::Pass(const Implementation& implementation, double dt,
                                       const VoxelInflow& inflow)
    : s(implementation) {
  const LiverCells& cells = s.cells;
  const auto carriers = static_cast<std::size_t>(s.carriers());
  if (!(dt > 0)) throw std::invalid_argument("a step needs a length");
  if (inflow.arterial.size() != s.terminals[0] * carriers ||
      inflow.portal.size() != s.terminals[1] * carriers)
    throw std::invalid_argument("what enters the voxels is needed for each terminal and carrier");
  const double h = sdirk2::gamma * dt;
  double sinusoids = 0;
  for (int b = LiverCells::first_tank; b < s.beds(); ++b)
    sinusoids += cells.beds[static_cast<std::size_t>(b)].blood;
  for (const LiverBed& bed : cells.beds) {
    BedStep one{};
    one.inverse_blood = 1 / (bed.blood * s.voxel_volume);
    one.inverse_trap = 1 / (bed.trap_sites * s.voxel_volume);
    one.inverse_adhesion = 1 / (bed.adhesion_sites * s.voxel_volume);
    one.inverse_paths = 1 / (bed.paths * s.voxel_volume);
    one.filter = bed.filter;
    one.kappa = bed.kappa;
    one.adhere = bed.adhere;
    one.detach = bed.detach;
    one.migrate = bed.migrate;
    one.loss_circulating = bed.loss_circulating;
    one.loss_trapped = bed.loss_trapped;
    one.loss_adherent = bed.loss_adherent;
    one.loss_homed = bed.loss_homed;
    one.clearance = bed.clearance;
    one.plugging_exponent = bed.plugging_exponent;
    one.dead_extraction = bed.dead_extraction;
    one.held = 1 / (1 + h * (bed.detach + bed.migrate + bed.loss_adherent));
    one.home = 1 / (1 + h * bed.loss_homed);
    one.dead = 1 / (1 + h * bed.clearance);
    one.stays_caught = (1 + h * (bed.migrate + bed.loss_adherent)) * one.held;
    one.openness_share = bed.blood / sinusoids;
    one.extraction = bed.extraction.data();
    one.release_fast = bed.release_fast.data();
    one.release_slow = bed.release_slow.data();
    beds.push_back(one);
  }
  const std::span<const double> cells_in[2] = {inflow.arterial, inflow.portal};
  for (int tree = 0; tree < 2; ++tree) {
    rate[tree].assign(cells_in[tree].begin(), cells_in[tree].end());
    for (double& r : rate[tree]) r /= dt;
  }
  view.populations = cells.populations;
  view.carriers = s.carriers();
  view.beds = s.beds();
  view.blocks = s.blocks.blocks;
  view.bed_rows = s.rows.bed;
  view.space_row = s.rows.space;
  view.free_row = s.rows.free;
  view.label_row = s.rows.label;
  view.rows = s.rows.all;
  view.state = const_cast<double*>(s.state.data());  // written by steps that are made, and by no others
  view.flow = s.flow.data();
  view.share = s.share.data();
  view.terminal = s.terminal.data();
  view.uptake = s.uptake.data();
  view.dt = dt;
  view.h = h;
  view.ahead = s.history[0] > 0 ? dt / (2 * s.history[0]) : 0;
  view.bed = beds.data();
  view.weight = cells.weight.data();
  view.dead_weight = cells.dead_weight;
  view.fast_share = cells.fast_share;
  view.lodged_share = cells.lodged_share;
  view.space_flow = cells.arterial_space_flow;
  view.inverse_space = 1 / (cells.arterial_space * s.voxel_volume);
  view.space_loss = cells.arterial_space_loss;
  view.inflow[0] = rate[0].data();
  view.inflow[1] = rate[1].data();
}

namespace {

SumPlaces sum_places(int places, int beds, int carriers, bool reached) {
  SumPlaces at{};
  int next = 0;
  const auto take = [&next](int count) {
    const int begin = next;
    next += count;
    return begin;
  };
  at.held = take(places * cell_states * carriers);
  at.error = take(places * cell_states * carriers);
  at.lost = take(places * carriers);
  at.living_time = take(places);
  at.lodged_label = take(beds);
  at.retained_label = take(1);
  at.label_lost = take(1);
  at.dead_label_lost = take(1);
  at.label_debris = take(1);
  at.label_freed = take(1);
  at.entered = take(carriers);
  at.left = take(carriers);
  at.reached = reached ? take(4 * carriers) : -1;
  at.lowest = take(1);
  at.count = next;
  return at;
}

/// Runs blocks(first, last, rows of sums, scratch) over all chunks and adds the lanes of the sums, in order,
/// to partial [chunks][count]; of the last `least` of them the smallest is kept.
template <class Blocks>
void over_chunks(const VoxelBlocks& blocks, int carriers, int count, int least, std::vector<double>& partial,
                 Blocks&& run) {
  const int chunks = static_cast<int>(blocks.chunks.size());
  partial.resize(static_cast<std::size_t>(chunks) * static_cast<std::size_t>(count), 0.0);
#pragma omp parallel if (blocks.blocks >= worth_sharing)
  {
    numerics::Numbers<double> sums(static_cast<std::size_t>(count) * 8),
        scratch(static_cast<std::size_t>(scratch_rows(carriers)) * 8);
#pragma omp for schedule(static)
    for (int c = 0; c < chunks; ++c) {
      std::fill(sums.begin(), sums.end(), 0.0);
      run(blocks.chunks[static_cast<std::size_t>(c)].first, blocks.chunks[static_cast<std::size_t>(c)].last,
          sums.data(), scratch.data());
      double* to = partial.data() + static_cast<std::size_t>(c) * static_cast<std::size_t>(count);
      for (int i = 0; i < count; ++i) {
        const double* lanes = sums.data() + 8 * i;
        for (int l = 0; l < 8; ++l) to[i] = i < count - least ? to[i] + lanes[l] : std::min(to[i], lanes[l]);
      }
    }
  }
}

}  // namespace

void VoxelCells::Implementation::make(double dt, const VoxelInflow& inflow, const VoxelLabel* label) {
  Pass pass(*this, dt, inflow);
  VoxelView& view = pass.view;
  if (label) {
    if (!has_label) throw std::invalid_argument("these voxels were made without label");
    for (int i = 0; i < 2; ++i) view.on_cell[i] = label->on_cell[i].data();
    view.on_dead = label->on_dead;
    view.retained_share = label->retained_share;
    view.retained_leak = label->retained_leak;
    view.debris_rate = label->uptake;
  }
  view.left = left_rows.data();
  view.openness = open_rows.data();
  const int places = beds() + 1, n = carriers();
  const SumPlaces at = sum_places(places, beds(), n, watch_sinusoids);
  std::vector<double> partial;
  const auto run = [&](PassPart part) {
    over_chunks(blocks, n, at.count, 1, partial, [&](int first, int last, double* to, double* scratch) {
      (wide ? kernel::step_avx512 : kernel::step_base)(view, at, part, first, last, to, scratch);
    });
  };
  if (neighbours.empty()) {
    run(PassPart::whole);
  } else {
    view.node_rows = NeighbourFlow::rows_for(2 * n + 2);
    view.node = nodes(view.node_rows);
    run(PassPart::entry);
    neighbours.mix(view.node, view.blocks, view.node_rows, 2 * n);
    run(PassPart::tanks);
  }

  const auto segments = static_cast<std::size_t>(VoxelSums::segments);
  const auto collect = [&](std::vector<double>& sum, int first, int count) {
    const auto size = static_cast<std::size_t>(count);
    sum.assign(segments * size, 0.0);
    for (std::size_t c = 0; c < blocks.chunks.size(); ++c) {
      const double* from = partial.data() + c * static_cast<std::size_t>(at.count) + first;
      double* to = sum.data() + static_cast<std::size_t>(blocks.chunks[c].segment) * size;
      for (std::size_t i = 0; i < size; ++i) to[i] += from[i];
    }
    for (std::size_t segment = 1; segment < segments; ++segment)
      for (std::size_t i = 0; i < size; ++i) sum[i] += sum[segment * size + i];
  };
  collect(sums.held, at.held, at.error - at.held);
  collect(sums.error, at.error, at.lost - at.error);
  collect(sums.lost, at.lost, at.living_time - at.lost);
  collect(sums.living_time, at.living_time, places);
  collect(sums.lodged_label, at.lodged_label, beds());
  collect(sums.retained_label, at.retained_label, 1);
  if (watch_sinusoids) collect(sums.reached, at.reached, 4 * n);
  std::vector<double> total;
  const auto whole = [&](int first) {
    collect(total, first, 1);
    return total[0];
  };
  sums.label_lost = whole(at.label_lost);
  sums.dead_label_lost = whole(at.dead_label_lost);
  sums.label_debris = whole(at.label_debris);
  sums.label_freed = whole(at.label_freed);
  sums.label_taken = label ? label->uptake * dt : 0;
  for (const auto& [sum, first] : {std::pair{&sums.entered, at.entered}, std::pair{&sums.left, at.left}}) {
    collect(*sum, first, n);
    sum->resize(static_cast<std::size_t>(n));
  }
  sums.lowest = 0;
  for (std::size_t c = 0; c < blocks.chunks.size(); ++c)
    sums.lowest = std::min(sums.lowest, partial[(c + 1) * static_cast<std::size_t>(at.count) - 1]);
}

const VoxelSums& VoxelCells::step(double dt, const VoxelInflow& inflow, const VoxelLabel* label) {
  self_->make(dt, inflow, label);
  self_->history[0] = dt;
  self_->gather_left();
  self_->read_openness();
  return self_->sums;
}

VoxelResponse VoxelCells::respond(double dt, const VoxelInflow& inflow, std::span<const double> arterial_unit,
                                  std::span<const double> portal_unit,
                                  std::span<const double> arrives) const {
  const Implementation& s = *self_;
  const int n = s.carriers();
  const auto carriers = static_cast<std::size_t>(n);
  VoxelResponse response;
  for (auto* part : {&response.left, &response.arterial_gain, &response.portal_gain})
    part->assign(carriers, 0.0);
  if (arrives.size() != s.terminals[2] || arterial_unit.size() != s.terminals[0] * carriers ||
      portal_unit.size() != s.terminals[1] * carriers)
    throw std::invalid_argument("a response is asked for with one number for each terminal");
  if (std::all_of(arrives.begin(), arrives.end(), [](double x) { return x == 0; })) return response;
  Implementation::Pass pass(s, dt, inflow);
  VoxelView& view = pass.view;
  view.unit[0] = arterial_unit.data();
  view.unit[1] = portal_unit.data();
  view.arrives = arrives.data();
  std::vector<double> partial;
  const auto run = [&](PassPart part) {
    over_chunks(s.blocks, n, 3 * n, 0, partial, [&](int first, int last, double* sums, double* scratch) {
      (s.wide ? kernel::respond_avx512 : kernel::respond_base)(view, part, first, last, sums, scratch);
    });
  };
  if (s.neighbours.empty()) {
    run(PassPart::whole);
  } else {
    view.node_rows = NeighbourFlow::rows_for(6 * n);
    view.node = s.nodes(view.node_rows);
    run(PassPart::entry);
    s.neighbours.mix(view.node, view.blocks, view.node_rows, 6 * n);
    run(PassPart::tanks);
  }
  for (std::size_t c = 0; c < s.blocks.chunks.size(); ++c) {
    const double* from = partial.data() + c * 3 * carriers;
    for (std::size_t k = 0; k < carriers; ++k) {
      response.left[k] += from[k];
      response.arterial_gain[k] += from[carriers + k];
      response.portal_gain[k] += from[2 * carriers + k];
    }
  }
  return response;
}

std::vector<std::span<double>> VoxelCells::arrays() {
  Implementation& s = *self_;
  return {s.state, s.open_rows, s.sums.held, s.sums.lodged_label, s.sums.retained_label, s.history};
}

void VoxelCells::visited() { self_->read_openness(); }

}  // namespace cellroute::liver
