// The --routes list.
#pragma once

#include <string>
#include <vector>

namespace cellroute::cli {

struct RouteChoice {
  std::string route, catheter;  // catheter may be empty: the route's default
  std::string name() const { return catheter.empty() ? route : route + "-" + catheter; }
};

/// "hepatic_artery:right,portal_vein".
/// @throws scenario::InputError with every mistake
std::vector<RouteChoice> parse_routes(const std::string& list);

}  // namespace cellroute::cli
