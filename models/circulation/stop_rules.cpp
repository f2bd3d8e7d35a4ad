#include "models/circulation/stop_rules.hpp"

namespace cellroute::circulation {

namespace {

constexpr double cm_water = 98.0665, mm_mercury = 133.322387415;  // [Pa]

constexpr StopRuleLimit limits[] = {
    {"portal pressure rise above 25 cmH2O", "Wilhelm JJ et al. 2013 (islet autotransplantation, n=233)",
     Quantity::portal_rise, 25 * cm_water, "Pa"},
    {"portal pressure rise above 12 mmHg", "rule of practice in hepatocyte transplantation (weak source)",
     Quantity::portal_rise, 12 * mm_mercury, "Pa"},
    {"tissue volume above 0.25 mL/kg", "Wilhelm JJ et al. 2013 (islet autotransplantation, n=233)",
     Quantity::tissue_volume, 0.25e-6, "m3/kg"},
    {"packed cell volume above 5 mL",
     "Kawahara T et al. Am J Transplant 2011;11:2700-7 (doi:10.1111/j.1600-6143.2011.03717.x)",
     Quantity::packed_volume, 5e-6, "m3"},
};

}  // namespace

std::span<const StopRuleLimit> stop_rules() { return limits; }

}  // namespace cellroute::circulation
