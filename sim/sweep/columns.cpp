#include "sim/sweep/columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/measures/reader.hpp"
#include "sim/results/text_files.hpp"
#include "sim/sweep/chunk.hpp"
#include "sim/sweep/journal.hpp"

namespace cellroute::sweep {
namespace {

using results::Column;
using Kind = Column::Kind;

/// "name [unit]" of a column below /axes, /factors or /metrics.
std::string head_of(const Column& column) {
  const std::string name = column.path.substr(column.path.find('/', 1) + 1);
  return results::csv_field(column.kind == Kind::word ? name : fmt::format("{} [{}]", name, column.units));
}

std::string heads(const Columns& columns, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t c = first; c < last; ++c) text += "," + head_of(columns.columns[c]);
  return text + "\n";
}

std::string long_name(const measures::Metric& metric) {
  return metric.about.empty() ? measures::describe(metric.measure) : metric.about;
}

}  // namespace

const char* design_name(Design design) {
  static constexpr const char* names[] = {"none", "latin_hypercube", "sobol", "morris", "saltelli"};
  return names[static_cast<int>(design)];
}

Columns::Columns(const Plan& plan) : replicates(plan.sample.replicates > 1) {
  columns.push_back({"/row", Kind::index, "1", "index of the row, from 0", "", 0});
  columns.push_back({"/status", Kind::code, "1", "0: the run succeeded, 1: it failed", "", 0});
  if (replicates)
    columns.push_back({"/replicate", Kind::index, "1", "randomisation of the design, from 0", "", 0});
  axes = columns.size();
  for (const Axis& axis : plan.axes) {
    Column column{"/axes/" + axis.name, Kind::word, "none", "value on this axis of the grid", "", 1};
    words.push_back(!axis.target);
    if (axis.target) {
      column.kind = Kind::number;
      column.units = axis.target->spec.unit;
      column.long_name = axis.target->spec.about;
    }
    for (const auto& label : axis.labels) column.width = std::max(column.width, label.size());
    columns.push_back(std::move(column));
  }
  factors = columns.size();
  for (const Factor& factor : plan.sample.factors)
    columns.push_back({"/factors/" + factor.target.path, Kind::number, factor.target.spec.unit,
                       factor.target.spec.about, factor.source, 0});
  metrics = columns.size();
  for (const auto& metric : plan.metrics)
    columns.push_back({"/metrics/" + metric.name, Kind::number, measures::unit_of(metric.measure),
                       long_name(metric), "", 0});
}

std::string table_head(const Columns& columns) {
  return std::string("row,status") + (columns.replicates ? ",replicate" : "") +
         heads(columns, columns.axes, columns.columns.size());
}

std::string failures_head(const Columns& columns) {
  return "row,reason" + heads(columns, columns.axes, columns.metrics);
}

Needs needs_of(const Plan& plan) {
  constexpr double number_width = 20, short_width = 12;  // [byte] with a comma; seventeen digits and more
  constexpr double dataset_overhead = 4096;              // [byte] of headers and indices
  const Columns layout(plan);
  const double rows = static_cast<double>(plan.rows()), chunks = static_cast<double>(chunk_count(plan));
  double wide = 0, stored = 0;  // [byte] of a row
  for (const auto& column : layout.columns) {
    const bool word = column.kind == Kind::word, number = column.kind == Kind::number;
    wide += word ? static_cast<double>(column.width + 1) : number ? number_width : short_width;
    stored += word || !number ? 1 : sizeof(double);  // words and counts repeat and are pressed together
  }
  Needs needs;
  needs.journal = chunks * static_cast<double>(record_bytes(rows_per_chunk(plan), plan.metrics.size()));
  needs.table = rows * wide;
  needs.columns = rows * stored + dataset_overhead * static_cast<double>(layout.columns.size());
  needs.memory =
      chunks * 2 * sizeof(std::uint64_t) +
      2.0 * results::column_block * (wide + sizeof(double) * static_cast<double>(layout.columns.size()));
  return needs;
}

}  // namespace cellroute::sweep
