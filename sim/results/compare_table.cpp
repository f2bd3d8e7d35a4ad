// The table of a comparison: who, living cells, label, and the numbers that decide.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/lobule_measures.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::results {
namespace {

constexpr std::size_t most_times = 5;

template <class Text>
bool same(const std::vector<Subject>& subjects, Text text) {
  return std::all_of(subjects.begin(), subjects.end(), [&](const Subject& subject) {
    return text(*subject.record) == text(*subjects.front().record);
  });
}

std::string patient(const Record& record) {
  const auto& in = record.inputs;
  std::string text = fmt::format("{} in {}, {} host, label {}", words(in.product),
                                 patient_words(in.species, in.condition), in.host, words(in.label));
  if (in.decay != "corrected") text += " with decay " + in.decay;
  for (const auto& modifier : in.modifiers) text += ", " + words(modifier);
  return text;
}

std::string dose(const Record& record) {
  double alive = 0;
  for (const auto& each : record.body.classes) alive += each.infused;
  return fmt::format("{} cells, {} % alive", number(record.body.dose), percent(alive / record.body.dose));
}

/// What differs between the subjects stands beside their letters; what they share stands once above.
std::string legend(const std::vector<Subject>& subjects) {
  const bool one_title = same(subjects, [](const Record& r) { return r.inputs.title; });
  const bool one_patient = same(subjects, patient);
  const bool one_dose = same(subjects, dose);
  std::string text;
  if (one_title) text += wrap(subjects.front().record->inputs.title, page_width, 0) + "\n";
  text += rule(page_width) + "\n";
  std::string shared;
  if (one_patient) shared += patient(*subjects.front().record);
  if (one_dose) shared += (shared.empty() ? "" : "; ") + dose(*subjects.front().record);
  if (!shared.empty()) text += wrap(shared, page_width, 0) + "\n";
  for (const auto& subject : subjects) {
    std::string own;
    for (const auto& infusion : subject.record->inputs.regimen)
      own += (own.empty() ? "" : " + ") + describe_infusion(infusion);
    if (!one_title) own = subject.record->inputs.title + ": " + own;
    if (!one_patient) own += "; " + patient(*subject.record);
    if (!one_dose) own += "; " + dose(*subject.record);
    const std::string line = lettered(subject), name = line.substr(subject.letters.size() + 2);
    text += "  " + pad_right(subject.letters, 4);
    if (!own.starts_with(name)) text += wrap(name, page_width, 6) + "\n      ";
    text += wrap(own, page_width, 6) + "\n";
  }
  return text;
}

class KeyNumbers {
 public:
  explicit KeyNumbers(const std::vector<Subject>& subjects)
      : subjects_(subjects),
        column_(std::clamp<std::size_t>((page_width - name_width) / subjects.size(), 8, 16)),
        table_(name_width, column_, subjects.size()) {
    std::vector<std::string> letters;
    for (const auto& subject : subjects) letters.push_back(subject.letters);
    table_.row("", letters);
    table_.line();
  }
  template <class Show>
  void row(const std::string& name, Show show) {
    std::vector<std::string> cells;
    for (const auto& subject : subjects_) cells.push_back(show(*subject.record));
    table_.row(name, cells);
  }
  void line() { table_.line(); }
  std::string text() const { return table_.text(); }

 private:
  static constexpr std::size_t name_width = 52;
  const std::vector<Subject>& subjects_;
  std::size_t column_;
  TextTable table_;
};

void pressure_rows(KeyNumbers& table) {
  table.row("portal pressure at rest [mmHg]",
            [](const Record& r) { return mmhg(r.body.baseline.portal_pressure); });
  table.row("peak portal pressure [mmHg]",
            [](const Record& r) { return mmhg(r.body.hemodynamics.peak_portal_pressure); });
  table.row("rise at the peak [mmHg]",
            [](const Record& r) { return number(std::max(0.0, peak_rise(r)) / pascal_per_mmhg); });
  table.row("time of the peak", [](const Record& r) {
    return peak_rise(r) > 0 ? duration(r.body.hemodynamics.peak_portal_time) : std::string("no rise");
  });
  using Series = std::vector<double> body::Hemodynamics::*;
  const std::pair<const char*, Series> beds[] = {
      {"lung capillaries plugged, most at any output [%]", &body::Hemodynamics::plugged_lung},
      {"terminal arterioles plugged, most [%]", &body::Hemodynamics::plugged_arterioles},
      {"portal venules plugged, most [%]", &body::Hemodynamics::plugged_venules},
      {"sinusoids plugged, worst zone, most [%]", &body::Hemodynamics::plugged_sinusoids}};
  for (const auto& [name, series] : beds)
    table.row(name, [series = series](const Record& r) {
      const bool of_liver = series != &body::Hemodynamics::plugged_lung;  // whose voxels count otherwise
      return percent(of_liver && r.liver ? unset : largest(r.body.hemodynamics.*series));
    });
}

void rule_rows(KeyNumbers& table, const std::vector<Subject>& subjects) {
  std::set<std::string> seen;
  for (const auto& subject : subjects)
    for (const auto& rule : subject.record->body.stop_rules) {
      if (!seen.insert(rule.name).second) continue;
      table.row(fmt::format("stop: {} [{}]", rule.name, clinical_unit(rule.unit)), [&](const Record& r) {
        for (const auto& own : r.body.stop_rules)
          if (own.name == rule.name)
            return clinical_number(own.value, own.unit) + (own.crossed ? " YES" : "  no");
        return std::string("-");
      });
    }
}

void exposure_rows(KeyNumbers& table, const std::vector<double>& times) {
  for (const char* name : {"liver", "lung", "spleen"})
    table.row(fmt::format("cell-days in the {} per cell of the dose [d]", name), [name](const Record& r) {
      const auto* organ = find_organ(r, name);
      return number_above(1e-6, organ ? days_per_cell(r, organ->living_time) : unset);
    });
  table.row("cell-days in the whole body per cell [d]",
            [](const Record& r) { return number(body_days_per_cell(r)); });
  table.row("Kupffer contact per cell of the dose [d]",
            [](const Record& r) { return number(kupffer_days_per_cell(r)); });
  if (times.empty()) return;
  static const char* zones[] = {"periportal", "midzonal", "pericentral"};
  for (std::size_t z = 0; z < 3; ++z)
    table.row(fmt::format("{} share of sinusoidal cells, {} [%]", zones[z], duration(times.back())),
              [&, z](const Record& r) { return percent(zone_share(r, z, time_index(r, times.back()))); });
}

bool any_liver(const std::vector<Subject>& subjects) {
  return std::any_of(subjects.begin(), subjects.end(),
                     [](const Subject& s) { return s.record->liver.has_value(); });
}

/// Of the subjects whose liver is resolved; nothing when none is.
std::string segment_panel(const std::vector<Subject>& subjects, const std::vector<double>& times) {
  if (!any_liver(subjects)) return "";
  std::vector<PanelRow> rows;
  for (std::size_t s = 0; s < couinaud_segments; ++s)
    rows.push_back({couinaud_words[s], [s](const Record& r, int t) { return segment_share(r, s, t); }});
  return "\nLiving cells by liver segment [% of the dose]\n" + panel(rows, subjects, times) +
         "Of the segments' tissue: the liver's large vessels are not in it.\n";
}

void liver_rows(KeyNumbers& table, const std::vector<Subject>& subjects, const std::vector<double>& times) {
  if (!any_liver(subjects)) return;
  table.line();
  if (!times.empty())
    table.row(fmt::format("liver: right liver's share of living cells, {} [%]", duration(times.back())),
              [&](const Record& r) {
                const int t = r.liver ? time_index(*r.liver, times.back()) : -1;
                return percent(t < 0 ? unset : share_of_living(*r.liver, right_liver, t));
              });
  table.row("liver: sinusoids plugged, mean of voxels, most [%]", [](const Record& r) {
    return percent(r.liver ? largest(r.liver->result.hemodynamics.plugged_liver) : unset);
  });
  table.row("liver: sinusoids plugged, worst voxel, most [%]", [](const Record& r) {
    return percent(r.liver ? largest(r.liver->result.hemodynamics.most_plugged_voxel) : unset);
  });
}

/// `segment 7` of a place whose name goes on, or the whole name.
std::string short_place(const std::string& name) {
  return name.starts_with("segment ") ? name.substr(0, name.find(' ', 8)) : name;
}

/// Of the subjects whose lobule is resolved; nothing when none is.
void lobule_rows(KeyNumbers& table, const std::vector<Subject>& subjects, const std::vector<double>& times) {
  const auto any = [&](auto holds) {
    return std::any_of(subjects.begin(), subjects.end(),
                       [&](const Subject& s) { return s.record->lobule && holds(*s.record->lobule); });
  };
  if (!any([](const LobuleRecord&) { return true; })) return;
  table.line();
  const auto in_liver = [](const Record& r) { return r.liver && r.lobule; };
  if (std::any_of(subjects.begin(), subjects.end(), [&](const Subject& s) { return in_liver(*s.record); })) {
    table.row("lobule: stands for", [&](const Record& r) {
      return in_liver(r) ? short_place(r.lobule->territory.name) : std::string("-");
    });
    table.row("lobule: living cells that enter per mL of liver", [&](const Record& r) {
      return number(in_liver(r) ? living_entered(*r.lobule) * 1e-6 : unset);
    });
  }
  if (!times.empty())
    table.row(fmt::format("lobule: periportal share of living cells, {} [%]", duration(times.back())),
              [&](const Record& r) {
                const int t = r.lobule ? time_index(*r.lobule, times.back()) : -1;
                return percent(t < 0 ? unset : zone_share(*r.lobule, 0, t));
              });
  for (std::size_t e = 0; e < lobule::entries; ++e)
    if (any([e](const LobuleRecord& l) { return l.result.first_pass[e].flows; }))
      table.row(fmt::format("lobule: first-pass extraction, {} entry [%]", lobule_entry_names[e]),
                [e](const Record& r) {
                  return percent(r.lobule ? first_pass_mean(*r.lobule, e).extraction() : unset);
                });
}

void balance_rows(KeyNumbers& table) {
  table.row("worst imbalance of cells over the dose",
            [](const Record& r) { return fmt::format("{:.0e}", r.body.balance.worst_cells); });
  table.row("worst imbalance of label over the label",
            [](const Record& r) { return fmt::format("{:.0e}", r.body.balance.worst_label); });
}

}  // namespace

std::string compare_table(const std::vector<Subject>& subjects) {
  const auto times = common_times(subjects, most_times);
  std::string text = legend(subjects) + parameter_differences(subjects);
  if (times.empty()) {
    text += "\nThese results share no output time, so organs are not tabled; compare.csv has all times.\n";
  } else {
    const auto& first = *subjects.front().record;
    text += "\nLiving cells [% of the dose]\n" +
            panel(living_rows(first, false), subjects, times).append(living_key);
    text +=
        "\nLabel [% of the label infused]\n" + panel(label_rows(first), subjects, times).append(label_key);
    text += segment_panel(subjects, times);
  }
  KeyNumbers table(subjects);
  pressure_rows(table);
  rule_rows(table, subjects);
  table.line();
  exposure_rows(table, times);
  liver_rows(table, subjects, times);
  lobule_rows(table, subjects, times);
  table.line();
  balance_rows(table);
  return text + "\nPressure, exposure, balance\n" + table.text() + "\n" + reading(subjects);
}

}  // namespace cellroute::results
