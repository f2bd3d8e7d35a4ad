// Published limits at which an infusion into the portal system is stopped.
#pragma once

#include <span>

namespace cellroute::circulation {

enum class Quantity {
  portal_rise,    // [Pa] peak portal pressure above rest
  tissue_volume,  // [m3/kg] volume of the infused cells over body mass
  packed_volume   // [m3] volume of the infused cells
};

struct StopRuleLimit {
  const char* name;
  const char* source;
  Quantity quantity;
  double limit;      // SI
  const char* unit;  // SI
};

std::span<const StopRuleLimit> stop_rules();

}  // namespace cellroute::circulation
