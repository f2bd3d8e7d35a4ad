#include "viz/views/course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "sim/results/format.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {

Course::Course(const results::Record& record) : record_(record) {
  for (std::size_t t = 0; t < times().size(); ++t)
    if (times()[t] > 0) shown_.push_back(t);
}

const std::vector<double>& Course::times() const {
  return record_.curve ? record_.curve->times : record_.body.times;
}

double Course::living(const std::string& organ, const std::vector<std::string>& named, std::size_t at) const {
  if (!record_.curve) return viz::living(record_, organ, named, static_cast<int>(at));
  double sum = 0;
  for (const auto& each : record_.curve->organs) {
    const bool has_name = std::find(named.begin(), named.end(), each.name) != named.end();
    if (organ == other_organs ? !has_name : each.name == organ) sum += each.living[at];
  }
  return sum / record_.body.dose;
}

double Course::portal_pressure(std::size_t at) const {
  return record_.curve ? record_.curve->portal_pressure[at] : record_.body.hemodynamics.portal_pressure[at];
}

std::vector<double> drawn_times(const std::vector<const results::Record*>& records) {
  std::vector<double> all;
  for (const auto* record : records) {
    const Course course(*record);
    for (const auto t : course.shown()) all.push_back(course.times()[t]);
    std::copy_if(record->body.times.begin(), record->body.times.end(), std::back_inserter(all),
                 [](double time) { return time > 0; });
  }
  return all;
}

std::string about_lines(const std::vector<const results::Record*>& records) {
  const bool fine = std::all_of(records.begin(), records.end(),
                                [](const auto* record) { return record->curve.has_value(); });
  double first = INFINITY, last = 0;  // where the curves begin
  std::set<double> ends;
  bool wrong = false;
  for (const auto* record : records) {
    const Course course(*record);
    if (course.shown().empty()) continue;
    const double begin = course.times()[course.shown().front()];
    first = std::min(first, begin);
    last = std::max(last, begin);
    ends.insert(course.times()[course.shown().back()]);
    for (const auto& organ : record->body.organs)
      for (const auto t : course.shown()) {
        const double share = course.living(organ.name, {}, t);
        wrong = wrong || !std::isfinite(share) || share < -1e-6;
      }
  }
  std::string text = fine ? "Dots are output times." : "Dots are output times, lines between them straight.";
  if (last > first)
    text += fmt::format(" Curves begin {} to {} after the start.", results::duration(first),
                        results::duration(last));
  else if (last > 0)
    text += fmt::format(" Curves begin {} after the start.", results::duration(first));
  if (ends.size() > 1)
    text += fmt::format(" They end after {} to {}.", results::duration(*ends.begin()),
                        results::duration(*ends.rbegin()));
  if (wrong) text += " What is no number or below 0 is not drawn.";
  return text;
}

}  // namespace cellroute::viz
