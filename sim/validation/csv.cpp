// validation.csv: every row with every number.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/validation/report.hpp"

namespace cellroute::validation {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

std::string numbers(const Verdict& verdict) {
  const std::string right = verdict.right ? (*verdict.right ? "right" : "wrong") : "";
  return fmt::format(",{},{},{}", number(verdict.prediction), number(verdict.fold), right);
}

}  // namespace

std::string validation_csv(const std::vector<Judged>& rows) {
  std::string text =
      "dataset,row,organ,time_h,what,status,sets,in_view,reason,unit,observation,spread,spread_kind,"
      "prediction,fold,direction,flow_share_prediction,flow_share_fold,flow_share_direction,"
      "first_bed_prediction,first_bed_fold,first_bed_direction,shown,discussion\n";
  for (const Judged& row : rows) {
    const Observation& o = *row.observation;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}", row.dataset->id, o.row.number,
                        quoted(o.row.organ), o.row.time_text, quoted(o.what), name_of(o.status),
                        fmt::join(o.sets, " "), fmt::join(o.in_view, " "), quoted(o.reason),
                        quoted(o.unit.empty() ? o.row.unit : o.unit), quoted(o.row.value_text),
                        quoted(o.row.spread), quoted(o.row.spread_kind));
    text += numbers(row.model);
    for (const Verdict& null : row.null) text += numbers(null);
    text += fmt::format(",{},{}\n", quoted(row.model.shown), quoted(o.discussion));
  }
  return text;
}

}  // namespace cellroute::validation
