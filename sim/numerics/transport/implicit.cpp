// Rates of exchange from flow and dispersion, and the balance of a solve.
#include "sim/numerics/transport/implicit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/numerics/transport/check.hpp"
#include "sim/numerics/transport/order.hpp"

namespace cellroute::numerics {

namespace {

constexpr std::size_t sum_length = 2048;        // cells whose sums are taken in one go
constexpr std::size_t worth_sharing = 1 << 15;  // numbers that are worth waking threads for

/// Sweeps follow the flow where it dominates; where dispersion does, they follow the grid, whose
/// neighbours lie closer in memory (and which was measured to need fewer cycles). The two take equally
/// long where their exchanges are equal.
void choose_order(const Carrier& carrier, const Links& links, Exchange& x) {
  x.order = order_by_flow(carrier).cell;
  double flow = 0, dispersion = 0;
  for (const auto& faces : carrier.flux)
    for (const double flux : faces) flow += std::fabs(flux);
  for (const double conductance : links.conductance) dispersion += 0.5 * conductance;
  x.along_flow = flow >= dispersion;
  if (!x.along_flow) std::iota(x.order.begin(), x.order.end(), 0);
}

struct Arrival {
  int from;
  double conductance, flux;  // flux: from there to here
};

Exchange exchange_of(const Carrier& carrier, const Links& links) {
  const Grid& grid = carrier.grid;
  const int cells = static_cast<int>(grid.size());
  Exchange x;
  choose_order(carrier, links, x);
  std::vector<int> position(cells);
  for (int p = 0; p < cells; ++p) position[x.order[p]] = p;

  // Up to six faces of each cell: the neighbour and what comes from it.
  struct Face {
    int cell;
    double flux;
  };
  std::vector<std::array<Face, 6>> face(cells);
  std::vector<int> faces(cells, 0);
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    const double flux = carrier.flux[axis][c];
    if (flux == 0) return;
    face[next][faces[next]++] = {static_cast<int>(c), flux};
    face[c][faces[c]++] = {static_cast<int>(next), -flux};
  });

  x.start.push_back(0);
  x.from.reserve(links.cell.size() + 2 * static_cast<std::size_t>(cells));
  x.rate.reserve(x.from.capacity());
  x.away.assign(cells, 0);
  std::vector<Arrival> row;
  for (int p = 0; p < cells; ++p) {
    const int c = x.order[p];
    row.clear();
    for (int e = links.start[c]; e < links.start[c + 1]; ++e)
      row.push_back({position[links.cell[e]], links.conductance[e], 0});
    for (int f = 0; f < faces[c]; ++f) {
      const int from = position[face[c][f].cell];
      auto same = std::find_if(row.begin(), row.end(), [&](const Arrival& a) { return a.from == from; });
      if (same == row.end()) same = row.insert(row.end(), {from, 0, 0});
      same->flux += face[c][f].flux;
    }
    std::sort(row.begin(), row.end(), [](const Arrival& a, const Arrival& b) { return a.from < b.from; });
    for (const Arrival& a : row) {
      const double half = 0.5 * std::fabs(a.flux);
      const double rate = a.conductance > half ? a.conductance + 0.5 * a.flux : std::max(a.flux, 0.0);
      x.from.push_back(a.from);
      x.rate.push_back(rate);
      x.away[a.from] += rate;
    }
    x.start.push_back(static_cast<int>(x.from.size()));
  }
  return x;
}

}  // namespace

ImplicitTransport::ImplicitTransport(const Carrier& carrier, const DispersionLaw& law,
                                     std::span<const double> factor, const Faces* open)
    : outflow_(carrier.outflow),
      pore_volume_(carrier.pore_volume),
      solver_(carrier.grid, exchange_of(carrier, dispersion_links(carrier, law, factor, open))) {
  const Grid& grid = carrier.grid;
  const std::vector<SymmetricTensor> tensor = dispersion_tensor(carrier, law, factor);
  through_ = outflow_;
  along_.assign(grid.size(), 0);
  std::vector<std::array<double, 3>> mean(grid.size(), {0, 0, 0});
  each_face(grid, [&](int axis, std::size_t c, std::size_t next) {
    const double flux = carrier.flux[axis][c];
    through_[flux > 0 ? c : next] += std::fabs(flux);
    mean[c][axis] += 0.5 * flux / grid.face_area(axis);
    mean[next][axis] += 0.5 * flux / grid.face_area(axis);
  });
  for (std::size_t c = 0; c < grid.size(); ++c) {
    const auto& q = mean[c];
    const SymmetricTensor& D = tensor[c];
    const double square = q[0] * q[0] + q[1] * q[1] + q[2] * q[2];
    if (!(square > 0)) continue;
    // The stream through a cell is as long as its volume over its flow at this speed.
    const double dispersion = (D[0] * q[0] * q[0] + D[1] * q[1] * q[1] + D[2] * q[2] * q[2] +
                               2 * (D[3] * q[0] * q[1] + D[4] * q[0] * q[2] + D[5] * q[1] * q[2])) /
                              square;
    along_[c] = dispersion * through_[c] * through_[c] / (square * grid.volume());
  }
}

double ImplicitTransport::fitted(double S, std::size_t cell) const {
  // A cell that lets e^-50 pass lets nothing pass; beyond, numbers would overflow.
  constexpr double thickest = 50;
  const double F = through_[cell], G = along_[cell];
  if (!(S > 0) || !(F > 0)) return S;
  const double ratio = S / F, spread = std::max(G, 0.5 * F);
  const double decay = std::min(thickest, 2 * ratio / (1 + std::sqrt(1 + 4 * ratio * G / F)));
  const double grown = std::expm1(decay);  // e^{mu l} - 1
  // (1 - 1/e)(a e - b) with a - b = F
  return grown / (1 + grown) * ((spread + 0.5 * F) * grown + F);
}

std::vector<double> ImplicitTransport::fitted(std::span<const double> sink) const {
  const long cells = static_cast<long>(through_.size()), numbers = static_cast<long>(sink.size());
  std::vector<double> fit(sink.size());
#pragma omp parallel for schedule(static) if (sink.size() > worth_sharing)
  for (long i = 0; i < numbers; ++i) fit[i] = fitted(sink[i], static_cast<std::size_t>(i % cells));
  return fit;
}

std::vector<char> ImplicitTransport::cut_off() const {
  const Exchange& x = solver_.exchange();
  std::vector<char> cut(through_.size(), 0);
  for (std::size_t p = 0; p < x.order.size(); ++p)
    cut[x.order[p]] = x.away[p] == 0 && outflow_[x.order[p]] == 0;
  return cut;
}

ImplicitReport ImplicitTransport::solve_steady(std::span<const double> sink, std::span<const double> source,
                                               std::span<double> c, const ExchangeOptions& options) {
  return solve(0, sink, source, c, c, options);
}

ImplicitReport ImplicitTransport::step(double dt, std::span<const double> sink,
                                       std::span<const double> source, std::span<const double> old,
                                       std::span<double> c, const ExchangeOptions& options) {
  if (!(dt > 0)) throw std::invalid_argument("implicit transport: a time step must be above 0");
  return solve(1 / dt, sink, source, old, c, options);
}

ImplicitReport ImplicitTransport::solve(double rate, std::span<const double> sink,
                                        std::span<const double> source, std::span<const double> old,
                                        std::span<double> c, const ExchangeOptions& options) {
  const std::size_t cells = through_.size(), numbers = c.size();
  if (sink.size() != numbers || source.size() != numbers || old.size() != numbers)
    throw std::invalid_argument("implicit transport: " + std::to_string(sink.size()) + " sinks, " +
                                std::to_string(source.size()) + " sources and " + std::to_string(old.size()) +
                                " old numbers for " + std::to_string(numbers));
  const long blocks = static_cast<long>((cells + sum_length - 1) / sum_length);
  const long species = static_cast<long>(numbers / cells);
  // visit(k, cell, i) for every number, in blocks that belong to one species.
  const auto each = [&](auto begin, auto visit, auto end) {
#pragma omp parallel for schedule(static) if (numbers > worth_sharing)
    for (long b = 0; b < species * blocks; ++b) {
      const std::size_t k = static_cast<std::size_t>(b / blocks),
                        first = static_cast<std::size_t>(b % blocks) * sum_length;
      auto sum = begin();
      for (std::size_t c = first; c < std::min(cells, first + sum_length); ++c) visit(c, k * cells + c, sum);
      end(b, sum);
    }
  };
  for (auto* field : {&arrest_, &leave_, &right_}) field->resize(numbers);
  struct Sums {
    double entered = 0, left = 0, arrested = 0, stored = 0, before = 0;
  };
  std::vector<Sums> partial(static_cast<std::size_t>(species * blocks));
  each([] { return Sums{}; },
       [&](std::size_t c, std::size_t i, Sums& sum) {
         const double storage = rate * pore_volume_[c], kept = storage * old[i];
         arrest_[i] = fitted(sink[i], c);
         leave_[i] = arrest_[i] + outflow_[c] + storage;
         right_[i] = source[i] + kept;
         sum.entered += source[i];
         sum.before += kept;
       },
       [&](long b, const Sums& sum) { partial[b] = sum; });
  ImplicitReport report;
  report.solver = solver_.solve(leave_, right_, c, options);
  each([] { return Sums{}; },
       [&](std::size_t cell, std::size_t i, Sums& sum) {
         sum.left += outflow_[cell] * c[i];
         sum.arrested += arrest_[i] * c[i];
         sum.stored += rate * pore_volume_[cell] * c[i];
       },
       [&](long b, const Sums& sum) {
         partial[b].left = sum.left;
         partial[b].arrested = sum.arrested;
         partial[b].stored = sum.stored;
       });
  for (auto* sum : {&report.entered, &report.left, &report.arrested, &report.stored})
    sum->assign(static_cast<std::size_t>(species), 0);
  for (long b = 0; b < species * blocks; ++b) {
    const std::size_t k = static_cast<std::size_t>(b / blocks);
    report.entered[k] += partial[b].entered;
    report.left[k] += partial[b].left;
    report.arrested[k] += partial[b].arrested;
    report.stored[k] += partial[b].stored - partial[b].before;
  }
  return report;
}

}  // namespace cellroute::numerics
