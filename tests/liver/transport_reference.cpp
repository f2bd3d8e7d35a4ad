#include "tests/liver/transport_reference.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::testing {

namespace {
std::size_t place(int a) { return static_cast<std::size_t>(a); }
}  // namespace

ReferenceVoxel::ReferenceVoxel(const LiverCells& the_cells) : cells(the_cells), y(at_moved(4), 0.0) {}

// The dead use states 0 (C) and 5 (X).
std::size_t ReferenceVoxel::at(int bed, int state, int k) const {
  return place((bed * 6 + state) * cells.carriers() + k);
}
std::size_t ReferenceVoxel::at_space(int k) const { return at(beds(), 0, k); }
std::size_t ReferenceVoxel::at_left(int k) const { return at_space(cells.carriers()) + place(k); }
std::size_t ReferenceVoxel::at_lost(int where, int k) const {
  return at_left(cells.carriers()) + place(where * cells.carriers() + k);
}
std::size_t ReferenceVoxel::at_label(int bed) const { return at_lost(beds() + 1, 0) + place(bed); }
std::size_t ReferenceVoxel::at_moved(int which) const { return at_label(beds() + 1) + place(which); }

double ReferenceVoxel::held(int bed, int state, int carrier) const { return y[at(bed, state, carrier)]; }

std::vector<double> ReferenceVoxel::rates(const VoxelForcing& f, double t,
                                          const std::vector<double>& x) const {
  std::vector<double> dx(x.size(), 0.0);
  const int P = cells.populations, all = P + 1;
  std::vector<double> on_cell(place(P));
  for (int k = 0; k < P; ++k) on_cell[place(k)] = f.label_at_start[place(k)] * std::exp(-f.leak * t);
  std::vector<double> into_node(place(all), 0.0), entering;
  const double q_all = f.arterial_flow + f.portal_flow;

  const auto bed = [&](int b, double flow, const std::vector<double>& J) {
    const LiverBed& bed = cells.beds[place(b)];
    const double out_rate = flow / (bed.blood * f.volume);
    double occupied = cells.dead_weight * x[at(b, 5, P)], stuck = 0;
    for (int k = 0; k < P; ++k) {
      occupied += cells.weight[place(k)] * (x[at(b, 1, k)] + x[at(b, 2, k)] + x[at(b, 5, k)]);
      stuck += x[at(b, 3, k)];
    }
    const double gT = std::max(0.0, 1 - occupied / (bed.trap_sites * f.volume));
    const double gA = std::max(0.0, 1 - stuck / (bed.adhesion_sites * f.volume));
    std::vector<double> out(place(all));
    for (int k = 0; k < P; ++k) {
      const double C = x[at(b, 0, k)], T1 = x[at(b, 1, k)], T2 = x[at(b, 2, k)], A = x[at(b, 3, k)],
                   H = x[at(b, 4, k)], X = x[at(b, 5, k)], in = J[place(k)];
      const double FT = bed.extraction[place(k)] * gT * in, FA = (in - FT) * bed.filter * gA;
      const double k1 = bed.release_fast[place(k)], k2 = bed.release_slow[place(k)], a = bed.adhere * gA;
      dx[at(b, 0, k)] = in - FT - FA + k1 * T1 + k2 * T2 + bed.detach * A -
                        (bed.kappa * gA + bed.loss_circulating + out_rate) * C;
      dx[at(b, 1, k)] = cells.fast_share * FT - (k1 + a + bed.loss_trapped) * T1;
      dx[at(b, 2, k)] = (1 - cells.fast_share) * FT - (k2 + a + bed.loss_trapped) * T2;
      dx[at(b, 3, k)] =
          FA + bed.kappa * gA * C + a * (T1 + T2) - (bed.detach + bed.migrate + bed.loss_adherent) * A;
      dx[at(b, 4, k)] = bed.migrate * A - bed.loss_homed * H;
      const double dying = bed.loss_trapped * (T1 + T2) + bed.loss_adherent * A + bed.loss_homed * H;
      dx[at(b, 5, k)] = cells.lodged_share * dying - bed.clearance * X;
      dx[at_lost(b, k)] = dying + bed.loss_circulating * C;
      dx[at_label(b)] += cells.lodged_share * on_cell[place(k)] * dying;
      dx[at_moved(0)] += on_cell[place(k)] * (dying + bed.loss_circulating * C);
      dx[at_moved(2)] += on_cell[place(k)] * ((1 - cells.lodged_share) * dying + bed.loss_circulating * C);
      out[place(k)] = out_rate * C;
    }
    const double C = x[at(b, 0, P)], X = x[at(b, 5, P)], FT = bed.dead_extraction * gT * J[place(P)];
    dx[at(b, 0, P)] = J[place(P)] - FT - (bed.clearance + out_rate) * C;
    dx[at(b, 5, P)] = FT - bed.clearance * X;
    dx[at_lost(b, P)] = bed.clearance * (C + X);
    out[place(P)] = out_rate * C;
    const double cleared = bed.clearance * x[at_label(b)];
    dx[at_label(b)] += f.on_dead * FT - cleared;
    dx[at_label(beds())] += f.retained_share * cleared;
    dx[at_moved(1)] += f.on_dead * (FT + bed.clearance * C);
    dx[at_moved(2)] += f.on_dead * bed.clearance * C + (1 - f.retained_share) * cleared;
    return out;
  };

  const std::vector<double> from_venules = bed(0, f.portal_flow, f.portal);
  const std::vector<double> from_arterioles = bed(1, f.arterial_flow, f.arterial);
  for (int k = 0; k < all; ++k) {
    const double loss = k < P ? cells.arterial_space_loss : 0, share = cells.arterial_space_flow;
    const double out_rate = share * f.arterial_flow / (cells.arterial_space * f.volume), C = x[at_space(k)];
    dx[at_space(k)] = share * from_arterioles[place(k)] - (loss + out_rate) * C;
    dx[at_lost(beds(), k)] = loss * C;
    if (k < P) {
      dx[at_moved(0)] += on_cell[place(k)] * loss * C;
      dx[at_moved(2)] += on_cell[place(k)] * loss * C;
    }
    into_node[place(k)] = from_venules[place(k)] + (1 - share) * from_arterioles[place(k)] + out_rate * C;
  }
  entering = into_node;
  for (int b = 2; b < beds(); ++b) entering = bed(b, q_all, entering);
  for (int k = 0; k < all; ++k) dx[at_left(k)] = entering[place(k)];
  dx[at_moved(3)] = f.retained_leak * x[at_label(beds())];
  dx[at_label(beds())] += f.uptake - f.retained_leak * x[at_label(beds())];
  return dx;
}

void ReferenceVoxel::run(const VoxelForcing& forcing, double start, double duration, int steps) {
  const double h = duration / steps;
  const auto moved = [&](const std::vector<double>& k, double by) {
    std::vector<double> x = y;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += by * k[i];
    return x;
  };
  for (int i = 0; i < steps; ++i) {
    const double t = start + i * h;
    const auto k1 = rates(forcing, t, y), k2 = rates(forcing, t + h / 2, moved(k1, h / 2)),
               k3 = rates(forcing, t + h / 2, moved(k2, h / 2)), k4 = rates(forcing, t + h, moved(k3, h));
    for (std::size_t j = 0; j < y.size(); ++j) y[j] += h / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
  }
}

}  // namespace cellroute::testing
