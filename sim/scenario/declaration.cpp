// Walking declarations.
#include "sim/scenario/declaration.hpp"

namespace cellroute::scenario {
namespace {

void collect(const Declared& group, const std::string& prefix, std::vector<ParameterInfo>& found) {
  for (const Declared& child : group.children) {
    if (child.form == Form::group)
      collect(child, prefix + child.key + ".", found);
    else
      found.push_back({prefix + child.key, child.spec});
  }
}

}  // namespace

std::vector<ParameterInfo> parameters_of(const Declared& group) {
  std::vector<ParameterInfo> found;
  collect(group, "", found);
  return found;
}

}  // namespace cellroute::scenario
