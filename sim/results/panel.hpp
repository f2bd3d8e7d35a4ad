// Shares by organ at the output times, for one record or for several side by side.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/record.hpp"
#include "sim/results/subjects.hpp"

namespace cellroute::results {

struct PanelRow {
  std::string name;
  std::function<double(const Record&, int time)> share;  // [1], shown as percent
  bool rule_before = false;
};

/// Rows of living cells, share of the dose: every organ, then totals. `zones` adds the liver's zones.
std::vector<PanelRow> living_rows(const Record& record, bool zones);

/// Rows of label, share of the label infused: every organ, then where all of it is.
std::vector<PanelRow> label_rows(const Record& record);

/// What the rows below the organs mean.
inline constexpr std::string_view living_key =
    "living: all organs; died: since the start; infused: so far, alive at infusion.\n";
inline constexpr std::string_view zone_key =
    "In the liver, elsewhere: portal venules, arterioles, larger vessels, puncture depots.\n";
inline constexpr std::string_view label_key =
    "Below the line, all label by its carrier: living cells, dead cells still lodged, macrophages\n"
    "(retained), debris and free label in blood, label bound by tissue, label excreted.\n";

/// Output times [s] that every record has, at most `most` of them, spread evenly with first and last.
std::vector<double> common_times(const std::vector<Subject>& subjects, std::size_t most);

/// The table, with times as column groups and subjects inside; stacked where the page is too narrow.
std::string panel(const std::vector<PanelRow>& rows, const std::vector<Subject>& subjects,
                  const std::vector<double>& times);

}  // namespace cellroute::results
