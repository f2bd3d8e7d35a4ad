#include "sim/body/sinusoid_inflow.hpp"

namespace cellroute::body {

namespace c = circulation;

std::vector<SinusoidInflow> sinusoid_inflow(const CompiledCase& compiled) {
  const LayoutView& v = compiled.layout->view();
  const std::vector<double>& x = compiled.segments.front().coefficients;
  std::vector<SinusoidInflow> all(v.territories);
  for (int t = 0; t < v.territories; ++t) {
    for (int z = c::zone1; z <= c::zone4; ++z)
      all[t].blood_volume += 1 / x[v.inverse_volume + v.node_of_bed[c::bed_of(t, z)]];
    for (Table* table : {&all[t].portal, &all[t].arterial, &all[t].central}) table->classes = v.carriers;
  }
  return all;
}

void read_inflow(std::vector<SinusoidInflow>& inflow, const LayoutView& v, const double* x,
                 const Surroundings<double>& s, const double* y) {
  for (int t = 0; t < v.territories; ++t) {
    SinusoidInflow& here = inflow[t];
    const auto node = [&v, t](int which) { return v.node_of_bed[c::bed_of(t, which)]; };
    const int entrance = node(c::zone1), exit = node(c::zone4), venules = node(c::venules);
    here.portal_flow.push_back(s.circulation.flow[c::flow_of(t, c::venule)]);
    here.arterial_flow.push_back(s.circulation.flow[c::flow_of(t, c::arteriole)]);
    here.outflow.push_back(s.circulation.flow[c::flow_of(t, c::outlet)]);
    for (int k = 0; k < v.carriers; ++k) {
      here.portal.data.push_back(0);
      here.arterial.data.push_back(0);
      here.central.data.push_back(x[v.dose_at(enter_territory_outlet, k)] * (t == 0));
    }
    for (int e = 0; e < v.edges; ++e) {
      const Edge& edge = v.edge[e];
      const bool entering = edge.to == entrance && edge.from != node(c::zone1 + 1);
      const bool returning = edge.to == exit && edge.from != node(c::zone4 - 1);
      if (!entering && !returning) continue;
      Table& table = returning ? here.central : edge.from == venules ? here.portal : here.arterial;
      double* cells = table.data.data() + (table.data.size() - v.carriers);
      for (int k = 0; k < v.carriers; ++k) cells[k] += s.rate[e] * y[v.circulating(edge.from, k)];
    }
  }
}

}  // namespace cellroute::body
