#include "sim/cli/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "models/therapy/route.hpp"
#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/nearest.hpp"

namespace cellroute::cli {
namespace {

std::vector<std::string> route_names() {
  std::vector<std::string> names;
  for (const auto& route : routes()) names.emplace_back(route.name);
  return names;
}

std::vector<std::string> catheter_names(const Route& route) {
  std::vector<std::string> names;
  for (const auto& catheter : route.catheters) names.emplace_back(catheter.name);
  return names;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::vector<RouteChoice> parse_routes(const std::string& list) {
  std::vector<RouteChoice> choices;
  std::vector<scenario::Diagnostic> problems;
  auto wrong = [&](const std::string& problem, const std::string& hint) {
    problems.push_back({{"--routes", 0, 0}, problem, "", hint, ""});
  };
  std::istringstream stream(list);
  if (list.ends_with(',')) stream.str(list + " ");  // so that the last, empty one is seen
  for (std::string item; std::getline(stream, item, ',');) {
    item = trimmed(item);
    const auto colon = item.find(':');
    const RouteChoice choice{trimmed(item.substr(0, colon)),
                             colon == std::string::npos ? "" : trimmed(item.substr(colon + 1))};
    const Route* route = find_route(choice.route);
    if (choice.route.empty())
      wrong("a route is missing before, after or between commas", "");
    else if (colon != std::string::npos && choice.catheter.empty())
      wrong(fmt::format("no catheter position after `{}`", item), "name one, or leave out the colon");
    else if (route == nullptr)
      wrong(fmt::format("unknown route `{}`", choice.route), scenario::suggest(choice.route, route_names()));
    else if (!choice.catheter.empty() && route->catheters.empty())
      wrong(fmt::format("route `{}` has no catheter positions", choice.route),
            "leave out `:" + choice.catheter + "`");
    else if (!choice.catheter.empty() && find_catheter(*route, choice.catheter) == nullptr)
      wrong(fmt::format("unknown catheter position `{}` of route `{}`", choice.catheter, choice.route),
            scenario::suggest(choice.catheter, catheter_names(*route)));
    else if (std::any_of(choices.begin(), choices.end(),
                         [&](const auto& c) { return c.name() == choice.name(); }))
      wrong(fmt::format("route `{}` is named twice", item), "");
    choices.push_back(choice);
  }
  if (choices.empty()) wrong("no route named", scenario::suggest("", route_names()));
  if (!problems.empty()) throw scenario::InputError(problems);
  return choices;
}

}  // namespace cellroute::cli
