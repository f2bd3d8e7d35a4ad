#include "viz/program/tools.hpp"

#include "viz/convert/convert.hpp"
#include "viz/report/report.hpp"

namespace cellroute::viz {

const std::vector<Tool>& tools() {
  static const std::vector<Tool> all{report_tool(), convert_tool()};
  return all;
}

}  // namespace cellroute::viz
