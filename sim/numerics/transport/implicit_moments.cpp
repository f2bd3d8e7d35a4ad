// Temporal moments by steady solves, one after the other.
#include "sim/numerics/transport/implicit_moments.hpp"

#include <stdexcept>

namespace cellroute::numerics {

namespace {

double leaving(const Carrier& carrier, const std::vector<double>& c) {
  double sum = 0;
  for (std::size_t i = 0; i < c.size(); ++i) sum += carrier.outflow[i] * c[i];
  return sum;
}

Carrier reversed(const Carrier& carrier) {
  Carrier back = carrier;
  for (auto& faces : back.flux)
    for (double& flux : faces) flux = -flux;
  back.inflow.swap(back.outflow);
  return back;
}

}  // namespace

TransitMoments transit_moments(const Carrier& carrier, ImplicitTransport& forward,
                               std::span<const double> entering, const ExchangeOptions& options) {
  const std::size_t cells = carrier.grid.size();
  const std::vector<double> no_sink(cells, 0);
  std::vector<double> source =
      entering.empty() ? carrier.inflow : std::vector<double>(entering.begin(), entering.end());

  std::vector<double> m0(cells, 1), m1(cells, 0), m2(cells, 0);
  forward.solve_steady(no_sink, source, m0, options);
  for (std::size_t c = 0; c < cells; ++c) source[c] = carrier.pore_volume[c] * m0[c];
  forward.solve_steady(no_sink, source, m1, options);
  for (std::size_t c = 0; c < cells; ++c) source[c] = 2 * carrier.pore_volume[c] * m1[c];
  forward.solve_steady(no_sink, source, m2, options);

  TransitMoments moments;
  const double M0 = leaving(carrier, m0), M1 = leaving(carrier, m1), M2 = leaving(carrier, m2);
  if (!(M0 > 0)) throw std::invalid_argument("transit times: nothing enters the block");
  moments.mean = M1 / M0;
  moments.cv2 = M2 * M0 / (M1 * M1) - 1;
  moments.age.assign(cells, 0);
  for (std::size_t c = 0; c < cells; ++c)
    if (m0[c] > 0) moments.age[c] = m1[c] / m0[c];
  return moments;
}

std::vector<double> remaining_times(const Carrier& carrier, const DispersionLaw& law,
                                    std::span<const double> factor, const Faces* open,
                                    const ExchangeOptions& options) {
  const std::size_t cells = carrier.grid.size();
  ImplicitTransport backward(reversed(carrier), law, factor, open);
  const std::vector<char> cut_off = backward.cut_off();
  const std::vector<double> no_sink(cells, 0);
  std::vector<double> source(cells), remaining(cells, 0);
  for (std::size_t c = 0; c < cells; ++c) source[c] = cut_off[c] ? 0 : carrier.pore_volume[c];
  backward.solve_steady(no_sink, source, remaining, options);
  for (std::size_t c = 0; c < cells; ++c)
    if (cut_off[c]) remaining[c] = 0;
  return remaining;
}

TransitMoments transit_moments(const Carrier& carrier, const DispersionLaw& law,
                               std::span<const double> entering, std::span<const double> factor,
                               const Faces* open, const ExchangeOptions& options) {
  ImplicitTransport forward(carrier, law, factor, open);
  TransitMoments moments = transit_moments(carrier, forward, entering, options);
  moments.remaining = remaining_times(carrier, law, factor, open, options);
  return moments;
}

}  // namespace cellroute::numerics
