// The section of pictures: livers and lobules that were resolved, by the program's own views.
#include <fmt/format.h>

#include "sim/results/format.hpp"
#include "viz/program/view.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {

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
  return html::section("pictures", "Pictures", body);
}

}  // namespace cellroute::viz
