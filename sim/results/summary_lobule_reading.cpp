// summary.txt, the lobule in sentences: why entries differ, and how far the body level agrees.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/lobule_measures.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/panel.hpp"
#include "sim/results/summary_parts.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t portal = 0, arterial = 1;
constexpr std::array entry_words{"portal venules", "arterial inlets", "the central vein"};
constexpr std::size_t most_times = 4;  // of the comparison with the body, two columns each
constexpr double same_size = 1e-3;     // relative difference of mean diameters that is not mentioned

/// Percentage points in words; `none` when there are none to speak of.
std::string points(double difference, const char* none, const char* after = "") {
  if (std::abs(difference) < 5e-5) return none;
  return fmt::format("{} points {}{}", percent(std::abs(difference)), difference < 0 ? "less" : "more",
                     after);
}

std::string of_entry(const LobuleRecord& lobule, std::size_t entry) {
  const FirstPassMean mean = first_pass_mean(lobule, entry);
  const double share = living_entered(lobule, entry) / living_entered(lobule);
  std::string text =
      fmt::format("Of the cells that enter by {} ({}) the first pass stops {} %", entry_words[entry],
                  share > 0 ? percent(share) + " % of all" : "none in this run", percent(mean.extraction()));
  if (mean.extraction() > 0) text += fmt::format(", {} % of these periportally", percent(mean.periportal()));
  return text + ".";
}

const ParameterRow* find_parameter(const Record& record, const std::string& path) {
  const auto& rows = record.inputs.parameters;
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const ParameterRow& row) { return row.path == path; });
  return found == rows.end() ? nullptr : &*found;
}

/// Where arterial inlets lie, and what works for and against them. A septum meets the line from its
/// tract to the central vein at 60 degrees. It is a mirror line of the flow, so that flow lines follow it.
std::string inlets(const Record& record) {
  const auto* side = find_parameter(record, "lobule.side");
  const auto* distance = find_parameter(record, "lobule.arterial_inlet_distance");
  if (!side || !distance) return "";
  const double way = std::hypot(side->value - distance->value / 2, distance->value * std::sqrt(3.0) / 2);
  return fmt::format(
      ": they lie on the septa, {} um from the middle of a tract, nearer to the central vein ({} um instead "
      "of {} um) but on flow lines that follow the lobule's boundary before they turn inwards",
      number(distance->value * 1e6), number(way * 1e6), number(side->value * 1e6));
}

/// The difference of extraction in two exact parts: the place of entry with portal blood's mix of
/// sizes, and the mix that came by the artery.
std::string portal_against_arterial(const Record& record) {
  const LobuleRecord& lobule = *record.lobule;
  const auto portal_mix = class_mix(lobule, portal), arterial_mix = class_mix(lobule, arterial);
  const FirstPassMean by_portal = first_pass_mean(lobule, portal, portal_mix);
  const FirstPassMean by_artery = first_pass_mean(lobule, arterial, arterial_mix);
  const FirstPassMean same_mix = first_pass_mean(lobule, arterial, portal_mix);
  if (!std::isfinite(by_portal.extraction()) || !std::isfinite(by_artery.extraction())) return "";
  std::string text =
      fmt::format(" Arterial entry stops {} portal entry. The place of the arterial inlets alone makes {}{}.",
                  points(by_artery.extraction() - by_portal.extraction(), "as much as", " than"),
                  points(same_mix.extraction() - by_portal.extraction(), "no difference"), inlets(record));
  text += fmt::format(" The mix of sizes makes {}",
                      points(by_artery.extraction() - same_mix.extraction(), "no difference"));
  const double portal_size = mean_diameter(lobule, portal_mix);
  const double arterial_size = mean_diameter(lobule, arterial_mix);
  if (std::abs(arterial_size - portal_size) > same_size * portal_size)
    text += fmt::format(
        ": sieved by the vessels before, {} um on average by arterial inlets, {} um by portal "
        "venules",
        number(arterial_size * 1e6), number(portal_size * 1e6));
  text += ".";
  if (by_portal.extraction() > 0 && by_artery.extraction() > 0)
    text += fmt::format(
        " Of those stopped, the periportal share is {}.",
        points(by_artery.periportal() - by_portal.periportal(), "the same", " by arterial entry"));
  return text;
}

/// The most that liver vessels before the sinusoids ever hold.
std::string held_before(const Record& record) {
  const auto* liver = find_organ(record, "liver");
  if (!liver) return "";
  double most = 0, when = 0;
  for (std::size_t t = 0; t < record.body.times.size(); ++t) {
    double outside = liver->cells.living(static_cast<int>(t));
    for (const auto& zone : record.body.zones) outside -= zone.cells.living(static_cast<int>(t));
    if (outside / record.body.dose <= most) continue;
    most = outside / record.body.dose;
    when = record.body.times[t];
  }
  if (most == 0) return "";
  return fmt::format(
      " Outside the sinusoids (terminal arterioles, portal venules, larger vessels, depots) the liver held "
      "at most {} % of the dose alive, after {}.",
      percent(most), duration(when));
}

/// What the lobule is set beside: the zones of the level outside it, as shares of the dose; or, where that is
/// a liver of voxels and the lobules stand for a part of it, as shares of the three zones.
struct Beside {
  explicit Beside(const Record& one)
      : record(one),
        by_shares(one.liver && one.lobule->territory.share < 1),
        outer(one.liver ? "voxels" : "body") {}

  double outside(std::size_t zone, double time) const {
    const int t = time_index(record, time);
    return by_shares ? zone_share(record, zone, t)
                     : record.body.zones[zone].cells.living(t) / record.body.dose;
  }
  double inside(std::size_t zone, double time) const {
    const int t = time_index(*record.lobule, time);
    return by_shares ? zone_share(*record.lobule, zone, t) : dose_share(record, zone, t);
  }

  const Record& record;
  bool by_shares;
  std::string outer;
};

std::string largest_difference(const Beside& beside, const std::vector<double>& times) {
  double widest = -1, when = 0;
  std::size_t where = 0;
  for (double time : times)
    for (std::size_t z = 0; z < lobule::zones; ++z) {
      const double apart = std::abs(beside.outside(z, time) - beside.inside(z, time));
      if (!(apart > widest)) continue;
      widest = apart;
      when = time;
      where = z;
    }
  if (widest < 0) return "";
  return fmt::format("Furthest apart: {} after {}, {} % {} by the {} and {} % by the lobule. ",
                     beside.record.lobule->result.zones[where].name, duration(when),
                     percent(beside.outside(where, when)), beside.by_shares ? "of all" : "of the dose",
                     beside.outer, percent(beside.inside(where, when)));
}

}  // namespace

std::string entry_reading(const Record& record) {
  const LobuleRecord& lobule = *record.lobule;
  std::string text;
  for (std::size_t e = 0; e < lobule::entries; ++e)
    if (lobule.result.first_pass[e].flows) text += (text.empty() ? "" : " ") + of_entry(lobule, e);
  if (text.empty()) return "";
  if (lobule.result.first_pass[portal].flows && lobule.result.first_pass[arterial].flows)
    text += portal_against_arterial(record);
  return summary_text(text + held_before(record));
}

std::string lobule_against_body(const Record& record, const std::vector<double>& times) {
  if (times.empty()) return "";
  const std::size_t count = std::min(most_times, times.size());
  std::vector<double> shown;
  for (std::size_t i = 0; i < count; ++i)
    shown.push_back(times[count == 1 ? times.size() - 1 : i * (times.size() - 1) / (count - 1)]);
  TextTable table(18, 10, 2 * count);
  std::vector<TextTable::Head> heads;
  const Beside beside(record);
  std::vector<std::string> levels;
  for (double time : shown) {
    heads.push_back({duration(time), 2});
    levels.insert(levels.end(), {beside.outer, "lobule"});
  }
  table.heads("", heads);
  table.row("", levels);
  const auto row = [&](const std::string& name, auto outside, auto inside) {
    std::vector<std::string> cells;
    for (double time : shown) cells.insert(cells.end(), {percent(outside(time)), percent(inside(time))});
    table.row(name, cells);
  };
  for (std::size_t z = 0; z < lobule::zones; ++z)
    row(
        record.lobule->result.zones[z].name, [&](double t) { return beside.outside(z, t); },
        [&](double t) { return beside.inside(z, t); });
  if (!beside.by_shares) {
    table.line();
    row(
        "three zones",
        [&](double t) { return beside.outside(0, t) + beside.outside(1, t) + beside.outside(2, t); },
        [&](double t) { return beside.inside(0, t) + beside.inside(1, t) + beside.inside(2, t); });
    row(
        "periportal share", [&](double t) { return zone_share(record, 0, time_index(record, t)); },
        [&](double t) { return zone_share(*record.lobule, 0, time_index(*record.lobule, t)); });
  }
  const auto& zones = record.lobule->result.zones;
  std::string text = largest_difference(beside, times);
  text += fmt::format(
      "The {} zones are mixed tanks with a third of the sinusoids each; the lobule's hold {}, {} and {} % "
      "of its volume, and its cells, sites and flow are local. Both are given the same cells: what the "
      "lobule lets go leaves it, and only what the {} sends back returns.",
      record.liver ? "voxels'" : "body's", percent(zones[0].volume_share), percent(zones[1].volume_share),
      percent(zones[2].volume_share), record.liver ? "liver" : "body");
  if (record.lobule->territory.share < 1)
    text += fmt::format(" The {} zones are those of the whole liver, the lobule's those of its part ({}).",
                        record.liver ? "voxels'" : "body's", record.lobule->territory.name);
  const std::string heading =
      fmt::format("Living cells of the zones, {} against lobule [% of the {}]",
                  record.liver ? "voxels" : "body level", beside.by_shares ? "three zones" : "dose");
  return summary_heading(heading) + table.text() + summary_text(text);
}

}  // namespace cellroute::results
