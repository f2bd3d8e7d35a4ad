// The section of pictures: livers and lobules that were resolved, by the program's own views.
#include <fmt/format.h>

#include "sim/results/format.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/measures.hpp"
#include "viz/program/view.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {

namespace {

/// Living cells by Couinaud segment, of the subjects whose liver was resolved.
std::string segments(const Matter& matter) {
  html::Table table{fmt::format("Alive in the liver's segments {} after the start [% of the dose]",
                                results::duration(matter.time)),
                    {""},
                    {},
                    "numbers"};
  for (const auto* name : results::couinaud_words) table.rows.push_back({name});
  for (std::size_t i = 0; i < matter.subjects.size(); ++i) {
    const auto& record = *matter.subjects[i].record;
    if (!record.liver) continue;
    table.heads.push_back(matter.names[i]);
    const int t = results::time_index(record, matter.time);
    for (std::size_t s = 0; s < couinaud_segments; ++s)
      table.rows[s].push_back(results::percent(results::segment_share(record, s, t)));
  }
  return table.heads.size() > 1 ? html::table(table) : "";
}

}  // namespace

std::string picture_section(const Matter& matter) {
  std::string body;
  for (std::size_t i = 0; i < matter.subjects.size(); ++i)
    for (const auto& view : views()) {
      if (view.name != "liver" && view.name != "lobule") continue;
      const auto& folder = matter.evidence.folders[i];
      if (!view.fits(folder)) continue;
      Request request;
      request.result = folder;
      request.width = 1000;
      request.height = 750;
      request.shared_scale = true;  // so that subjects can be compared
      const auto times = view.times(request);
      for (const double time : times)
        if (time == matter.time) request.time = time;
      const double shown = request.time ? *request.time : times.empty() ? matter.time : times.back();
      try {
        const auto png = view.draw(request);
        body +=
            html::picture(png,
                          fmt::format("{} of the result {}, {} after the start.", view.about, matter.names[i],
                                      results::duration(shown)),
                          fmt::format("{}, {}: {}.", matter.names[i], results::duration(shown), view.about));
      } catch (const std::exception& error) {  // a report without a picture is still a report, if it says so
        body += html::paragraph(
            fmt::format("{}: the {} could not be drawn ({}).", matter.names[i], view.name, error.what()));
      }
    }
  return html::section("pictures", "Pictures", body + segments(matter));
}

}  // namespace cellroute::viz
