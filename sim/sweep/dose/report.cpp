// Safe doses as a page and as CSV.
#include <fmt/format.h>

#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"
#include "sim/sweep/dose/safe_dose.hpp"
#include "sim/sweep/overview.hpp"
#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

std::string dose_words(const DoseQuestion& question, double dose) {
  if (std::isnan(dose)) return "-";
  if (dose <= question.lowest) return "< " + results::number(question.lowest);
  if (dose >= question.highest) return "> " + results::number(question.highest);
  return results::number(dose);
}

}  // namespace

std::string dose_table(const DoseQuestion& question, const std::vector<SafeDose>& doses) {
  const Plan& plan = question.plan;
  const auto& metric = plan.metrics.front();
  const std::string limit = shown(metric, question.limit);
  std::string text = fmt::format("{}\nDose at which {} reaches {} in {} of the patients ({})\n\n", plan.title,
                                 results::words(metric.name), limit,
                                 results::percent(question.patients) + " %", question.source);
  constexpr std::size_t name_width = 40, over_width = 9, width = 12;
  const auto right = [](const std::string& cell) { return results::pad_left(cell, width); };
  text += results::pad_right("", name_width) + results::pad_left("over", over_width) + right("dose") +
          results::pad_left("95 %", 2 * width) + right("cells/min") + "\n" +
          results::rule(results::page_width) + "\n";
  for (const SafeDose& one : doses) {
    std::string name;
    const auto place = places(plan, one.cell);
    for (std::size_t a = 0; a < plan.axes.size(); ++a)
      name += (name.empty() ? "" : ", ") + results::words(plan.axes[a].labels[place[a]]);
    text += results::pad_right(name, name_width) +
            results::pad_left(results::duration(one.duration), over_width) +
            right(dose_words(question, one.dose)) +
            results::pad_left(one.failed == one.patients ? "-"
                                                         : dose_words(question, one.interval.low) + " to " +
                                                               dose_words(question, one.interval.high),
                              2 * width) +
            right(one.dose > 0 && std::isfinite(one.dose) ? results::number(one.rate * 60) : "-") + "\n";
    std::string note = fmt::format("with the library's values {}", dose_words(question, one.at_library));
    if (one.below > 0)
      note += fmt::format("; {} of {} patients reach it below every dose tried", one.below, one.patients);
    if (one.above > 0) note += fmt::format("; {} never do", one.above);
    if (one.failed > 0) note += fmt::format("; {} could not be run: {}", one.failed, one_line(one.failure));
    text += "  " + results::wrap(note, results::page_width - 2, 2) + "\n";
  }
  return text;
}

std::string dose_csv(const DoseQuestion& question, const std::vector<SafeDose>& doses) {
  using results::exact;
  const Plan& plan = question.plan;
  std::string text;
  for (const Axis& axis : plan.axes) text += axis.name + ",";
  text += "over [s],patient,critical_dose [cell]";
  for (const Factor& factor : plan.sample.factors)
    text += fmt::format(",{} [{}]", factor.target.path, factor.target.spec.unit);
  text += "\n";
  const std::size_t each = plan.sample.points();
  for (const SafeDose& one : doses) {
    std::string head;
    const auto place = places(plan, one.cell);
    for (std::size_t a = 0; a < plan.axes.size(); ++a)
      head += results::csv_field(plan.axes[a].labels[place[a]]) + ",";
    for (std::size_t p = 0; p < one.critical.size(); ++p) {
      text += fmt::format("{}{},{},{}", head, exact(one.duration), p, exact(one.critical[p]));
      const Row row = row_at(plan, (p / each * plan.cells() + one.cell) * each + p % each);
      for (const double value : row.factors) text += "," + exact(value);
      text += "\n";
    }
  }
  return text;
}

}  // namespace cellroute::sweep
