// summary.txt: one run on two pages.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/panel.hpp"
#include "sim/results/summary_parts.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t most_times = 12;

std::string head(const Record& record) {
  const auto& in = record.inputs;
  std::string product = words(in.product);
  for (std::size_t i = 0; i < in.modifiers.size(); ++i)
    product += (i == 0 ? " with " : ", ") + words(in.modifiers[i]);
  double alive = 0;
  for (const auto& each : record.body.classes) alive += each.infused;
  std::string text = wrap(in.title, page_width, 0) + "\n" + rule(page_width) + "\n";
  text += summary_entry(
      "Patient", fmt::format("{}; the cells are {}", patient_words(in.species, in.condition), in.host));
  text += summary_entry("Product", product);
  text += summary_entry("Label", fmt::format("{}, decay {}", words(in.label), in.decay));
  for (std::size_t i = 0; i < in.regimen.size(); ++i)
    text += summary_entry(i == 0 ? "Regimen" : "", describe_infusion(in.regimen[i]));
  text += summary_entry(
      "Dose",
      fmt::format("{} cells, {} % of them alive; {} classes of size, clump and infusion; followed for {}",
                  number(record.body.dose), percent(alive / record.body.dose), record.body.classes.size(),
                  duration(in.horizon)));
  return text;
}

std::string pressures(const Record& record, const std::vector<double>& times) {
  const auto& flow = record.body.hemodynamics;
  const auto& rest = record.body.baseline;
  std::string text = summary_heading("Portal pressure [mmHg], and the share of vessels plugged by cells [%]");
  TextTable table(24, 9, times.size() > 7 ? 7 : times.size() + 1);
  std::vector<std::string> heads = {"at rest"}, portal = {mmhg(rest.portal_pressure)},
                           hvpg = {mmhg(rest.hvpg)};
  std::vector<std::vector<std::string>> plugged(4, {"0"});
  const std::vector<double>* beds[] = {&flow.plugged_lung, &flow.plugged_arterioles, &flow.plugged_venules,
                                       &flow.plugged_sinusoids};
  for (double time : times) {
    const auto t = static_cast<std::size_t>(time_index(record, time));
    if (heads.size() == 7) break;
    heads.push_back(duration(time));
    portal.push_back(mmhg(flow.portal_pressure[t]));
    hvpg.push_back(mmhg(flow.hvpg[t]));
    for (std::size_t b = 0; b < 4; ++b) plugged[b].push_back(percent((*beds[b])[t]));
  }
  table.row("", heads);
  table.line();
  table.row("portal vein", portal);
  table.row("HVPG", hvpg);
  const char* names[] = {"plugged: lungs", "  terminal arterioles", "  portal venules",
                         "  sinusoids, worst zone"};
  if (record.liver) names[3] = "  sinusoids, mean";
  for (std::size_t b = 0; b < 4; ++b)
    if (!record.liver || b == 0 || b == 3)
      table.row(names[b], plugged[b]);  // the liver's voxels have no others
  text += table.text();
  if (peak_rise(record) <= 0) return text + "The portal pressure never rises above rest.\n";
  return text + fmt::format("Peak {} mmHg after {}: {} mmHg above rest.\n", mmhg(flow.peak_portal_pressure),
                            duration(flow.peak_portal_time), number(peak_rise(record) / pascal_per_mmhg));
}

std::string stop_rules(const Record& record) {
  if (record.body.stop_rules.empty()) return "";
  std::string text = "\n";
  TextTable table(50, 14, 3);
  table.row("Published rules for stopping an infusion", {"reached", "limit", "crossed"});
  table.line();
  for (const auto& rule : record.body.stop_rules)
    table.row(rule.name, {clinical(rule.value, rule.unit), clinical(rule.limit, rule.unit),
                          rule.crossed ? "YES" : "no"});
  text += table.text();
  for (const auto& rule : record.body.stop_rules)
    text += "  " + wrap(fmt::format("{}: {}", rule.name, rule.source), page_width, 4) + "\n";
  return text;
}

std::string exposure(const Record& record) {
  std::string text = summary_heading("Exposure to living cells over the run");
  TextTable table(16, 16, 3);
  table.row("", {"cell-days", "days per cell", "Kupffer contact"});
  table.line();
  for (const auto& organ : record.body.organs) {
    table.row(organ.name, {number_above(1e-2, organ.living_time / seconds_per_day),
                           number_above(1e-6, days_per_cell(record, organ.living_time))});
    if (organ.name != "liver") continue;
    for (const auto& zone : record.body.zones)
      table.row("  " + zone.name, {number_above(1e-2, zone.living_time / seconds_per_day),
                                   number_above(1e-6, days_per_cell(record, zone.living_time)),
                                   number_above(1e-2, zone.kupffer_contact / seconds_per_day)});
  }
  text += table.text();
  return text +
         "Days per cell of the dose. Kupffer contact: cell-days weighted by the density of Kupffer cells.\n";
}

std::string balance(const Record& record) {
  const auto& body = record.body;
  const int last = static_cast<int>(body.times.size()) - 1;
  std::string text =
      summary_heading("Balance of living cells at the end, by class (median diameter of a cell)");
  TextTable table(10, 16, 5);
  table.row("cell um", {"cells per clump", "infused", "living", "died", "residual/dose"});
  table.line();
  for (int k = 0; k < static_cast<int>(body.classes.size()) && last >= 0; ++k) {
    const auto& each = body.classes[static_cast<std::size_t>(k)];
    table.row(number(each.median_diameter * 1e6),
              {number(each.cells_per_particle), number(body.balance.infused.at(last, k)),
               number(body.balance.living.at(last, k)), number(body.balance.lost.at(last, k)),
               fmt::format("{:.1e}", class_residual(record, k))});
  }
  text += table.text();
  text += fmt::format(
      "Worst |infused - living - died| over the dose, any class and time: {:.1e}; dead cells {:.1e}.\n"
      "Worst imbalance of the label over the label infused: {:.1e}.\n"
      "Lowest state met (below 0 is error): {:.1e} of the dose.\n",
      body.balance.worst_cells, body.balance.worst_dead, body.balance.worst_label, body.balance.lowest_state);
  text += fmt::format(
      "Flows of the input closed by giving {} % of the cardiac output to the rest of the body;\n"
      "largest imbalance of flow at a node during the run: {:.1e}.\n",
      percent(body.baseline.closure_to_rest), body.hemodynamics.worst_residual);
  return text;
}

std::string footing(const Record& record) {
  std::string text = summary_heading("To know");
  for (const auto& note : record.body.notes) text += "- " + wrap(note, page_width, 2) + "\n";
  if (record.liver)
    for (const auto& note : record.liver->result.notes)
      text += "- " + wrap("Liver: " + note, page_width, 2) + "\n";
  if (record.lobule)
    for (const auto& note : record.lobule->result.notes)
      text += "- " + wrap("Lobule: " + note, page_width, 2) + "\n";
  text +=
      "- " +
      wrap(fmt::format("{} of {} parameters are assumptions without a published value; parameters.csv lists "
                       "every parameter with its source and marks them.",
                       assumptions(record), record.inputs.parameters.size()),
           page_width, 2) +
      "\n- One run with one set of values: it carries no uncertainty of its own.\n";
  const auto& made = record.provenance;
  return text + fmt::format("\n{} {} ({})\nfingerprint {}, seed {}\n", made.program, made.version,
                            made.commit, made.fingerprint, made.seed);
}

}  // namespace

std::string describe_infusion(const Infusion& infusion) {
  std::string text = words(infusion.route);
  if (!infusion.catheter.empty()) text += " (" + words(infusion.catheter) + ")";
  text += fmt::format(": {} over {}, starting at {}", cells_words(infusion.cells),
                      duration(infusion.duration), duration(infusion.start));
  if (infusion.volume > 0) text += fmt::format(", in {} mL", number(infusion.volume * 1e6));
  if (infusion.washout > 0)
    text += fmt::format(", washing out with a half-life of {}", duration(std::log(2.0) / infusion.washout));
  return text;
}

std::string summary(const Record& record) {
  const std::vector<Subject> alone = {{&record, ""}};
  const auto times = common_times(alone, most_times);
  std::string text = head(record);
  text += summary_heading("Living cells [% of the dose]") + panel(living_rows(record, true), alone, times);
  text += living_key;
  text += zone_key;
  text += summary_heading("Label [% of the label infused]") + panel(label_rows(record), alone, times);
  text += label_key;
  if (times.size() < record.body.times.size())
    text +=
        fmt::format("{} of {} output times; series.csv has all.\n", times.size(), record.body.times.size());
  return text + pressures(record, times) + stop_rules(record) + exposure(record) + balance(record) +
         liver_summary(record, times) + lobule_summary(record, times) + footing(record);
}

}  // namespace cellroute::results
