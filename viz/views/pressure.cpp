// The view `pressure`: portal pressure over time under the lines that stop an infusion, and how much of
// every limit a run used.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/measures.hpp"
#include "viz/views/course.hpp"
#include "viz/views/curves.hpp"
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

/// Words over the dashed lines, apart from each other, where the fewest curves pass; over what still does
/// they have a ground of paper.
void name_lines(plot::Svg& svg, const plot::Panel& panel, const std::vector<StopLine>& lines,
                const std::vector<Curve>& curves, double em) {
  const auto& in = panel.inside();
  std::vector<double> wanted;
  for (const auto& line : lines) wanted.push_back(panel.y(line.pressure) - 0.35 * em);
  const auto placed = plot::moved_apart(wanted, 1.15 * em, in.top + 0.8 * em, in.bottom() - 0.3 * em);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double letters = std::min(0.9 * em, (in.width - em) / plot::text_width(lines[i].name, 1));
    const double wide = plot::text_width(lines[i].name, letters) + 0.4 * em;
    plot::Box best{};
    std::size_t fewest = curves.size() + 1;
    for (const double share : {0.0, 1.0, 0.5, 0.25, 0.75}) {
      const plot::Box box{in.left + 0.2 * em + share * (in.width - wide - 0.4 * em), placed[i] - 0.9 * em,
                          wide, 1.15 * em};
      const auto through = static_cast<std::size_t>(std::count_if(
          curves.begin(), curves.end(), [&](const Curve& curve) { return passes(curve, box); }));
      if (through >= fewest) continue;
      fewest = through;
      best = box;
    }
    if (fewest > 0) svg.box(best, paper);
    svg.text({best.left + 0.2 * em, placed[i]}, lines[i].name, {letters});
  }
}

/// Whether one of its curves is broken as it lies on another.
bool draw_pressures(plot::Svg& svg, const plot::Box& box, const Subjects& subjects, double em) {
  const bool rises = rests_differ(subjects);
  const auto lines = stop_lines(subjects, rises);
  double high = 0, low = 1e9;
  auto times = drawn_times(records_of(subjects));
  const double start = *std::min_element(times.begin(), times.end());
  for (const auto& subject : subjects) {
    const auto& body = subject.record->body;
    const double zero = zero_of(body, rises);
    if (const double peak = (body.hemodynamics.peak_portal_pressure - zero) / pascal_per_mmhg;
        std::isfinite(peak))
      high = std::max(high, peak);
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
  }
  const auto colours = subject_colours(subjects);
  std::vector<Curve> curves;
  bool broken = false;
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto& body = subjects[i].record->body;
    const Course course(*subjects[i].record);
    const auto drawn = [&, zero = zero_of(body, rises)](double p) { return (p - zero) / pascal_per_mmhg; };
    Curve points;
    for (const auto t : course.shown())
      if (const double p = course.portal_pressure(t); std::isfinite(p))
        points.push_back(panel.at(course.times()[t], drawn(p)));
    // lines that lie on each other stay visible: later ones are thinner, and broken
    const double thick = em / 4 * (1 - 0.25 * static_cast<double>(std::min<std::size_t>(i, 3)));
    const bool covers = std::any_of(curves.begin(), curves.end(),
                                    [&](const auto& other) { return lie_together(points, other, em / 4); });
    broken = broken || covers;
    svg.lines(points, {colours[i], thick, covers ? dashes(i, em) : ""});
    curves.push_back(std::move(points));
    for (std::size_t t = 0; t < body.times.size() && t < body.hemodynamics.portal_pressure.size(); ++t)
      if (body.times[t] > 0 && std::isfinite(body.hemodynamics.portal_pressure[t]))
        svg.dot(panel.at(body.times[t], drawn(body.hemodynamics.portal_pressure[t])), em / 5, colours[i]);
    if (const double when = body.hemodynamics.peak_portal_time;
        results::peak_rise(*subjects[i].record) > 0 && panel.x(when) >= panel.inside().left - 1e-6) {
      const auto peak = panel.at(when, drawn(body.hemodynamics.peak_portal_pressure));
      svg.frame({peak.x - em / 4, peak.y - em / 4, em / 2, em / 2}, {colours[i], em / 10});
    }
  }
  name_lines(svg, panel, lines, curves, em);
  return broken;
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

double share_used(const body::StopRule& rule) {
  const double share = rule.limit > 0 ? rule.value / rule.limit : 0;
  return std::isfinite(share) ? share : 0;
}

/// What stands behind a bar. Pressures with as many digits as the other quantities: 0.054 mmHg is not 0.1.
std::string value_of(const body::StopRule& rule, const results::Record& record) {
  auto value = rule.unit == "Pa" ? results::number(std::max(0.0, rule.value) / pascal_per_mmhg) + " mmHg"
                                 : results::clinical(rule.value, rule.unit);
  return rule.crossed ? value + ": " + above_limit(record) : value;
}

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
  const double inner = box.width - (above ? 0 : widest + em) - 4 * em;
  std::vector<plot::Labelled> bars;
  for (const auto& rule : rules)
    for (std::size_t i = 0; i < subjects.size(); ++i)
      if (const auto* own = rule.by_subject[i])
        bars.push_back(
            {100 * share_used(*own),
             0.8 * em + plot::text_width(value_of(*own, *subjects[i].record), 0.95 * em, own->crossed)});
  const double reach = std::max(115 * most, plot::reach_for(bars, inner));
  const plot::Panel panel(svg, box, plot::axis({0, reach}, 5, "value reached [% of the limit]"),
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
      const auto value = value_of(*rule, *subjects[i].record);
      const double wide = plot::text_width(value, letters, rule->crossed);
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
    text +=
        fmt::format(" {}: at rest {} mmHg, at most {} mmHg above it, {}.", names[i],
                    results::mmhg(body.baseline.portal_pressure),
                    results::number(std::max(0.0, results::peak_rise(*subjects[i].record)) / pascal_per_mmhg),
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
  double top = plot::head(svg, sheet, "Portal pressure and stop rules", shared_and_different(subjects));
  std::vector<plot::Key> all;
  const auto colours = subject_colours(subjects);
  for (std::size_t i = 0; i < subjects.size(); ++i) all.push_back({names[i], colours[i]});
  top = plot::keys(svg, sheet, top, all);
  const double share = sheet.narrow() ? 0.42 : 0.5;
  const auto upper = [&](double bottom) {
    return plot::Box{side, top, sheet.width - 2 * side, share * (bottom - top)};
  };
  plot::Svg tried(sheet.width, sheet.height, "");  // to know what the foot has to say
  const bool broken = draw_pressures(tried, upper(sheet.height - 3 * em), subjects, em);
  const double bottom =
      plot::foot(svg, sheet,
                 about_lines(records_of(subjects)) + " Open squares: peaks. Dashed: limits." +
                     (broken ? " Broken curves lie on others." : "") + note) -
      0.4 * em;
  const auto box = upper(bottom);
  draw_pressures(svg, box, subjects, em);
  draw_limits(svg, {side, box.bottom(), box.width, bottom - box.bottom()}, subjects, sheet);
  return svg;
}

}  // namespace cellroute::viz
