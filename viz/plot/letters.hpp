// Letters that no font of this machine has, by fontconfig: the one place that knows it.
#pragma once

#include <set>
#include <string>

namespace cellroute::viz::plot {

/// Of these letters (UTF-8) the ones that a drawing shows as boxes with their number. What is never seen,
/// such as joiners, is not among them.
std::set<std::string> without_font(const std::set<std::string>& letters);

}  // namespace cellroute::viz::plot
