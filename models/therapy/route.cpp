#include "models/therapy/route.hpp"

#include <array>

#include "models/liver/branch.hpp"

namespace cellroute {

namespace {

/// With the branches beyond the first division. How much each supplies is known to the liver's trees alone,
/// so the body level gives them all the volume of one segment.
template <std::size_t N>
constexpr auto and_smaller_branches(const Catheter (&first)[N]) {
  std::array<Catheter, N + branch_names.size() - first_smaller_branch> all{};
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] =
        i < N ? first[i] : Catheter{branch_names[first_smaller_branch + i - N], Territory::segment, false};
  return all;
}

constexpr auto hepatic_artery_positions = and_smaller_branches({{"proper", Territory::whole, false},
                                                                {"common", Territory::whole, true},
                                                                {"right", Territory::right, false},
                                                                {"left", Territory::left, false},
                                                                {"segment", Territory::segment, false}});
constexpr auto portal_positions = and_smaller_branches({{"trunk", Territory::whole, false},
                                                        {"right", Territory::right, false},
                                                        {"left", Territory::left, false}});

constexpr Route table[] = {
    {"peripheral_vein", "Through an arm vein (a tail vein in rodents).", Entry::venous, {}},
    {"hepatic_artery", "Through a catheter in the hepatic artery.", Entry::hepatic_artery,
     hepatic_artery_positions},
    {"portal_vein", "Through a catheter in the portal vein or a branch.", Entry::portal_vein,
     portal_positions},
    {"splenic_vein", "Into the splenic vein.", Entry::splenic_vein, {}},
    {"intrasplenic",
     "Puncture of the spleen: a depot that washes out into its blood.",
     Entry::spleen_depot,
     {}},
    {"splenic_artery", "Into the splenic artery.", Entry::splenic_artery, {}},
    {"mesenteric_vein",
     "Into a mesenteric vein, a tributary of the portal vein.",
     Entry::mesenteric_vein,
     {}},
    {"intrahepatic",
     "Puncture of the liver: a depot that washes out into its sinusoids.",
     Entry::liver_depot,
     {}},
    {"hepatic_vein_retrograde",
     "Against the flow, from a hepatic vein closed by a balloon.",
     Entry::hepatic_vein_wedge,
     {}},
    {"left_ventricle", "Into the left ventricle or the aorta.", Entry::arterial, {}},
};

}  // namespace

std::span<const Route> routes() { return table; }

const Route* find_route(std::string_view name) {
  for (const Route& route : table) {
    if (route.name == name) return &route;
  }
  return nullptr;
}

const Catheter* find_catheter(const Route& route, std::string_view name) {
  if (route.catheters.empty()) return nullptr;
  if (name.empty()) return route.catheters.data();
  for (const Catheter& catheter : route.catheters) {
    if (catheter.name == name) return &catheter;
  }
  return nullptr;
}

}  // namespace cellroute
