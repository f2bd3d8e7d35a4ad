#include "viz/style/routes.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace cellroute::viz {
namespace {

struct RouteColour {
  const char* route;
  Colour colour;
};

/// Routes that are compared most come first and have the colours of `distinct` that differ most; wine, indigo
/// and olive are of the scheme `muted` of P. Tol, Colour schemes, SRON/EPS/TN/09-002 issue 3.2 (2021).
constexpr std::array<RouteColour, 10> route_colours{{{"hepatic_artery", distinct[3]},
                                                     {"portal_vein", distinct[0]},
                                                     {"peripheral_vein", distinct[2]},
                                                     {"splenic_vein", distinct[5]},
                                                     {"intrasplenic", {136, 34, 85}},
                                                     {"splenic_artery", distinct[1]},
                                                     {"mesenteric_vein", distinct[4]},
                                                     {"intrahepatic", {153, 153, 51}},
                                                     {"hepatic_vein_retrograde", {51, 34, 136}},
                                                     {"left_ventricle", {120, 120, 120}}}};

/// For everything else: first those that the three usual routes do not have.
constexpr std::array<Colour, 8> other_colours{{distinct[5],
                                               distinct[1],
                                               distinct[4],
                                               {136, 34, 85},
                                               {153, 153, 51},
                                               {51, 34, 136},
                                               {120, 120, 120},
                                               distinct[7]}};

}  // namespace

std::size_t route_rank(const std::string& route) {
  const auto* found = std::find_if(route_colours.begin(), route_colours.end(),
                                   [&](const RouteColour& each) { return each.route == route; });
  return static_cast<std::size_t>(found - route_colours.begin());
}

bool is_route(const std::string& word) { return route_rank(word) < route_colours.size(); }

std::vector<Colour> colours_for(const std::vector<std::string>& words) {
  const auto own = [&](const std::string& word) {
    return is_route(word) && std::count(words.begin(), words.end(), word) == 1;
  };
  std::vector<Colour> free;
  std::copy_if(other_colours.begin(), other_colours.end(), std::back_inserter(free), [&](Colour colour) {
    return std::none_of(words.begin(), words.end(), [&](const std::string& word) {
      return own(word) && route_colours[route_rank(word)].colour == colour;
    });
  });
  std::vector<Colour> colours;
  std::size_t next = 0;
  for (const auto& word : words)
    colours.push_back(own(word) ? route_colours[route_rank(word)].colour : free[next++ % free.size()]);
  return colours;
}

}  // namespace cellroute::viz
