// The right-hand side behind the cells: label, and running totals of what was lost and lived.
#pragma once

#include "sim/body/equations.hpp"

namespace cellroute::body {

template <class Real, int Fixed>
void Equations<Real, Fixed>::label_age(const Real* c, const Real& t, Real* age) const {
  for (int k = 0; k < classes_.end(); k += width) {
    put(age + k, exp(-(Along(c[v.leak]) * max(Along(0.0), Along(t) - row(c + v.label_time + k)))));
  }
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::infuse_label(const Real* c, const Real* age, Real* rows) const {
  Real in_living(0.0), in_free(0.0), dead_cells(0.0);
  const int P = classes_.populations();
  for (int k = 0; k < classes_.end(); k += width) {
    Along cells(0.0);
    for (int p = 0; p < entry_points; ++p) cells = cells + row(c + v.dose_at(p, k));
    const Along on_cell = row(c + v.label_per_cell + k), kept = on_cell * row(age + k);
    in_living = classes_.add(in_living, kept * cells, k, P);
    // What leaked before the infusion is free label.
    in_free = classes_.add(in_free, (row(c + v.label_unbound + k) + on_cell - kept) * cells, k, P);
  }
  for (int p = 0; p < entry_points; ++p) dead_cells = dead_cells + c[v.dose_at(p, P)];
  in_free = fma(c[v.dead_label_unbound], dead_cells, in_free);
  Real* pool = rows + v.label_pool;
  pool[dead_label] = pool[dead_label] + c[v.dead_label_per_cell] * dead_cells;
  pool[living_label] = pool[living_label] + in_living;
  pool[free_label] = pool[free_label] + in_free;
}

/// Label on a cell of each population; nothing where no population stands.
template <class Real, int Fixed>
void Equations<Real, Fixed>::label_on_cells(const Real* c, const Real* age, Real* label) const {
  for (int k = 0; k < classes_.end(); k += width)
    put(label + k, classes_.living(row(c + v.label_per_cell + k) * row(age + k), k));
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::label_drift(const Real* c, const Real* x, const Real* aging, Real* rows) {
  const int P = classes_.populations(), S = classes_.class_stride();
  label_on_cells(c, aging, label_.data());
  const auto lost_by = [&](Real sum, Along dying, int k) {
    return classes_.add(sum, row(label_.data() + k) * dying, k, P);
  };
  for (int i = v.label_lodged; i < v.lost; ++i) rows[i] = Real(0.0);
  Real swept(0.0), stays_behind(0.0);
  for (int k = 0; k < classes_.end(); k += width) {
    Along dying(0.0);
    for (int n = 0; n < v.nodes; ++n)
      dying = fma(Along(c[v.loss_circulating + n]), row(x + v.circulating(n, k)), dying);
    for (int d = 0; d < v.depots; ++d)
      dying = fma(Along(c[v.depot_loss + d]), row(x + v.in_depot(d, k)), dying);
    swept = lost_by(swept, dying, k);
  }
  for (int b = 0; b < v.beds; ++b) {
    const Along die_trapped = c[v.loss_trapped + b], die_adherent = c[v.loss_adherent + b],
                die_homed = c[v.loss_homed + b];
    const Real* tissue = x + v.in_tissue(b, 0, 0);
    Real label(0.0);
    for (int k = 0; k < classes_.end(); k += width) {
      const Along trapped = row(tissue + trapped_fast * S + k) + row(tissue + trapped_slow * S + k);
      const Along held =
          fma(die_adherent, row(tissue + adherent * S + k), die_homed * row(tissue + homed * S + k));
      label = lost_by(label, fma(die_trapped, trapped, held), k);
    }
    const Real lodging = c[v.lodged_share] * label;
    rows[v.label_lodged + b] = lodging;
    stays_behind = stays_behind + lodging;
    swept = swept + (label - lodging);
  }
  Real entering(0.0);
  for (int k = 0; k < classes_.end(); k += width) {
    Along dose(0.0);
    for (int p = 0; p < entry_points; ++p) dose = dose + row(c + v.dose_at(p, k));
    entering = lost_by(entering, dose, k);
  }
  rows[v.label_pool + debris_label] = swept;
  rows[v.label_pool + living_label] = entering - swept - stays_behind;
  rows[v.label_pool + free_label] = -entering;
}

template <class Real, int Fixed>
void Equations<Real, Fixed>::tail(const Real* c, const Real* x, const Real* age, const Real* more,
                                  const Real* more_age, const Real* trapped_dead, Real* rows) {
  const Real zero(0.0), one(1.0);
  const Real stays = c[v.lodged_share];
  const int P = classes_.populations(), S = classes_.class_stride(), stride = classes_.carrier_stride();
  Real* of_zone = sums_.data() + organ_count * stride;  // living cells, like those of each organ before it
  Real* of_blood = of_zone + report_zones * stride;     // label on cells that die in the blood
  const Real* label_here = label_.data();
  const Real* more_label = more_label_.data();
  for (std::size_t i = 0; i < sums_.size(); i += width) put(sums_.data() + i, Along(0.0));
  for (int i = 0; i < organ_count * S; i += width) put(rows + v.lost + i, Along(0.0));
  label_on_cells(c, age, label_.data());
  if (more != nullptr) label_on_cells(c, more_age, more_label_.data());
  const auto gather = [](Real* into, Along amount) { put(into, row(into) + amount); };

  for (int n = 0; n < v.nodes; ++n) {
    const int o = v.organ_of_node[n], b = v.bed_of_node[n];
    const Along rate = c[v.loss_circulating + n];
    Real* zone = b >= 0 && v.zone_of_bed[b] >= 0 ? of_zone + v.zone_of_bed[b] * stride : nullptr;
    for (int k = 0; k < classes_.end(); k += width) {
      Along cells = classes_.living(row(x + v.circulating(n, k)), k), dying = rate * cells;
      Along label = row(label_here + k) * dying;
      if (more != nullptr) {
        const Along others = classes_.living(row(more + v.circulating(n, k)), k);
        cells = cells + others;
        label = fma(row(more_label + k), rate * others, label);
        dying = rate * cells;
      }
      gather(rows + v.lost_in(o, k), dying);
      gather(of_blood + k, label);
      gather(sums_.data() + o * stride + k, cells);
      if (zone != nullptr) gather(zone + k, cells);
    }
  }
  Real label_lost(0.0), dead_lost(0.0), cleared_dead(0.0);
  for (int k = 0; k < classes_.end(); k += width)
    label_lost = classes_.add(label_lost, row(of_blood + k), k, P);
  Real label_debris = label_lost;
  const Real dead_label_each = c[v.dead_label_per_cell];
  for (int b = 0; b < v.beds; ++b) {
    const int o = v.organ_of_bed[b];
    const Along die_trapped = c[v.loss_trapped + b], die_adherent = c[v.loss_adherent + b],
                die_homed = c[v.loss_homed + b];
    Real* zone = v.zone_of_bed[b] >= 0 ? of_zone + v.zone_of_bed[b] * stride : nullptr;
    Real label = zero;
    for (int k = 0; k < classes_.end(); k += width) {
      Along cells(0.0), dying(0.0), label_here_lost(0.0);
      const auto count = [&](const Real* state, const Real* on_cell) {
        const Real* tissue = state + v.in_tissue(b, 0, k);
        const Along trapped = row(tissue + trapped_fast * S) + row(tissue + trapped_slow * S);
        const Along stuck = row(tissue + adherent * S), home = row(tissue + homed * S);
        const Along die = fma(die_trapped, trapped, fma(die_adherent, stuck, die_homed * home));
        dying = dying + die;
        label_here_lost = fma(row(on_cell + k), die, label_here_lost);
        cells = cells + (trapped + stuck + home);
      };
      count(x, label_here);
      if (more != nullptr) count(more, more_label);
      gather(rows + v.lost_in(o, k), dying);
      label = classes_.add(label, label_here_lost, k, P);
      gather(sums_.data() + o * stride + k, cells);
      if (zone != nullptr) gather(zone + k, cells);
    }
    label_lost = label_lost + label;
    label_debris = label_debris + (one - stays) * label;

    const Real cleared = c[v.clearance + b];
    const int n = v.circulating(v.node_of_bed[b], P), d = v.dead_in(b);
    const Real blood = more != nullptr ? x[n] + more[n] : x[n],
               here = more != nullptr ? x[d] + more[d] : x[d];
    const Real swept = cleared * blood;  // dead cells taken out of the blood
    cleared_dead = cleared_dead + swept + cleared * here;
    dead_lost = dead_lost + trapped_dead[b] + swept;
    label_debris = fma(dead_label_each, swept, label_debris);
    rows[v.label_lodged + b] =
        stays * label + dead_label_each * trapped_dead[b] - cleared * x[v.label_lodged + b];
  }
  if (v.depots > 0) {
    const int organ[depot_kinds] = {circulation::spleen, liver_organ};
    for (int d = 0; d < depot_kinds; ++d) {
      Real label = zero;
      const Along rate = c[v.depot_loss + d];
      for (int k = 0; k < classes_.end(); k += width) {
        Along cells = classes_.living(row(x + v.in_depot(d, k)), k),
              lost_label = row(label_here + k) * (rate * cells);
        if (more != nullptr) {
          const Along others = classes_.living(row(more + v.in_depot(d, k)), k);
          cells = cells + others;
          lost_label = fma(row(more_label + k), rate * others, lost_label);
        }
        gather(rows + v.lost_in(organ[d], k), rate * cells);
        gather(sums_.data() + organ[d] * stride + k, cells);
        label = classes_.add(label, lost_label, k, P);
      }
      label_debris = label_debris + label;
      label_lost = label_lost + label;
    }
  }

  const Real debris = x[v.label_pool + debris_label], loose = x[v.label_pool + free_label];
  Real taken(0.0), given_back(0.0), set_free(0.0);
  for (int o = 0; o < tissue_organs; ++o) {
    const Real taken_here = c[v.uptake + o] * debris;
    const Real leaked = c[v.retained_leak] * x[v.label_retained + o];
    rows[v.label_retained + o] = taken_here - leaked;
    taken = taken + taken_here;
    given_back = given_back + leaked;
  }
  for (int b = 0; b < v.beds; ++b) {
    const Real freed = c[v.clearance + b] * x[v.label_lodged + b];
    const int o = v.label_retained + v.organ_of_bed[b];
    rows[o] = fma(c[v.retained_share], freed, rows[o]);
    set_free = fma(one - c[v.retained_share], freed, set_free);
  }
  const Real leaked = c[v.leak] * x[v.label_pool + living_label];
  const Real excreted = c[v.excretion] * loose, bound = c[v.binding] * loose;
  rows[v.label_pool + debris_label] = label_debris + set_free - taken;
  rows[v.label_pool + free_label] = leaked + given_back - excreted - bound;
  rows[v.label_pool + bound_label] = bound;
  rows[v.label_pool + excreted_label] = excreted;
  rows[v.label_pool + living_label] = -leaked - label_lost;
  rows[v.label_pool + dead_label] = -(dead_label_each * dead_lost);
  rows[v.dead_cleared] = cleared_dead;
  for (int i = 0; i < organ_count + report_zones; ++i) {
    Real sum(0.0);
    for (int k = 0; k < classes_.end(); k += width)
      sum = classes_.add(sum, row(sums_.data() + i * stride + k), k, P);
    if (i < organ_count) {
      rows[v.living_time + i] = sum;
    } else {
      rows[v.zone_time + i - organ_count] = sum;
      rows[v.kupffer_time + i - organ_count] = c[v.kupffer + i - organ_count] * sum;
    }
  }
}

}  // namespace cellroute::body
