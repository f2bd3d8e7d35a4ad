// Where a dose enters. A new route is one row of the table in route.cpp.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace cellroute {

/// The blood or tissue that receives the cells of a route.
enum class Entry {
  venous,           // an arm vein: the venous pool
  arterial,         // left ventricle
  hepatic_artery,   // the arterial tree of the liver, or its infused territory
  portal_vein,      // the portal trunk past the collaterals, or the infused territory's venules
  mesenteric_vein,  // the confluence, before the collaterals leave
  splenic_vein,
  splenic_artery,     // the spleen's bed
  gut_artery,         // mesenteric artery: the gut's bed
  spleen_depot,       // a puncture of the spleen: a depot that washes out into its blood
  liver_depot,        // a puncture of the liver: a depot that washes out into its sinusoids
  hepatic_vein_wedge  // against the flow, from an occluded hepatic vein
};

/// How much of the liver a catheter position supplies.
enum class Territory { whole, right, left, segment };

struct Catheter {
  std::string_view name;
  Territory territory;
  bool upstream_of_gastroduodenal;  // a part of the dose goes to the gut
};

struct Route {
  std::string_view name;
  std::string_view about;
  Entry entry;
  std::span<const Catheter> catheters;  // the first is the default; empty: no choice
};

std::span<const Route> routes();
const Route* find_route(std::string_view name);
const Catheter* find_catheter(const Route& route, std::string_view name);

}  // namespace cellroute
