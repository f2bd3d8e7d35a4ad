// Which cells an organ stops the first time blood brings them there: a closed form of the compiled model.
#pragma once

#include <array>
#include <string_view>

#include "models/therapy/infusion.hpp"
#include "sim/body/compile.hpp"

namespace cellroute::body {

struct FirstPass {
  double organ = 0;                            // [1] of the living cells infused
  std::array<double, report_zones> zone = {};  // of them, by zone of the liver; of other organs 0
};

/// The share of the living cells infused that `organ` (an index of organ_names) stops on their first way
/// through it, if nothing that was stopped came free and no site were taken. Cells follow the flows of the
/// regimen's infusions with nothing plugged (infusates and balloons included). They enter where the route
/// does and end where they are stopped or lost, when they leave `organ`, or when they are about to pass the
/// lungs a second time. What a bed stops is what it strains, catches on first contact, and lets adhere in
/// transit: the very coefficients a run uses.
///
/// So a peripheral vein's cells meet the liver after one passage of the lungs, by artery and portal vein, and
/// the portal vein's meet it at once. A shunt between the vessels of the liver is a way through it, on which
/// nothing stops; collaterals that leave before its portal vein are not.
FirstPass first_pass(const CompiledCase& compiled, int organ);

/// @throws std::invalid_argument for what is no organ or zone of the liver
/// @pre body::check(body_case) is empty
double first_pass_share(const BodyCase& body_case, std::string_view region);

}  // namespace cellroute::body
