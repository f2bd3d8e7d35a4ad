#include "viz/views/stack.hpp"

#include <algorithm>

#include "viz/views/course.hpp"
#include "viz/views/subjects.hpp"

namespace cellroute::viz {

void draw_stack(plot::Svg& svg, const plot::Panel& panel, const results::Record& record,
                const std::vector<std::string>& organs, double text) {
  std::vector<std::string> named;
  for (const auto& organ : organs)
    if (organ != other_organs) named.push_back(organ);
  const Course course(record);
  std::vector<double> below(course.times().size(), 0.0);
  for (const auto& organ : organs) {
    std::vector<plot::Point> outline, top;
    for (const auto t : course.shown()) outline.push_back(panel.at(course.times()[t], below[t]));
    for (const auto t : course.shown()) {
      const double share = 100 * course.living(organ, named, t);
      if (share > 0) below[t] += share;  // neither what is no number nor what is below 0 has an area
      top.push_back(panel.at(course.times()[t], below[t]));
    }
    outline.insert(outline.end(), top.rbegin(), top.rend());
    svg.area(outline, organ_colour(organ));
    svg.lines(top, {organ_colour(organ), text / 20});  // no seam, and a sharp peak stays seen
  }
  for (std::size_t t = 0; t < record.body.times.size(); ++t)
    if (const double share = 100 * living(record, other_organs, {}, static_cast<int>(t));
        record.body.times[t] > 0 && share >= 0)
      svg.dot(panel.at(record.body.times[t], share), text / 5, ink);
}

std::vector<std::string> stacked_organs(const std::vector<std::string>& main) {
  auto organs = main;
  organs.push_back(other_organs);
  return organs;
}

std::vector<plot::Key> organ_keys(const std::vector<std::string>& organs) {
  std::vector<plot::Key> all;
  for (const auto& organ : organs) all.push_back({organ, organ_colour(organ)});
  return all;
}

double highest_stack(const results::Record& record) {
  const Course course(record);
  double highest = 0;
  for (const auto t : course.shown()) highest = std::max(highest, 100 * course.living(other_organs, {}, t));
  for (std::size_t t = 0; t < record.body.times.size(); ++t)
    highest = std::max(highest, 100 * living(record, other_organs, {}, static_cast<int>(t)));
  return highest;
}

}  // namespace cellroute::viz
