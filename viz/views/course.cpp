#include "viz/views/course.hpp"

#include <algorithm>
#include <iterator>

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
  return fine ? "Dots are output times." : "Dots are output times, lines between them straight.";
}

}  // namespace cellroute::viz
