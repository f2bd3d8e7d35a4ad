// compare.csv: one line for each quantity, organ and time; one column for each subject.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sim/results/compare.hpp"
#include "sim/results/format.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/lobule_measures.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/text_files.hpp"

namespace cellroute::results {
namespace {

using AtTime = std::function<double(const Record&, int)>;
using Overall = std::function<double(const Record&)>;

class Writer {
 public:
  explicit Writer(const std::vector<Subject>& subjects) : subjects_(subjects) {
    for (const auto& subject : subjects)
      times_.insert(times_.end(), subject.record->body.times.begin(), subject.record->body.times.end());
    std::sort(times_.begin(), times_.end());
    times_.erase(std::unique(times_.begin(), times_.end()), times_.end());
    text = "quantity,organ,time_s,unit";
    for (const auto& subject : subjects) text += "," + csv_field(lettered(subject));
    text += "\n";
  }
  void over_time(const std::string& quantity, const std::string& organ, const char* unit,
                 const AtTime& value) {
    for (double time : times_)
      line(quantity, organ, exact(time), unit, [&](const Record& record) {
        const int t = time_index(record, time);
        return t < 0 ? unset : value(record, t);
      });
  }
  void once(const std::string& quantity, const std::string& organ, const char* unit, const Overall& value) {
    line(quantity, organ, "", unit, value);
  }
  std::string text;

 private:
  void line(const std::string& quantity, const std::string& organ, const std::string& time, const char* unit,
            const Overall& value) {
    text += fmt::format("{},{},{},{}", quantity, organ, time, unit);
    for (const auto& subject : subjects_) text += "," + exact(value(*subject.record));
    text += "\n";
  }
  const std::vector<Subject>& subjects_;
  std::vector<double> times_;
};

/// Of the subjects whose liver is resolved; nothing when none is.
void liver_lines(Writer& csv, const std::vector<Subject>& subjects) {
  if (std::none_of(subjects.begin(), subjects.end(), [](const auto& s) { return s.record->liver; })) return;
  for (std::size_t s = 0; s < couinaud_segments; ++s)
    csv.over_time("living_over_dose", "liver/" + segment_name(s), "1",
                  [s](const Record& r, int t) { return segment_share(r, s, t); });
  csv.once("most_plugged_voxel", "liver", "1", [](const Record& r) {
    return r.liver ? largest(r.liver->result.hemodynamics.most_plugged_voxel) : unset;
  });
}

/// Of the subjects whose lobule is resolved; nothing when none is.
void lobule_lines(Writer& csv, const std::vector<Subject>& subjects) {
  if (std::none_of(subjects.begin(), subjects.end(), [](const auto& s) { return s.record->lobule; })) return;
  const auto over_time = [&csv](const char* quantity,
                                double (*value)(const LobuleRecord&, std::size_t, int)) {
    for (std::size_t z = 0; z < lobule::zones; ++z)
      csv.over_time(quantity, std::string("lobule/") + lobule::zone_names[z], "1",
                    [value, z](const Record& r, int t) {
                      const int own = r.lobule ? time_index(*r.lobule, r.body.times[t]) : -1;
                      return own < 0 ? unset : value(*r.lobule, z, own);
                    });
  };
  over_time("living_over_entered",
            [](const LobuleRecord& l, std::size_t z, int t) { return living(l, z, t) / living_entered(l); });
  over_time("share_of_living", zone_share);
  for (std::size_t e = 0; e < lobule::entries; ++e)
    csv.once("first_pass_extraction", std::string("lobule/") + lobule_entry_names[e], "1",
             [e](const Record& r) { return r.lobule ? first_pass_mean(*r.lobule, e).extraction() : unset; });
  csv.once("worst_imbalance_of_cells", "lobule", "1",
           [](const Record& r) { return r.lobule ? r.lobule->result.balance.worst : unset; });
}

void panel_lines(Writer& csv, const std::string& quantity, const std::vector<PanelRow>& rows) {
  for (const auto& row : rows) {
    const bool zone = row.name.starts_with("  ");
    csv.over_time(quantity, zone ? "liver/" + row.name.substr(2) : row.name, "1", row.share);
  }
}

}  // namespace

std::string compare_csv(const std::vector<Subject>& subjects) {
  Writer csv(subjects);
  const Record& first = *subjects.front().record;
  panel_lines(csv, "living_over_dose", living_rows(first, true));
  panel_lines(csv, "label_over_infused", label_rows(first));
  csv.over_time("portal_pressure", "", "Pa", [](const Record& r, int t) {
    return r.body.hemodynamics.portal_pressure[static_cast<std::size_t>(t)];
  });
  csv.over_time("hvpg", "", "Pa",
                [](const Record& r, int t) { return r.body.hemodynamics.hvpg[static_cast<std::size_t>(t)]; });
  csv.once("dose", "", "cell", [](const Record& r) { return r.body.dose; });
  csv.once("resting_portal_pressure", "", "Pa",
           [](const Record& r) { return r.body.baseline.portal_pressure; });
  csv.once("peak_portal_pressure", "", "Pa",
           [](const Record& r) { return r.body.hemodynamics.peak_portal_pressure; });
  csv.once("peak_portal_rise", "", "Pa", peak_rise);
  csv.once("peak_portal_time", "", "s", [](const Record& r) { return r.body.hemodynamics.peak_portal_time; });
  for (const auto& organ : first.body.organs)
    csv.once("cell_days_per_cell", organ.name, "d", [name = organ.name](const Record& r) {
      const auto* own = find_organ(r, name);
      return own ? days_per_cell(r, own->living_time) : unset;
    });
  csv.once("kupffer_contact_per_cell", "liver", "d", kupffer_days_per_cell);
  for (const auto& rule : first.body.stop_rules)
    csv.once("crossed: " + csv_field(rule.name), "", "1", [name = rule.name](const Record& r) {
      for (const auto& own : r.body.stop_rules)
        if (own.name == name) return own.crossed ? 1.0 : 0.0;
      return unset;
    });
  csv.once("worst_imbalance_of_cells", "", "1", [](const Record& r) { return r.body.balance.worst_cells; });
  csv.once("worst_imbalance_of_label", "", "1", [](const Record& r) { return r.body.balance.worst_label; });
  liver_lines(csv, subjects);
  lobule_lines(csv, subjects);
  return csv.text;
}

}  // namespace cellroute::results
