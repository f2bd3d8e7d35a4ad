// segments.csv: one line for each Couinaud segment and output time.
#include <fmt/format.h>

#include <iterator>

#include "sim/results/format.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::results {

std::string segments_csv(const Record& record) {
  std::string text =
      "segment,volume_mL,voxels,portal_flow_at_rest_mL_per_min,arterial_flow_at_rest_mL_per_min,time_s,"
      "living_cells,living_percent_of_dose,living_cells_per_mL,circulating_cells,trapped_cells,"
      "adherent_cells,homed_cells,lodged_dead_cells,lost_cells,label_percent_of_infused\n";
  if (!record.liver) return text;
  const auto& result = record.liver->result;
  for (const auto& one : result.segments)
    for (std::size_t t = 0; t < result.times.size(); ++t) {
      const double volume = one.volume * 1e6;
      text += one.name;
      for (const double value :
           {volume, static_cast<double>(one.voxels), one.portal_flow * 6e7, one.arterial_flow * 6e7,
            result.times[t], one.living[t], 100 * one.living[t] / record.body.dose, one.living[t] / volume,
            one.circulating[t], one.trapped[t], one.adherent[t], one.homed[t], one.lodged_dead[t],
            one.lost[t], 100 * one.label[t]})
        fmt::format_to(std::back_inserter(text), ",{}", exact(value));
      text += "\n";
    }
  return text;
}

}  // namespace cellroute::results
