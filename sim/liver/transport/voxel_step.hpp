// A step of the cells and label in blocks of voxels: one stream through memory.
#pragma once

#include "sim/liver/transport/voxel_stage.hpp"

namespace cellroute::liver::kernel {
inline namespace CELLROUTE_ISA {

template <bool Label>
class Step {
 public:
  Step(const VoxelView& view, const SumPlaces& places, double* sums, double* scratch)
      : v(view), at(places), sums_(sums), scratch_(scratch) {}

  void block(PassPart part, int number) {
    state_ = v.state + static_cast<std::size_t>(number) * v.rows * width;
    flow_ = v.flow + static_cast<std::size_t>(number) * 3 * width;
    // What goes from bed to bed: rates at both stages by carrier, then label set free by the macrophages.
    double* chain = v.node ? v.node + static_cast<std::size_t>(number) * v.node_rows * width : scratch_;
    freed_ = chain + 2 * v.carriers * width;
    if (part != PassPart::tanks) {
      store(freed_, Lanes(0.0));
      store(freed_ + width, Lanes(0.0));
      entry(number, chain);
    }
    if (part == PassPart::entry) return;
    Lanes resistance(0.0);
    for (int b = 2; b < v.beds; ++b) {
      const Lanes plugged = bed(b, load(flow_ + 2 * width), chain);
      resistance = fma(Lanes(v.bed[b].openness_share),
                       numerics::exp(Lanes(v.bed[b].plugging_exponent) * plugged), resistance);
    }
    store(v.openness + (static_cast<std::size_t>(number) * 3 + 2) * width, Lanes(1.0) / resistance);
    double* left = v.left + static_cast<std::size_t>(number) * v.carriers * width;
    for (int k = 0; k < v.carriers; ++k) {
      const Lanes out = over_step(v, load(chain + 2 * k * width), load(chain + (2 * k + 1) * width));
      store(left + k * width, out);
      add(sums_, at.left + k, out);
    }
    if constexpr (Label) retain(number);
  }

 private:
  /// Venules, arterioles and arterial space; leaves what reaches the node in `chain`.
  void entry(int number, double* chain) {
    const double* share = v.share + static_cast<std::size_t>(number) * 2 * width;
    const std::int32_t* terminal = v.terminal + static_cast<std::size_t>(number) * 3 * width;
    double* arterial = scratch_ + (2 * v.carriers + 2) * width;
    for (int k = 0; k < v.carriers; ++k) {
      const Lanes a = at_terminals(v.inflow[0], terminal, v.carriers, k, load(share));
      const Lanes p = at_terminals(v.inflow[1], terminal + width, v.carriers, k, load(share + width));
      for (int i = 0; i < 2; ++i) {
        store(arterial + (2 * k + i) * width, a);
        store(chain + (2 * k + i) * width, p);
      }
      add(sums_, at.entered + k, Lanes(v.dt) * (a + p));
    }
    const Lanes venules = bed(0, load(flow_ + width), chain);
    const Lanes arterioles = bed(1, load(flow_), arterial);
    if (at.reached >= 0)
      for (int k = 0; k < v.carriers; ++k)
        reach(0, k, load(chain + 2 * k * width), load(chain + (2 * k + 1) * width));
    double* open = v.openness + static_cast<std::size_t>(number) * 3 * width;
    store(open, numerics::exp(Lanes(-v.bed[1].plugging_exponent) * arterioles));
    store(open + width, numerics::exp(Lanes(-v.bed[0].plugging_exponent) * venules));
    Lanes label_lost(0.0), living(0.0), lowest = load(sums_ + at.lowest * width);
    const Lanes through(v.space_flow), past(1 - v.space_flow);
    const Lanes q = load(flow_) * Lanes(v.space_flow * v.inverse_space);
    for (int k = 0; k < v.carriers; ++k) {
      const Lanes first = load(arterial + 2 * k * width), last = load(arterial + (2 * k + 1) * width);
      double* at_space = state_ + (v.space_row + k) * width;
      const double loss = k < v.populations ? v.space_loss : 0;
      const Lanes y = load(at_space), h(v.h), blood = Lanes(1.0) / fma(h, q + Lanes(loss), Lanes(1.0));
      const Lanes c1 = fma(h, through * first, y) * blood;
      const Lanes c2 = fma(h, through * last, second_start(y, c1)) * blood;
      const Lanes out1 = fma(past, first, q * c1), out2 = fma(past, last, q * c2);
      add(chain, 2 * k, out1);
      add(chain, 2 * k + 1, out2);
      if (at.reached >= 0) reach(1, k, out1, out2);
      store(at_space, c2);
      count(v.beds, 0, k, y, c1, c2, lowest);
      if (k < v.populations) {
        add(sums_, at.lost + v.beds * v.carriers + k, Lanes(loss) * over_step(v, c1, c2));
        living = living + over_step(v, c1, c2);
        if constexpr (Label)
          label_lost = label_lost +
                       Lanes(loss) * over_step(v, Lanes(v.on_cell[0][k]) * c1, Lanes(v.on_cell[1][k]) * c2);
      }
    }
    store(sums_ + at.lowest * width, lowest);
    add(sums_, at.living_time + v.beds, living);
    if constexpr (Label) {
      add(sums_, at.label_lost, label_lost);
      add(sums_, at.label_debris, label_lost);
    }
  }

  /// What reaches the node by portal (0) or arterial (1) blood: over the step, and the rate at its end.
  void reach(int entry, int k, Lanes first, Lanes last) {
    add(sums_, at.reached + 2 * entry * v.carriers + k, over_step(v, first, last));
    add(sums_, at.reached + (2 * entry + 1) * v.carriers + k, last);
  }

  /// Held at the end and its error.
  CELLROUTE_INLINE void count(int place, int state, int k, Lanes y, Lanes first, Lanes last, Lanes& lowest) {
    const int i = (place * living_states + state) * v.carriers + k;
    add(sums_, at.held + i, last);
    add(sums_, at.error + i, embedded_error(y, first, last));
    lowest = min(lowest, last);
  }

  /// One bed; `chain` holds what enters and then what leaves [cell/s]. Returns S at the end.
  Lanes bed(int number, Lanes flow, double* chain) {
    const BedStep& b = v.bed[number];
    double* s = state_ + number * v.bed_rows * width;
    double* before = state_ + (v.free_row + 2 * number) * width;
    const Free free = free_sites(v, b, s, before);
    store(before, free.trap_now);
    store(before + width, free.adhesion_now);
    const Lanes q = flow * Lanes(b.inverse_blood);
    Lanes occupied(0.0), living(0.0), lowest = load(sums_ + at.lowest * width);
    Lanes blood_label(0.0), tissue_label[2] = {Lanes(0.0), Lanes(0.0)};  // lost with cells that die
    for (int k = 0; k < v.populations; ++k, s += living_states * width, chain += 2 * width) {
      const Factors f = factors(v, b, free, q, k);
      const Tissue y = tissue(s);
      Tissue y1, from, y2;
      blood_stage(v, b, f, k, y, load(chain), y1);
      const Lanes dying1 = tissue_stage(v, b, y, y1);
      from = {second_start(y.c, y1.c), second_start(y.t1, y1.t1), second_start(y.t2, y1.t2),
              second_start(y.a, y1.a), second_start(y.h, y1.h),   second_start(y.x, y1.x)};
      blood_stage(v, b, f, k, from, load(chain + width), y2);
      const Lanes dying2 = tissue_stage(v, b, from, y2);
      store(chain, q * y1.c);
      store(chain + width, q * y2.c);
      const Lanes all[] = {y2.c, y2.t1, y2.t2, y2.a, y2.h, y2.x};
      for (int i = 0; i < living_states; ++i) store(s + i * width, all[i]);
      count(number, 0, k, y.c, y1.c, y2.c, lowest);
      count(number, 1, k, y.t1, y1.t1, y2.t1, lowest);
      count(number, 2, k, y.t2, y1.t2, y2.t2, lowest);
      count(number, 3, k, y.a, y1.a, y2.a, lowest);
      count(number, 4, k, y.h, y1.h, y2.h, lowest);
      count(number, 5, k, y.x, y1.x, y2.x, lowest);
      const Lanes loss(b.loss_circulating);
      add(sums_, at.lost + number * v.carriers + k,
          over_step(v, fma(loss, y1.c, dying1), fma(loss, y2.c, dying2)));
      living = living + over_step(v, y1.c + y1.t1 + y1.t2 + y1.a + y1.h, y2.c + y2.t1 + y2.t2 + y2.a + y2.h);
      occupied = fma(Lanes(v.weight[k]), y2.t1 + y2.t2 + y2.x, occupied);
      if constexpr (Label) {
        const Lanes on1(v.on_cell[0][k]), on2(v.on_cell[1][k]);
        blood_label = blood_label + loss * over_step(v, on1 * y1.c, on2 * y2.c);
        tissue_label[0] = fma(on1, dying1, tissue_label[0]);
        tissue_label[1] = fma(on2, dying2, tissue_label[1]);
      }
    }
    add(sums_, at.living_time + number, living);

    // The dead of the dose.
    const int k = v.populations;
    const Lanes h(v.h), clear(b.clearance), trapped = Lanes(b.dead_extraction) * free.trap;
    const Lanes blood = Lanes(1.0) / fma(h, q + clear, Lanes(1.0));
    const Lanes c = load(s), x = load(s + width), in1 = load(chain), in2 = load(chain + width);
    const Lanes stop1 = trapped * in1, stop2 = trapped * in2;
    const Lanes c1 = fma(h, in1 - stop1, c) * blood, x1 = fma(h, stop1, x) * Lanes(b.dead);
    const Lanes c2 = fma(h, in2 - stop2, second_start(c, c1)) * blood;
    const Lanes x2 = fma(h, stop2, second_start(x, x1)) * Lanes(b.dead);
    store(chain, q * c1);
    store(chain + width, q * c2);
    store(s, c2);
    store(s + width, x2);
    count(number, 0, k, c, c1, c2, lowest);
    count(number, 5, k, x, x1, x2, lowest);
    add(sums_, at.lost + number * v.carriers + k, clear * over_step(v, c1 + x1, c2 + x2));
    store(sums_ + at.lowest * width, lowest);
    occupied = fma(Lanes(v.dead_weight), x2, occupied);

    if constexpr (Label) {
      const Lanes stays(v.lodged_share), on_dead(v.on_dead), kept(v.retained_share);
      double* lodged = state_ + (v.label_row + number) * width;
      const Lanes l = load(lodged);
      const Lanes l1 = fma(h, fma(stays, tissue_label[0], on_dead * stop1), l) * Lanes(b.dead);
      const Lanes l2 =
          fma(h, fma(stays, tissue_label[1], on_dead * stop2), second_start(l, l1)) * Lanes(b.dead);
      store(lodged, l2);
      add(sums_, at.lodged_label + number, l2);
      const Lanes died = over_step(v, tissue_label[0], tissue_label[1]);
      const Lanes swept = on_dead * clear * over_step(v, c1, c2);
      const Lanes cleared = clear * over_step(v, l1, l2);
      add(sums_, at.label_lost, blood_label + died);
      add(sums_, at.dead_label_lost, fma(on_dead, over_step(v, stop1, stop2), swept));
      add(sums_, at.label_debris,
          blood_label + (Lanes(1.0) - stays) * died + swept + (Lanes(1.0) - kept) * cleared);
      add(freed_, 0, kept * clear * l1);
      add(freed_, 1, kept * clear * l2);
    }
    return occupied * Lanes(b.inverse_paths);
  }

  /// Label kept by the macrophages of the voxels.
  void retain(int number) {
    double* place = state_ + (v.label_row + v.beds) * width;
    const Lanes h(v.h), inverse(1 / (1 + v.h * v.retained_leak));
    const Lanes taken = load(v.uptake + static_cast<std::size_t>(number) * width) * Lanes(v.debris_rate);
    const Lanes r = load(place), r1 = fma(h, load(freed_) + taken, r) * inverse;
    const Lanes r2 = fma(h, load(freed_ + width) + taken, second_start(r, r1)) * inverse;
    store(place, r2);
    add(sums_, at.retained_label, r2);
    add(sums_, at.label_freed, Lanes(v.retained_leak) * over_step(v, r1, r2));
  }

  const VoxelView& v;
  const SumPlaces& at;
  double *sums_, *scratch_;
  double* state_ = nullptr;
  const double* flow_ = nullptr;
  double* freed_ = nullptr;
};

inline void step_blocks(const VoxelView& view, const SumPlaces& places, PassPart part, int first, int last,
                        double* sums, double* scratch) {
  if (view.on_cell[0]) {
    Step<true> step(view, places, sums, scratch);
    for (int i = first; i < last; ++i) step.block(part, i);
  } else {
    Step<false> step(view, places, sums, scratch);
    for (int i = first; i < last; ++i) step.block(part, i);
  }
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::liver::kernel
