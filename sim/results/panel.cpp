#include "sim/results/panel.hpp"

#include <algorithm>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/table.hpp"

namespace cellroute::results {
namespace {

PanelRow pool(const char* name, std::vector<double> body::Balance::*series, bool rule_before = false) {
  return {name,
          [series](const Record& r, int t) { return (r.body.balance.*series)[static_cast<std::size_t>(t)]; },
          rule_before};
}

PanelRow total(const char* name, body::Table body::Balance::*table, bool rule_before = false) {
  return {name, [table](const Record& r, int t) { return (r.body.balance.*table).sum(t) / r.body.dose; },
          rule_before};
}

double of_organ(const Record& record, const std::string& name,
                const std::function<double(const body::OrganSeries&)>& value) {
  const auto* organ = find_organ(record, name);
  return organ ? value(*organ) : unset;
}

/// The zones' sinusoids, and the liver's cells outside them.
void add_zones(const Record& record, std::vector<PanelRow>& rows) {
  for (std::size_t z = 0; z < record.body.zones.size(); ++z)
    rows.push_back({"  " + record.body.zones[z].name,
                    [z](const Record& r, int t) { return r.body.zones[z].cells.living(t) / r.body.dose; }});
  rows.push_back({"  elsewhere", [](const Record& r, int t) {
                    double outside = of_organ(r, "liver", [&](const auto& o) { return o.cells.living(t); });
                    for (const auto& zone : r.body.zones) outside -= zone.cells.living(t);
                    return outside / r.body.dose;
                  }});
}

}  // namespace

std::vector<PanelRow> living_rows(const Record& record, bool zones) {
  std::vector<PanelRow> rows;
  for (const auto& organ : record.body.organs) {
    rows.push_back({organ.name, [name = organ.name](const Record& r, int t) {
                      return of_organ(r, name, [&](const auto& o) { return living_share(r, o, t); });
                    }});
    if (organ.name == "liver" && zones) add_zones(record, rows);
  }
  rows.push_back(total("living", &body::Balance::living, true));
  rows.push_back(total("died", &body::Balance::lost));
  rows.push_back(total("infused", &body::Balance::infused));
  return rows;
}

std::vector<PanelRow> label_rows(const Record& record) {
  std::vector<PanelRow> rows;
  for (const auto& organ : record.body.organs)
    rows.push_back({organ.name, [name = organ.name](const Record& r, int t) {
                      return of_organ(r, name, [&](const auto& o) { return o.label.total(t); });
                    }});
  rows.push_back(pool("on living", &body::Balance::on_living, true));
  rows.push_back(pool("on dead", &body::Balance::on_lodged));
  rows.push_back(pool("retained", &body::Balance::retained));
  rows.push_back(pool("debris", &body::Balance::debris));
  rows.push_back(pool("free", &body::Balance::free));
  rows.push_back(pool("bound", &body::Balance::bound));
  rows.push_back(pool("excreted", &body::Balance::excreted));
  if (largest(record.body.balance.depot) > 0) rows.push_back(pool("in depot", &body::Balance::depot));
  if (largest(record.body.balance.decayed) > 0) rows.push_back(pool("decayed", &body::Balance::decayed));
  rows.push_back(pool("infused", &body::Balance::label_infused));
  return rows;
}

std::vector<double> common_times(const std::vector<Subject>& subjects, std::size_t most) {
  std::vector<double> common;
  if (subjects.empty()) return common;
  for (double time : subjects.front().record->body.times)
    if (std::all_of(subjects.begin(), subjects.end(),
                    [&](const Subject& subject) { return time_index(*subject.record, time) >= 0; }))
      common.push_back(time);
  if (common.size() <= most || most < 2) return common;
  std::vector<double> spread;
  for (std::size_t i = 0; i < most; ++i) spread.push_back(common[i * (common.size() - 1) / (most - 1)]);
  return spread;
}

std::string panel(const std::vector<PanelRow>& rows, const std::vector<Subject>& subjects,
                  const std::vector<double>& times) {
  std::size_t name_width = 0, letters = 0;
  for (const auto& row : rows) name_width = std::max(name_width, shown_width(row.name));
  for (const auto& subject : subjects) letters = std::max(letters, shown_width(subject.letters));
  const bool alone = subjects.size() == 1;
  const std::size_t width = alone ? 9 : std::max<std::size_t>(6, letters + 1);
  const std::size_t across = std::max<std::size_t>(1, (page_width - name_width) / (width * subjects.size()));
  std::string text;
  for (std::size_t first = 0; first < times.size(); first += across) {
    const std::size_t last = std::min(times.size(), first + across);
    TextTable table(name_width, width, (last - first) * subjects.size());
    std::vector<TextTable::Head> heads;
    std::vector<std::string> letters_row;
    for (std::size_t i = first; i < last; ++i) {
      heads.push_back({duration(times[i]), subjects.size()});
      for (const auto& subject : subjects) letters_row.push_back(subject.letters);
    }
    if (alone) {
      std::vector<std::string> cells;
      for (const auto& head : heads) cells.push_back(head.text);
      table.row("", cells);
      table.line();
    } else {
      table.heads("", heads);
      table.row("", letters_row);
    }
    for (const auto& row : rows) {
      if (row.rule_before) table.line();
      std::vector<std::string> cells;
      for (std::size_t i = first; i < last; ++i)
        for (const auto& subject : subjects)
          cells.push_back(percent(row.share(*subject.record, time_index(*subject.record, times[i]))));
      table.row(row.name, cells);
    }
    text += table.text() + (last < times.size() ? "\n" : "");
  }
  return text;
}

}  // namespace cellroute::results
