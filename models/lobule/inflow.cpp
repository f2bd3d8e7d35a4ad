#include "models/lobule/inflow.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>

namespace cellroute {

namespace {

using Series = std::function<double(std::size_t)>;

/// Integral over [0, t] of a series that is linear between its times and constant after the last.
double integral(const std::vector<double>& times, const Series& value, double t) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < times.size() && times[i] < t; ++i) {
    const double width = times[i + 1] - times[i];
    if (width <= 0) continue;
    const double until = std::min(t, times[i + 1]) - times[i];
    const double end = value(i) + (value(i + 1) - value(i)) * (until / width);
    sum += until * (value(i) + end) / 2;
  }
  if (!times.empty() && t > times.back()) sum += (t - times.back()) * value(times.size() - 1);
  return sum;
}

/// Mean over [from, to]: only the pieces inside are summed, so that no digits cancel late in a run.
double mean(const std::vector<double>& times, const Series& value, double from, double to) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < times.size() && times[i] < to; ++i) {
    const double width = times[i + 1] - times[i];
    const double a = std::max(from, times[i]), b = std::min(to, times[i + 1]);
    if (width <= 0 || b <= a) continue;
    const double middle = ((a - times[i]) + (b - times[i])) / (2 * width);
    sum += (b - a) * (value(i) * (1 - middle) + value(i + 1) * middle);
  }
  const double late = std::max(from, times.back());
  if (to > late) sum += (to - late) * value(times.size() - 1);
  return sum / (to - from);
}

std::string at_time(double t) { return " at " + std::to_string(t) + " s"; }

}  // namespace

double LobuleInflow::mean_rate(LobuleEntry entry, int k, double from, double to) const {
  const std::vector<double>& rates = cells[static_cast<std::size_t>(entry)];
  if (rates.empty()) return 0;
  return mean(
      times, [&](std::size_t i) { return rates[i * classes.size() + k]; }, from, to);
}

double LobuleInflow::entered(LobuleEntry entry, int k, double t) const {
  const std::vector<double>& rates = cells[static_cast<std::size_t>(entry)];
  if (rates.empty()) return 0;
  return integral(
      times, [&](std::size_t i) { return rates[i * classes.size() + k]; }, t);
}

double LobuleInflow::mean_portal_flow(double from, double to) const {
  return mean(
      times, [&](std::size_t i) { return portal_flow[i]; }, from, to);
}

double LobuleInflow::mean_arterial_flow(double from, double to) const {
  return mean(
      times, [&](std::size_t i) { return arterial_flow[i]; }, from, to);
}

std::vector<std::string> contradictions(const LobuleInflow& inflow) {
  std::vector<std::string> problems;
  const std::size_t n = inflow.times.size();
  if (n == 0 || inflow.times.front() != 0) {
    problems.emplace_back("the inflow has to begin at 0 s");
    return problems;
  }
  if (inflow.classes.empty()) problems.emplace_back("the inflow has no size class");
  for (std::size_t i = 0; i < n; ++i) {
    if (!std::isfinite(inflow.times[i]) || (i > 0 && inflow.times[i] < inflow.times[i - 1])) {
      problems.emplace_back("the times of the inflow do not ascend" + at_time(inflow.times[i]));
      break;
    }
  }
  for (const std::vector<double>* flow : {&inflow.portal_flow, &inflow.arterial_flow}) {
    const char* name = flow == &inflow.portal_flow ? "portal" : "arterial";
    if (flow->size() != n) {
      problems.push_back("the " + std::string(name) + " flow has " + std::to_string(flow->size()) +
                         " numbers for " + std::to_string(n) + " times");
    } else if (!std::all_of(flow->begin(), flow->end(), [](double q) { return std::isfinite(q); })) {
      problems.push_back("the " + std::string(name) + " flow is not a number everywhere");
    }
  }
  for (int e = 0; e < lobule_entries; ++e) {
    const std::vector<double>& rates = inflow.cells[e];
    if (rates.empty()) continue;  // nothing enters here
    if (rates.size() != n * inflow.classes.size()) {
      problems.push_back("the cells entering by the " + std::string(lobule_entry_names[e]) +
                         " entry are not one number for each time and class");
    } else if (!std::all_of(rates.begin(), rates.end(), [](double x) { return x >= 0 && x < infinity; })) {
      problems.push_back("the cells entering by the " + std::string(lobule_entry_names[e]) +
                         " entry are negative or no number somewhere");
    }
  }
  return problems;
}

LobuleInflow constant_inflow(double portal_flow, double arterial_flow, std::vector<LobuleClass> classes,
                             LobuleEntry entry, const std::vector<double>& cells, double start,
                             double duration) {
  LobuleInflow inflow;
  if (start > 0) inflow.times = {0};
  for (const double t : {start, start, start + duration, start + duration}) inflow.times.push_back(t);
  const std::size_t n = inflow.times.size(), on = n - 3, off = n - 2;
  inflow.portal_flow.assign(n, portal_flow);
  inflow.arterial_flow.assign(n, arterial_flow);
  inflow.classes = std::move(classes);
  std::vector<double>& rates = inflow.cells[static_cast<std::size_t>(entry)];
  rates.assign(n * inflow.classes.size(), 0.0);
  for (std::size_t k = 0; k < inflow.classes.size(); ++k)
    for (const std::size_t i : {on, off}) rates[i * inflow.classes.size() + k] = cells[k] / duration;
  inflow.events = {start, start + duration};
  return inflow;
}

}  // namespace cellroute
