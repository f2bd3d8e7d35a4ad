// summary.txt, the lobule: what was resolved, where its cells are, what it does to cells and blood.
#include <fmt/format.h>

#include <algorithm>

#include "sim/results/format.hpp"
#include "sim/results/lobule_measures.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/panel.hpp"
#include "sim/results/summary_parts.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

std::string micrometres(double metres) { return number(metres * 1e6); }

std::string grid(const LobuleRecord& lobule) {
  const auto& result = lobule.result;
  const auto& in = lobule.numerics;
  std::string text = fmt::format("{} x {} x {} cells of {} x {} x {} um", result.cells[0], result.cells[1],
                                 result.cells[2], micrometres(result.spacing[0]),
                                 micrometres(result.spacing[1]), micrometres(result.spacing[2]));
  text += in.layers == 1 ? ", one layer (two-dimensional); " : "; ";
  if (in.boundary == LobuleBoundary::reduced) return text + "half a lobule, with walls on its mirror lines";
  text += fmt::format("{} lobules, ", 2 * in.columns * in.rows);
  return text + (in.boundary == LobuleBoundary::periodic ? "opposite sides of the block joined"
                                                         : "walls around the block, on mirror lines");
}

std::string zones(const LobuleRecord& lobule) {
  std::string text;
  switch (lobule.numerics.zones) {
    case ZoneKind::radius:
      text = "thirds of the way from the lobule's boundary to the wall of its central vein";
      break;
    case ZoneKind::area:
      text = "cut along the way from the lobule's boundary to its central vein, a third of the tissue each";
      break;
    case ZoneKind::transit_time:
      text = "thirds of the blood's time from its entry to its exit";
      break;
  }
  const auto& all = lobule.result.zones;
  return text + fmt::format("; periportal, midzonal and pericentral hold {}, {} and {} % of the block",
                            percent(all[0].volume_share), percent(all[1].volume_share),
                            percent(all[2].volume_share));
}

std::string stepping(const LobuleRecord& lobule) {
  const auto& step = lobule.stepping;
  return fmt::format(
      "{}; error of a step at most {} % of the cells infused; lodged cells {} the permeability",
      step.transport == LobuleTransport::quasi_steady ? "circulating cells follow the inflow quasi-steadily"
                                                      : "circulating cells are followed in time",
      percent(step.tolerance), step.plugging ? "lower" : "do not change");
}

std::string entered(const Record& record) {
  const LobuleRecord& lobule = *record.lobule;
  const double alive = living_entered(lobule);
  const double dead = lobule.result.dose - alive;
  std::string text =
      fmt::format("{} living cells over the run ({} % of the dose)", number(alive * lobule.territory.volume),
                  percent(alive * lobule.territory.volume / record.body.dose));
  if (dead > 0) text += fmt::format(" and {} dead ones", number(dead * lobule.territory.volume));
  return text + "; a cell that comes round again counts again";
}

std::string head(const Record& record) {
  const LobuleRecord& lobule = *record.lobule;
  return summary_entry("Stands for",
                       fmt::format("{}: {} % of the liver, {} mL", lobule.territory.name,
                                   percent(lobule.territory.share), number(lobule.territory.volume * 1e6))) +
         summary_entry("Grid", grid(lobule)) + summary_entry("Zones", zones(lobule)) +
         summary_entry("Stepping", stepping(lobule)) + summary_entry("Entered", entered(record));
}

/// Shares of the living cells that enter over the run, by zone and state.
std::vector<PanelRow> living_rows(const LobuleRecord& lobule) {
  const auto row = [](const std::string& name, auto value, bool rule_before = false) {
    return PanelRow{name,
                    [value](const Record& r, int t) {
                      const int own = time_index(*r.lobule, r.body.times[static_cast<std::size_t>(t)]);
                      return own < 0 ? unset : value(*r.lobule, own);
                    },
                    rule_before};
  };
  using State = lobule::Table lobule::CellSeries::*;
  const std::pair<const char*, State> states[] = {{"  circulating", &lobule::CellSeries::circulating},
                                                  {"  trapped", &lobule::CellSeries::trapped},
                                                  {"  adherent", &lobule::CellSeries::adherent},
                                                  {"  homed", &lobule::CellSeries::homed}};
  std::vector<PanelRow> rows;
  for (std::size_t z = 0; z < lobule::zones; ++z) {
    rows.push_back(row(lobule.result.zones[z].name,
                       [z](const LobuleRecord& l, int t) { return living(l, z, t) / living_entered(l); }));
    for (const auto& [name, state] : states)
      rows.push_back(row(name, [z, state = state](const LobuleRecord& l, int t) {
        return living_in_state(l, z, state, t) / living_entered(l);
      }));
  }
  using Column = lobule::Table lobule::Balance::*;
  const std::pair<const char*, Column> columns[] = {{"living", &lobule::Balance::present},
                                                    {"died", &lobule::Balance::lost},
                                                    {"left", &lobule::Balance::left},
                                                    {"entered", &lobule::Balance::entered}};
  for (const auto& [name, column] : columns)
    rows.push_back(row(
        name,
        [column = column](const LobuleRecord& l, int t) {
          return living_total(l, column, t) / living_entered(l);
        },
        column == &lobule::Balance::present));
  rows.push_back(row(
      "periportal share", [](const LobuleRecord& l, int t) { return zone_share(l, 0, t); }, true));
  return rows;
}

std::string class_name(const lobule::SizeClass& each) {
  std::string text = micrometres(each.median_diameter) + " um";
  if (each.cells_per_particle > 1) text += fmt::format(", {} in a clump", number(each.cells_per_particle));
  return each.dead ? text + ", dead" : text;
}

std::string first_pass(const LobuleRecord& lobule) {
  std::vector<std::size_t> shown;
  std::vector<std::string> names;
  for (std::size_t e = 0; e < lobule::entries; ++e)
    if (lobule.result.first_pass[e].flows) {
      shown.push_back(e);
      names.emplace_back(lobule_entry_names[e]);
    }
  if (shown.empty()) return "";
  std::vector<FirstPassMean> means;
  for (auto e : shown) means.push_back(first_pass_mean(lobule, e));
  TextTable table(34, 12, shown.size());
  const auto row = [&](const std::string& name, auto value) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < shown.size(); ++i) cells.push_back(percent(value(i)));
    table.row(name, cells);
  };
  table.row("entry", names);
  table.line();
  row("share of all that enter",
      [&](std::size_t i) { return living_entered(lobule, shown[i]) / living_entered(lobule); });
  row("stopped", [&](std::size_t i) { return means[i].extraction(); });
  for (std::size_t z = 0; z < lobule::zones; ++z) {
    row("  " + lobule.result.zones[z].name, [&](std::size_t i) { return means[i].stopped(z); });
    row("    trapped", [&](std::size_t i) { return means[i].trapped[z]; });
    row("    adherent", [&](std::size_t i) { return means[i].adherent[z]; });
  }
  row("died on the way", [&](std::size_t i) { return means[i].lost; });
  row("left the block", [&](std::size_t i) { return means[i].passed; });
  row("periportal share of those stopped", [&](std::size_t i) { return means[i].periportal(); });
  table.line();
  for (std::size_t k = 0; k < lobule.result.classes.size(); ++k)
    row("stopped of " + class_name(lobule.result.classes[k]),
        [&](std::size_t i) { return lobule.result.first_pass[shown[i]].extraction(static_cast<int>(k)); });
  return summary_heading("First pass at the first flow, all sites free [% of the living cells that enter]") +
         table.text();
}

/// Shares are of the organ's spread, or of the lobule's own where that is wider.
std::string transit(const LobuleRecord& lobule) {
  const auto& transit = lobule.result.transit;
  const double whole = std::max(transit.cv2, transit.organ_cv2);
  std::string text = fmt::format(
      "Transit time at the first flow: mean {} s (blood volume over flow {} s), flow lines {} um on average. "
      "CV^2 {}: the hexagon's flow lines {} ({} %), dispersion {} ({} %)",
      number(transit.mean), number(transit.exact_mean), micrometres(transit.mean_path_length),
      number(transit.cv2), number(transit.hexagon_cv2), percent(transit.hexagon_cv2 / whole),
      number(transit.dispersion_cv2), percent(transit.dispersion_cv2 / whole));
  if (transit.tree_cv2 > 0)
    return text + fmt::format("; vessel trees would add {} ({} %) for the {} of the body's chain of tanks.",
                              number(transit.tree_cv2), percent(transit.tree_cv2 / whole),
                              number(transit.organ_cv2));
  return text + fmt::format("; that leaves nothing to vessel trees of the {} of the body's chain of tanks.",
                            number(transit.organ_cv2));
}

std::string pressure(const LobuleRecord& lobule) {
  const auto& result = lobule.result;
  const auto& flow = result.hemodynamics;
  if (result.times.empty()) return "";
  const auto at = [&](const std::vector<double>& series, auto place) {
    return static_cast<std::size_t>(place - series.begin());
  };
  const std::size_t highest =
      at(flow.pressure_drop, std::max_element(flow.pressure_drop.begin(), flow.pressure_drop.end()));
  const std::size_t narrow =
      at(flow.least_open, std::min_element(flow.least_open.begin(), flow.least_open.end()));
  std::string text = fmt::format(
      "Blood after {}, per mL of liver: {} mL/min by portal venules, {} mL/min by arterial inlets. "
      "Pressure drop from portal venules to central vein: {} mmHg then, at most {} mmHg (after {}). "
      "Permeability of healthy tissue, from the pressure drop: {} m2. ",
      duration(result.times.front()), number(60 * flow.portal_flow.front()),
      number(60 * flow.arterial_flow.front()), mmhg(flow.pressure_drop.front()),
      mmhg(flow.pressure_drop[highest]), duration(result.times[highest]), number(result.permeability));
  if (!lobule.stepping.plugging)
    text += "Plugging is off: lodged cells do not change the flow.";
  else
    text += fmt::format("Plugging: where it is worst {} % of the paths are closed (after {}).",
                        percent(1 - flow.least_open[narrow]), duration(result.times[narrow]));
  return text +
         fmt::format(" Where most are taken, {} % of the trapping and {} % of the adhesion sites hold cells.",
                     percent(largest(flow.occupied_trap_sites)),
                     percent(largest(flow.occupied_adhesion_sites)));
}

std::string balance(const LobuleRecord& lobule) {
  const auto& result = lobule.result;
  if (result.times.empty()) return "";
  const std::size_t last = result.times.size() - 1;
  const double volume = lobule.territory.volume;
  TextTable table(26, 12, 5);
  table.row("class", {"entered", "present", "died", "left", "residual"});
  table.line();
  for (int k = 0; k < static_cast<int>(result.classes.size()); ++k)
    table.row(class_name(result.classes[static_cast<std::size_t>(k)]),
              {number_above(1e-2, result.balance.entered.at(last, k) * volume),
               number_above(1e-2, result.balance.present.at(last, k) * volume),
               number_above(1e-2, result.balance.lost.at(last, k) * volume),
               number_above(1e-2, result.balance.left.at(last, k) * volume),
               fmt::format("{:.1e}", class_residual(lobule, k))});
  return summary_heading("Balance of the lobule's cells at the end, scaled to the territory") + table.text() +
         summary_text(fmt::format(
             "Worst |entered - present - died - left| over the cells that entered, any class and time: "
             "{:.1e}. "
             "Lowest state met: {:.1e} cells per m3. Of a class of dead cells, died counts the cleared.",
             result.balance.worst, result.balance.lowest_state));
}

}  // namespace

std::string lobule_summary(const Record& record, const std::vector<double>& times) {
  if (!record.lobule) return "";
  const LobuleRecord& lobule = *record.lobule;
  std::vector<double> shown;
  for (double time : times)
    if (time_index(lobule, time) >= 0) shown.push_back(time);
  std::string text = summary_heading("Lobule") + head(record);
  if (!shown.empty())
    text +=
        summary_heading("Living cells in the lobule [% of the living cells that enter over the run]") +
        panel(living_rows(lobule), {{&record, ""}}, shown) +
        "Living, died, left and entered: so far. Periportal share: of the living cells of the three zones.\n";
  text += first_pass(lobule) + entry_reading(record);
  text += "\n" + summary_text(transit(lobule)) + summary_text(pressure(lobule));
  return text + lobule_against_body(record, shown) + balance(lobule);
}

}  // namespace cellroute::results
