// Routes, catheters, doses and times: what can be checked before anything runs.
#include "sim/scenario/regimen.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "sim/scenario/nearest.hpp"

namespace cellroute::scenario {
namespace {

using Problems = std::vector<Diagnostic>;

bool is_puncture(const Route& route) {
  return route.entry == Entry::spleen_depot || route.entry == Entry::liver_depot;
}

std::vector<std::string> names(std::span<const Catheter> catheters) {
  std::vector<std::string> result;
  for (const Catheter& catheter : catheters) result.emplace_back(catheter.name);
  return result;
}

/// The name of the catheter position, by default the route's first; empty when there is no choice.
std::string choose_catheter(const Route& route, const std::string& wanted, Diagnostic place,
                            Problems& problems) {
  if (wanted.empty()) return route.catheters.empty() ? "" : std::string(route.catheters.front().name);
  if (find_catheter(route, wanted)) return wanted;
  if (route.catheters.empty()) {
    place.problem = fmt::format("the route `{}` has no catheter positions", route.name);
    place.hint = "remove `catheter`";
  } else {
    place.problem = fmt::format("unknown catheter position `{}` of the route `{}`", wanted, route.name);
    place.hint = suggest(wanted, names(route.catheters));
  }
  problems.push_back(std::move(place));
  return {};
}

/// The route that replaces all others, or null; mistakes are placed at the command line.
const Route* replacement(const LoadOptions& options, Problems& problems) {
  Diagnostic place{{"--route", 0, 0}, "", "", "", ""};
  if (options.route.empty()) {
    if (!options.catheter.empty())
      problems.push_back(
          {{"--catheter", 0, 0}, "a catheter position needs a route", "", "give --route as well", ""});
    return nullptr;
  }
  const Route* route = find_route(options.route);
  if (!route) {
    std::vector<std::string> known;
    for (const Route& candidate : routes()) known.emplace_back(candidate.name);
    place.problem = fmt::format("unknown route `{}`", options.route);
    place.hint = suggest(options.route, known);
    problems.push_back(std::move(place));
  }
  return route;
}

double dose(const Value& cells, double body_mass, Problems& problems) {
  if (!cells.in_second_unit) return cells.number;
  const double total = cells.number * body_mass;
  if (std::isfinite(body_mass) && !(total >= 0 && total <= 1e13))
    problems.push_back(cells.node->mistake(
        fmt::format("`cells` comes to {:.6g} cells in {:.6g} kg", total, body_mass), "it may be 0 to 1e13"));
  return total;
}

void check_washout(const Route& route, const Value& item, bool replaced, Infusion& infusion,
                   Problems& problems, std::vector<std::string>& notes) {
  const Value* washout = item.find("washout");
  if (is_puncture(route) && !(infusion.washout > 0)) {
    problems.push_back(item.node->mistake(fmt::format("the route `{}` needs `washout`", route.name),
                                          "a puncture fills a depot that washes out into the blood",
                                          "for example `washout: 0.1 1/h`"));
  } else if (!is_puncture(route) && washout && replaced) {
    infusion.washout = 0;
    const std::string note =
        fmt::format("`washout` does not apply to the route {} and was left out", route.name);
    if (notes.empty() || notes.back() != note) notes.push_back(note);
  } else if (!is_puncture(route) && washout) {
    problems.push_back(washout->node->mistake(fmt::format("the route `{}` takes no `washout`", route.name),
                                              "only punctures fill a depot", "remove it"));
  }
}

/// What one run can follow: one part of the liver chosen by a catheter, and one washout for each puncture
/// site.
class Regimen {
 public:
  void add(const Infusion& infusion, const Node& place, Problems& problems) {
    const Route* route = find_route(infusion.route);
    if (!route) return;
    const bool wedge = route->entry == Entry::hepatic_vein_wedge;
    if (wedge && !(infusion.volume > 0))
      problems.push_back(place.mistake(fmt::format("the route `{}` needs `volume`", route->name),
                                       "the infusate itself drives the reversed flow",
                                       "for example `volume: 50 mL`"));
    const Catheter* catheter = find_catheter(*route, infusion.catheter);
    const Territory territory = catheter ? catheter->territory : Territory::whole;
    if (wedge || territory != Territory::whole) follow(wedge, territory, place, problems);
    if (is_puncture(*route) && infusion.washout > 0) {
      double& site = washout_[route->entry == Entry::liver_depot];
      if (site > 0 && site != infusion.washout)
        problems.push_back(place.mistake("another `washout` than that of an earlier puncture of this organ",
                                         "one run follows one depot for each organ", "give both the same"));
      site = infusion.washout;
    }
  }

 private:
  void follow(bool wedge, Territory territory, const Node& place, Problems& problems) {
    if (first_ && (wedge != wedged_ || territory != territory_)) {
      problems.push_back(place.mistake(
          "a second part of the liver chosen by catheter",
          fmt::format("one run follows one such part, and the infusion of line {} chose another",
                      first_->line),
          "give it through the whole vessel, or run the two apart"));
      return;
    }
    if (!first_) first_ = &place;
    wedged_ = wedge;
    territory_ = territory;
  }

  const Node* first_ = nullptr;
  bool wedged_ = false;
  Territory territory_ = Territory::whole;
  double washout_[2] = {0, 0};
};

Infusion read_infusion(const Value& item, double body_mass, const LoadOptions& options, const Route* replaced,
                       Problems& problems, std::vector<std::string>& notes) {
  Infusion infusion;
  for_each_parameter(infusion, [&](const std::string& key, double& number, const Spec&) {
    if (const Value* value = item.find(key)) number = value->number;
  });
  if (const Value* cells = item.find("cells")) infusion.cells = dose(*cells, body_mass, problems);

  const Value* written = item.find("route");
  const Route* route = replaced ? replaced : written ? find_route(written->text) : nullptr;
  if (!route) return infusion;
  infusion.route = std::string(route->name);
  const Value* catheter = item.find("catheter");
  if (replaced)
    infusion.catheter =
        choose_catheter(*route, options.catheter, {{"--catheter", 0, 0}, "", "", "", ""}, problems);
  else
    infusion.catheter = choose_catheter(*route, catheter ? catheter->text : "",
                                        (catheter ? catheter : &item)->node->mistake(""), problems);
  check_washout(*route, item, replaced != nullptr, infusion, problems, notes);
  return infusion;
}

}  // namespace

std::vector<Infusion> read_regimen(const Value& regimen, double body_mass, const LoadOptions& options,
                                   std::vector<Diagnostic>& problems, std::vector<std::string>& notes) {
  const std::size_t before = problems.size();
  const Route* replaced = replacement(options, problems);
  std::vector<Infusion> infusions;
  double total = 0;
  Regimen together;
  for (const Value& item : regimen.items) {
    infusions.push_back(read_infusion(item, body_mass, options, replaced, problems, notes));
    together.add(infusions.back(), *item.node, problems);
    total += infusions.back().cells;
  }
  const bool whole = regimen.items.size() == regimen.node->items.size();  // no item was unreadable
  if (whole && problems.size() == before && total == 0)
    problems.push_back(regimen.node->mistake("the regimen infuses no cells", "", "give `cells` above 0"));
  return infusions;
}

void check_times(const Value& keys, const std::vector<Infusion>& regimen, double horizon,
                 std::vector<Diagnostic>& problems) {
  if (!std::isfinite(horizon)) return;
  const std::string limit = time_text(horizon);
  if (const Value* items = keys.find("regimen")) {
    for (std::size_t i = 0; i < items->items.size() && i < regimen.size(); ++i) {
      const Value& item = items->items[i];
      const Value* at = item.find("at");
      const Value* over = item.find("over");
      const double start = regimen[i].start, end = start + regimen[i].duration;
      if (start >= horizon)
        problems.push_back(
            (at ? at : &item)
                ->node->mistake(
                    fmt::format("the infusion starts at {}, not before the horizon", time_text(start)),
                    fmt::format("`horizon` is {}", limit), "start earlier, or extend `horizon`"));
      else if (end > horizon)
        problems.push_back(
            (over ? over : &item)
                ->node->mistake(fmt::format("the infusion ends at {}, beyond the horizon", time_text(end)),
                                fmt::format("`horizon` is {}", limit),
                                "shorten the infusion, or extend `horizon`"));
    }
  }
  const Value* output = keys.find("output");
  const Value* times = output ? output->find("times") : nullptr;
  if (!times) return;
  double previous = -1;
  for (const Value& time : times->items) {
    if (time.number > horizon)
      problems.push_back(time.node->mistake(
          fmt::format("the output time {} is beyond the horizon", time_text(time.number)),
          fmt::format("`horizon` is {}", limit), "leave the time out, or extend `horizon`"));
    if (time.number == previous)
      problems.push_back(
          time.node->mistake(fmt::format("the output time {} is given twice", time_text(time.number)), "",
                             "remove one of the two"));
    else if (time.number < previous)
      problems.push_back(time.node->mistake(
          fmt::format("the output time {} follows {}", time_text(time.number), time_text(previous)), "",
          "write the times in ascending order"));
    previous = time.number;
  }
}

void note_regimen(const BodyCase& body, std::vector<std::string>& notes) {
  constexpr std::size_t many = 100;  // populations; from here on a run takes seconds to hours
  const auto& label = body.parameters.label;
  std::set<double> starts;
  for (const Infusion& infusion : body.regimen) starts.insert(infusion.start);
  const std::size_t populations = starts.size() * static_cast<std::size_t>(body.numerics.size_classes);
  if (label.leak_rate > 0 && label.labelled_fraction > 0 && starts.size() > 1 && populations > many)
    notes.push_back(fmt::format(
        "{} infusions are followed one by one because their label leaks from the start of each; this is slow "
        "(`label: none` or fewer `size_classes` are faster)",
        starts.size()));
  const auto& circulation = body.parameters.circulation;
  const double output = circulation.cardiac_output * circulation.cardiac_output_factor;
  for (std::size_t i = 0; i < body.regimen.size(); ++i) {
    const double flow = body.regimen[i].volume / body.regimen[i].duration;
    if (flow > output)
      notes.push_back(
          fmt::format("infusion {} brings {:.3g} L/min, more than the cardiac output of {:.3g} L/min", i + 1,
                      flow * 6e4, output * 6e4));
  }
}

std::string time_text(double seconds) {
  for (const auto& [unit, length] : {std::pair{"d", 86400.0}, {"h", 3600.0}, {"min", 60.0}})
    if (std::abs(seconds) >= length) return fmt::format("{:.6g} {}", seconds / length, unit);
  return fmt::format("{:.6g} s", seconds);
}

}  // namespace cellroute::scenario
