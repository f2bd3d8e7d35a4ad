// What makes a case impossible to run, beyond ranges of single numbers.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "sim/body/compile.hpp"

namespace cellroute::body {

namespace {

/// Names of the parameters nobody has set.
struct FindUnset {
  std::string prefix;
  std::vector<std::string>& names;

  void operator()(const char* key, double value, const Spec&) const {
    if (std::isnan(value)) names.push_back(prefix + key);
  }
  template <class Group>
  void operator()(const char* key, const Group& group, const char*) const {
    Group::describe(group, FindUnset{prefix + key + ".", names});
  }
};

std::string quote(const std::string& text) { return "'" + text + "'"; }

/// At rest, blood flows from the arteries into every organ.
void check_resting(const Parameters& parameters, std::vector<std::string>& problems) {
  const auto& rest = circulation::resting_state(parameters, {1.0}).state;
  const double arterial = rest.pressure[circulation::arterial], splenic = rest.pressure[circulation::splenic];
  if (arterial > splenic) return;
  char text[256];
  std::snprintf(text, sizeof text,
                "at rest the arterial pressure (%.3g mmHg) would not exceed that of the splenic vein (%.3g "
                "mmHg): cardiac "
                "output is too low, or the organs' resistances are, for these portal pressures",
                arterial / 133.322387415, splenic / 133.322387415);
  problems.push_back(text);
}

void check_infusion(const Infusion& infusion, const BodyCase& body_case, const std::string& which,
                    std::vector<std::string>& problems) {
  const Route* route = find_route(infusion.route);
  if (route == nullptr) {
    problems.push_back(which + ": there is no route " + quote(infusion.route));
    return;
  }
  if (find_catheter(*route, infusion.catheter) == nullptr &&
      !(route->catheters.empty() && infusion.catheter.empty())) {
    problems.push_back(which + ": route " + quote(infusion.route) + " has no catheter position " +
                       quote(infusion.catheter));
  }
  if (!(infusion.cells > 0)) problems.push_back(which + ": the number of cells must be above 0");
  if (!(infusion.start >= 0)) problems.push_back(which + ": it starts before time 0");
  if (!(infusion.duration > 0)) problems.push_back(which + ": its duration must be above 0");
  if (infusion.start + infusion.duration > body_case.horizon)
    problems.push_back(which + ": it ends beyond the horizon");
  const bool puncture = route->entry == Entry::spleen_depot || route->entry == Entry::liver_depot;
  if (puncture && !(infusion.washout > 0))
    problems.push_back(which + ": a puncture needs a washout rate above 0");
  if (!puncture && infusion.washout != 0) problems.push_back(which + ": only a puncture has a washout rate");
  if (route->entry == Entry::hepatic_vein_wedge && !(infusion.volume > 0)) {
    problems.push_back(
        which + ": a wedged infusion needs a volume, because the infusate itself drives the reversed flow");
  }
}

}  // namespace

std::vector<std::string> contradictions(const BodyCase& body_case) {
  std::vector<std::string> problems, missing;
  Parameters::describe(body_case.parameters, FindUnset{"", missing});
  for (const std::string& name : missing) problems.push_back("parameter " + quote(name) + " has no value");
  if (!missing.empty()) return problems;

  problems = circulation::check_closure(body_case.parameters);
  if (!(body_case.horizon > 0)) problems.push_back("the horizon must be above 0");
  if (body_case.regimen.empty()) problems.push_back("the regimen is empty");
  if (body_case.numerics.size_classes < 1 || body_case.numerics.size_classes > 20) {
    problems.push_back("size_classes must be from 1 to 20");
  }
  if (!(body_case.numerics.relative_tolerance > 0) || !(body_case.numerics.absolute_tolerance > 0)) {
    problems.push_back("tolerances must be above 0");
  }
  double last = -1;
  for (const double t : body_case.output_times) {
    if (!(t >= 0) || t > body_case.horizon) problems.push_back("an output time lies outside the horizon");
    if (t <= last) problems.push_back("output times must ascend");
    last = t;
  }
  const Liver& liver = body_case.parameters.liver;
  if (!(liver.shunts.intrahepatic_portal + liver.shunts.tips < 1)) {
    problems.push_back("intrahepatic shunt and TIPS together leave no portal flow for the sinusoids");
  }
  if (problems.empty()) check_resting(body_case.parameters, problems);
  Territory selective = Territory::whole;
  bool wedged = false;
  double washout[depot_kinds] = {-1, -1};
  for (std::size_t i = 0; i < body_case.regimen.size(); ++i) {
    const Infusion& infusion = body_case.regimen[i];
    const std::string which = "infusion " + std::to_string(i + 1);
    const std::size_t before = problems.size();
    check_infusion(infusion, body_case, which, problems);
    if (problems.size() > before) continue;
    const Route& route = *find_route(infusion.route);
    const Catheter* catheter = find_catheter(route, infusion.catheter);
    const Territory territory = catheter == nullptr ? Territory::whole : catheter->territory;
    const bool wedge = route.entry == Entry::hepatic_vein_wedge;
    if (territory != Territory::whole || wedge) {
      if ((selective != Territory::whole && territory != selective) ||
          (wedged != wedge && (wedged || selective != Territory::whole))) {
        problems.push_back(
            which + ": one run can follow one selective territory, and an earlier infusion chose another");
      }
      selective = wedge ? selective : territory;
      wedged = wedged || wedge;
    }
    if (infusion.washout > 0) {
      double& site = washout[route.entry == Entry::spleen_depot ? spleen_depot : liver_depot];
      if (site >= 0 && site != infusion.washout)
        problems.push_back(which + ": one puncture site has one washout rate");
      site = infusion.washout;
    }
  }
  return problems;
}

}  // namespace cellroute::body
