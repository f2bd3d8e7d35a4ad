// What leaves blocks of voxels during a step, as a line in what enters: the same stages, nothing changed.
//
// The second stage has the matrix of the first, so that a bed turns rates (i1, i2) that enter at the stages
// into  o1 = s1 + a i1,  o2 = s2 + b i1 + a i2.
#pragma once

#include "sim/liver/transport/voxel_stage.hpp"

namespace cellroute::liver::kernel {
inline namespace CELLROUTE_ISA {

class Respond {
 public:
  Respond(const VoxelView& view, double* sums, double* scratch) : v(view), sums_(sums), scratch_(scratch) {}

  void block(PassPart part, int number) {
    state_ = v.state + static_cast<std::size_t>(number) * v.rows * width;
    flow_ = v.flow + static_cast<std::size_t>(number) * 3 * width;
    double* chain = v.node ? v.node + static_cast<std::size_t>(number) * v.node_rows * width : scratch_;
    if (part != PassPart::tanks) entry(number, chain);
    if (part == PassPart::entry) return;
    for (int b = 2; b < v.beds; ++b) bed(b, load(flow_ + 2 * width), chain, columns);
    const std::int32_t* terminal = v.terminal + (static_cast<std::size_t>(number) * 3 + 2) * width;
    const Lanes arrives = at_terminals(v.arrives, terminal, 1, 0, Lanes(1.0));
    for (int k = 0; k < v.carriers; ++k)
      for (int c = 0; c < 3; ++c) {
        const double* out = chain + (columns * k + 2 * c) * width;
        add(sums_, c * v.carriers + k, arrives * over_step(v, load(out), load(out + width)));
      }
  }

 private:
  static constexpr int columns = 6;  // two stages each: what is held and known, per artery, per portal vein

  void entry(int number, double* chain) {
    const double* share = v.share + static_cast<std::size_t>(number) * 2 * width;
    const std::int32_t* terminal = v.terminal + static_cast<std::size_t>(number) * 3 * width;
    // Each side alone: what is held and known, then per unit. The venules first, then the arterioles.
    const int side = 4;
    double* own = scratch_ + columns * v.carriers * width;
    for (int tree = 1; tree >= 0; --tree) {
      for (int k = 0; k < v.carriers; ++k) {
        const Lanes known =
            at_terminals(v.inflow[tree], terminal + tree * width, v.carriers, k, load(share + tree * width));
        const Lanes unit =
            at_terminals(v.unit[tree], terminal + tree * width, v.carriers, k, load(share + tree * width)) *
            Lanes(1 / v.dt);
        for (int i = 0; i < 2; ++i) {
          store(own + (side * k + i) * width, known);
          store(own + (side * k + 2 + i) * width, unit);
        }
      }
      bed(1 - tree, load(flow_ + tree * width), own, side);
      const Lanes q = load(flow_) * Lanes(v.space_flow * v.inverse_space);
      for (int k = 0; k < v.carriers; ++k) {
        double* to = chain + columns * k * width;
        const double* from = own + side * k * width;
        if (tree == 1) {
          for (int i = 0; i < 2; ++i) {
            store(to + i * width, load(from + i * width));
            store(to + (4 + i) * width, load(from + (2 + i) * width));
          }
          continue;
        }
        const double loss = k < v.populations ? v.space_loss : 0;
        const Lanes y = load(state_ + (v.space_row + k) * width), h(v.h);
        const Lanes blood = Lanes(1.0) / fma(h, q + Lanes(loss), Lanes(1.0));
        const Lanes through(v.space_flow), past(1 - v.space_flow);
        for (int c = 0; c < 2; ++c) {
          const Lanes start = c == 0 ? y : Lanes(0.0);
          const Lanes first = load(from + 2 * c * width), last = load(from + (2 * c + 1) * width);
          const Lanes c1 = fma(h, through * first, start) * blood;
          const Lanes c2 = fma(h, through * last, second_start(start, c1)) * blood;
          const Lanes out1 = fma(past, first, q * c1), out2 = fma(past, last, q * c2);
          if (c == 0) {
            add(to, 0, out1);
            add(to, 1, out2);
          } else {
            store(to + 2 * width, out1);
            store(to + 3 * width, out2);
          }
        }
      }
    }
  }

  /// `count` columns of `chain`, the first two of which also get what the bed holds.
  void bed(int number, Lanes flow, double* chain, int count) {
    const BedStep& b = v.bed[number];
    const double* s = state_ + number * v.bed_rows * width;
    const Free free = free_sites(v, b, s, state_ + (v.free_row + 2 * number) * width);
    const Lanes q = flow * Lanes(b.inverse_blood), zero(0.0), one(1.0);
    const auto pass = [&](Lanes held1, Lanes held2, Lanes a, Lanes bb) {
      for (int c = 0; c < count; c += 2) {
        const Lanes first = load(chain + c * width), last = load(chain + (c + 1) * width);
        store(chain + c * width, fma(a, first, c == 0 ? held1 : zero));
        store(chain + (c + 1) * width, fma(bb, first, fma(a, last, c == 0 ? held2 : zero)));
      }
      chain += count * width;
    };
    for (int k = 0; k < v.populations; ++k, s += living_states * width) {
      const Factors f = factors(v, b, free, q, k);
      const Tissue y = {load(s), load(s + width), load(s + 2 * width), load(s + 3 * width), zero, zero};
      Tissue y1, y2;
      const auto onwards = [](const Tissue& from, const Tissue& first) {
        return Tissue{second_start(from.c, first.c),
                      second_start(from.t1, first.t1),
                      second_start(from.t2, first.t2),
                      second_start(from.a, first.a),
                      Lanes(0.0),
                      Lanes(0.0)};
      };
      blood_stage(v, b, f, k, y, zero, y1);
      blood_stage(v, b, f, k, onwards(y, y1), zero, y2);
      const Tissue none = {zero, zero, zero, zero, zero, zero};
      Tissue u1, u2;
      blood_stage(v, b, f, k, none, one, u1);
      blood_stage(v, b, f, k, onwards(none, u1), zero, u2);
      pass(q * y1.c, q * y2.c, q * u1.c, q * u2.c);
    }
    const Lanes h(v.h), blood = one / fma(h, q + Lanes(b.clearance), one);
    const Lanes passing = one - Lanes(b.dead_extraction) * free.trap;
    const Lanes c = load(s), c1 = c * blood, c2 = second_start(c, c1) * blood;
    const Lanes u1 = h * passing * blood, u2 = second_start(zero, u1) * blood;
    pass(q * c1, q * c2, q * u1, q * u2);
  }

  const VoxelView& v;
  double *sums_, *scratch_;
  const double* state_ = nullptr;
  const double* flow_ = nullptr;
};

inline void respond_blocks(const VoxelView& view, PassPart part, int first, int last, double* sums,
                           double* scratch) {
  Respond respond(view, sums, scratch);
  for (int i = first; i < last; ++i) respond.block(part, i);
}

}  // namespace CELLROUTE_ISA
}  // namespace cellroute::liver::kernel
