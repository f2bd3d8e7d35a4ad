// The view `pressure`: portal pressure over time under the lines that stop an infusion, and how much of
// every limit a run used.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/views/course.hpp"
#include "viz/views/plots.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {
namespace {

using results::pascal_per_mmhg;
using Subjects = std::vector<results::Subject>;

constexpr double alike = 0.05;  // [mmHg]

struct StopLine {
  double pressure;  // [mmHg]
  std::string name;
};

/// Whether a line above rest would stand at another pressure for each subject.
bool rests_differ(const Subjects& subjects) {
  const auto rest = [](const auto& subject) { return subject.record->body.baseline.portal_pressure; };
  const auto [least, most] = std::minmax_element(
      subjects.begin(), subjects.end(), [&](const auto& a, const auto& b) { return rest(a) < rest(b); });
  return rest(*most) - rest(*least) > alike * pascal_per_mmhg;
}

/// What pressures are drawn above [Pa].
double zero_of(const body::BodyResult& body, bool rises) { return rises ? body.baseline.portal_pressure : 0; }

/// Limits of a rise of the portal pressure, as they are drawn; equal ones once.
std::vector<StopLine> stop_lines(const Subjects& subjects, bool rises) {
  std::vector<StopLine> lines;
  for (const auto& subject : subjects) {
    const auto& body = subject.record->body;
    for (const auto& rule : body.stop_rules) {
      if (rule.unit != "Pa" || rule.name.find("portal pressure") == std::string::npos) continue;
      const double pressure =
          (body.baseline.portal_pressure + rule.limit - zero_of(body, rises)) / pascal_per_mmhg;
      const auto same = [&](const StopLine& line) { return std::fabs(line.pressure - pressure) < alike; };
      if (std::none_of(lines.begin(), lines.end(), same))
        lines.push_back({pressure, fmt::format("stop: {}", rule.name)});
    }
  }
  return lines;
}

std::vector<const results::Record*> records_of(const Subjects& subjects) {
  std::vector<const results::Record*> records;
  for (const auto& subject : subjects) records.push_back(subject.record);
  return records;
}

void draw_pressures(plot::Svg& svg, const plot::Box& box, const Subjects& subjects, double em) {
  const bool rises = rests_differ(subjects);
  const auto lines = stop_lines(subjects, rises);
  double high = 0, low = 1e9;
  auto times = drawn_times(records_of(subjects));
  const double start = *std::min_element(times.begin(), times.end());
  for (const auto& subject : subjects) {
    const auto& body = subject.record->body;
    const double zero = zero_of(body, rises);
    high = std::max(high, (body.hemodynamics.peak_portal_pressure - zero) / pascal_per_mmhg);
    low = std::min(low, (body.baseline.portal_pressure - zero) / pascal_per_mmhg);
    // a lone peak long before the curves begin would take most of the axis
    if (results::peak_rise(*subject.record) > 0 && body.hemodynamics.peak_portal_time > 0.5 * start)
      times.push_back(body.hemodynamics.peak_portal_time);
  }
  for (const auto& line : lines) high = std::max(high, line.pressure + 1);
  auto y = plot::axis_from_zero(high, 5, rises ? "rise above rest [mmHg]" : "portal pressure [mmHg]");
  if (low > 0.3 * high) {  // rest is far above nothing
    const double step = round_up((high - low) / 4);
    y = plot::axis({std::floor(low / step - 0.2) * step, std::ceil(high / step) * step}, 5, y.title);
  }
  const plot::Panel panel(svg, box, plot::time_axis(times, box.width - 5 * em, em), y, em);
  for (const auto& line : lines) {
    const double at = panel.y(line.pressure);
    svg.line({panel.inside().left, at}, {panel.inside().right(), at}, {ink, em / 9, "8 5"});
    svg.text({panel.inside().left + 0.4 * em, at - 0.35 * em}, line.name, {0.9 * em});
  }
  const auto colours = subject_colours(subjects);
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& body = subjects[i].record->body;
    const Course course(*subjects[i].record);
    const auto drawn = [&, zero = zero_of(body, rises)](double p) { return (p - zero) / pascal_per_mmhg; };
    std::vector<plot::Point> points;
    for (const auto t : course.shown())
      points.push_back(panel.at(course.times()[t], drawn(course.portal_pressure(t))));
    // lines that lie on each other stay visible: later ones are thinner
    const double thick = em / 4 * (1 - 0.25 * static_cast<double>(std::min<std::size_t>(i, 3)));
    svg.lines(points, {colours[i], thick});
    for (std::size_t t = 0; t < body.times.size() && t < body.hemodynamics.portal_pressure.size(); ++t)
      if (body.times[t] > 0)
        svg.dot(panel.at(body.times[t], drawn(body.hemodynamics.portal_pressure[t])), em / 5, colours[i]);
    if (const double when = body.hemodynamics.peak_portal_time;
        results::peak_rise(*subjects[i].record) > 0 && panel.x(when) >= panel.inside().left - 1e-6) {
      const auto peak = panel.at(when, drawn(body.hemodynamics.peak_portal_pressure));
      svg.frame({peak.x - em / 4, peak.y - em / 4, em / 2, em / 2}, {colours[i], em / 10});
    }
  }
}

struct Rule {
  std::string name;
  std::vector<const body::StopRule*> by_subject;  // null where a subject lacks it
};

std::vector<Rule> rules_of(const Subjects& subjects) {
  std::vector<Rule> rules;
  for (std::size_t i = 0; i < subjects.size(); ++i)
    for (const auto& own : subjects[i].record->body.stop_rules) {
      auto found =
          std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == own.name; });
      if (found == rules.end()) {
        rules.push_back({own.name, std::vector<const body::StopRule*>(subjects.size(), nullptr)});
        found = rules.end() - 1;
      }
      found->by_subject[i] = &own;
    }
  return rules;
}

double share_used(const body::StopRule& rule) { return rule.limit > 0 ? rule.value / rule.limit : 0; }

/// Bars, each with the value reached, and before them (above them on a phone) the rule with its limit.
void draw_limits(plot::Svg& svg, const plot::Box& box, const Subjects& subjects, const plot::Sheet& sheet) {
  const double em = sheet.text;
  const auto rules = rules_of(subjects);
  double most = 1, widest = 0;
  for (const auto& rule : rules) {
    widest = std::max(widest, plot::text_width(rule.name, em));
    for (const auto* own : rule.by_subject)
      if (own != nullptr) most = std::max(most, share_used(*own));
  }
  const bool above = widest > 0.45 * box.width;
  const plot::Panel panel(svg, box, plot::axis_from_zero(115 * most, 5, "value reached [% of the limit]"),
                          {{0, 1}, {}, ""}, em, "How much of each published limit was used",
                          above ? 0 : widest + em);
  const auto& in = panel.inside();
  const double limit = panel.x(100);
  svg.line({limit, in.top}, {limit, in.bottom()}, {ink, em / 9, "8 5"});
  const double room = in.height / static_cast<double>(std::max<std::size_t>(1, rules.size()));
  const double lead = above ? 1.5 * em : 0;
  const double thick = std::min(1.15 * em, (room - lead - 0.35 * em) / static_cast<double>(subjects.size()));
  const auto colours = subject_colours(subjects);
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const double bars = thick * static_cast<double>(subjects.size());
    double y = in.top + room * static_cast<double>(r) + lead + (room - lead - bars) / 2;
    if (above) {
      svg.box({in.left, y - 1.25 * em, plot::text_width(rules[r].name, em), 1.2 * em}, paper);
      svg.text({in.left, y - 0.35 * em}, rules[r].name, {em});
    } else {
      svg.text({in.left - 0.6 * em, y + bars / 2 + 0.35 * em}, rules[r].name, {em, ink, plot::Anchor::end});
    }
    for (std::size_t i = 0; i < subjects.size(); ++i, y += thick) {
      const auto* rule = rules[r].by_subject[i];
      if (rule == nullptr) continue;
      const double shown = (limit - in.left) * std::max(0.0, share_used(*rule));
      svg.box({in.left, y + 0.08 * thick, std::max(shown, em / 10), 0.84 * thick}, colours[i]);
      const double letters = std::min(0.95 * em, thick);
      const auto value = results::clinical(rule->value, rule->unit) +
                         (rule->crossed ? std::string(": ") + above_limit(*subjects[i].record) : "");
      const double wide = plot::text_width(value, letters);
      if (in.left + shown < limit && in.left + shown + wide > limit)  // no dashes through it
        svg.box({limit - em / 8, y, em / 4, thick}, paper);
      svg.text({in.left + shown + 0.4 * em, y + 0.5 * thick + 0.36 * letters}, value,
               {letters, ink, plot::Anchor::start, rule->crossed});
    }
  }
}

std::string in_words(const Subjects& subjects, const std::vector<std::string>& names) {
  std::string text = "Portal pressure over time with the pressures at which an infusion is stopped.";
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& body = subjects[i].record->body;
    std::string crossed;
    for (const auto& rule : body.stop_rules)
      if (rule.crossed) crossed += (crossed.empty() ? "" : ", ") + rule.name;
    text += fmt::format(" {}: at rest {} mmHg, at most {} mmHg, {}.", names[i],
                        results::mmhg(body.baseline.portal_pressure),
                        results::mmhg(body.hemodynamics.peak_portal_pressure),
                        crossed.empty() ? "no limit crossed"
                                        : fmt::format("{}: {}", above_limit(*subjects[i].record), crossed));
  }
  return text;
}

}  // namespace

plot::Svg pressure_plot(const Subjects& subjects, const plot::Sheet& sheet, const std::string& note) {
  const auto names = results::names_of(subjects);
  plot::Svg svg(sheet.width, sheet.height, in_words(subjects, names));
  const double em = sheet.text, side = 0.5 * em;
  double top = plot::head(svg, sheet, "Portal pressure and stop rules", patient_of(subjects));
  std::vector<plot::Key> all;
  const auto colours = subject_colours(subjects);
  for (std::size_t i = 0; i < subjects.size(); ++i) all.push_back({names[i], colours[i]});
  top = plot::keys(svg, sheet, top, all);
  const double bottom =
      plot::foot(svg, sheet,
                 about_lines(records_of(subjects)) + " Open squares: peaks. Dashed: limits." + note) -
      0.4 * em;
  const double share = sheet.narrow() ? 0.42 : 0.5;
  const plot::Box upper{side, top, sheet.width - 2 * side, share * (bottom - top)};
  draw_pressures(svg, upper, subjects, em);
  draw_limits(svg, {side, upper.bottom(), upper.width, bottom - upper.bottom()}, subjects, sheet);
  return svg;
}

}  // namespace cellroute::viz
