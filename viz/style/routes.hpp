// A colour for each route of infusion, the same in every picture, and colours for what is no route.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "viz/style/colour.hpp"

namespace cellroute::viz {

/// Place of a route in the order in which people compare them; after all of them for any other word.
std::size_t route_rank(const std::string& route);
bool is_route(const std::string& word);

/// A colour for each word: a route has its own, wherever it is drawn. Words that are no route, and a route
/// that is there more than once (by several catheters), have others that no route here has.
std::vector<Colour> colours_for(const std::vector<std::string>& words);

}  // namespace cellroute::viz
