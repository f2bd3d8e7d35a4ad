#include "viz/program/tools.hpp"

namespace cellroute::viz {

const std::vector<Tool>& tools() {
  static const std::vector<Tool> all{};
  return all;
}

}  // namespace cellroute::viz
