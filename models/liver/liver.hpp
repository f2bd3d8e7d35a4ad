// The liver as the body sees it: two inflows, four sinusoidal tanks, one outflow, shunts past them.
#pragma once

#include "models/cells/tissue.hpp"
#include "models/parameter.hpp"

namespace cellroute {

/// One number for each zone of the acinus.
struct ZoneProfile {
  double periportal = unset;
  double midzonal = unset;
  double pericentral = unset;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("periportal", self.periportal,
          Spec{"1", 0, 1e3, "Periportal zone (zone 1), relative to the bed's mean."});
    visit("midzonal", self.midzonal,
          Spec{"1", 0, 1e3, "Midzonal zone (zone 2), relative to the bed's mean."});
    visit("pericentral", self.pericentral,
          Spec{"1", 0, 1e3, "Pericentral zone (zone 3), relative to the bed's mean."});
  }
};

/// Where the liver's blood is, as shares of its volume.
struct LiverBlood {
  double sinusoids = unset;
  double portal_tree = unset;
  double portal_venules = unset;
  double arterial_tree = unset;
  double terminal_arterioles = unset;
  double arterial_space = unset;
  double hepatic_veins = unset;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("sinusoids", self.sinusoids, Spec{"1", 1e-4, 0.9, "phi: sinusoidal blood over liver volume."});
    visit("portal_tree", self.portal_tree,
          Spec{"1", 1e-5, 0.9, "Portal trunk and branches, over liver volume."});
    visit("portal_venules", self.portal_venules, Spec{"1", 1e-6, 0.9, "Portal venules, over liver volume."});
    visit("arterial_tree", self.arterial_tree,
          Spec{"1", 1e-6, 0.9, "Hepatic artery branches, over liver volume."});
    visit("terminal_arterioles", self.terminal_arterioles,
          Spec{"1", 1e-7, 0.9, "Terminal arterioles, over liver volume."});
    visit("arterial_space", self.arterial_space,
          Spec{"1", 1e-6, 0.9, "Specific arterial (peribiliary) space, over liver volume."});
    visit("hepatic_veins", self.hepatic_veins, Spec{"1", 1e-5, 0.9, "Hepatic veins, over liver volume."});
  }
};

/// Pressure drops that are measured, in the condition's own resting state.
struct LiverPressures {
  double hvpg = unset;                // [Pa]
  double presinusoidal_drop = unset;  // [Pa]
  double splenic_vein_drop = unset;   // [Pa]
  double hepatic_vein_drop = unset;   // [Pa]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("hvpg", self.hvpg,
          Spec{"Pa", 10, 8e3, "HVPG: wedged (sinusoidal) minus free hepatic venous pressure."});
    visit("presinusoidal_drop", self.presinusoidal_drop,
          Spec{"Pa", 1, 8e3, "Portal venous minus sinusoidal (wedged) pressure."});
    visit("splenic_vein_drop", self.splenic_vein_drop,
          Spec{"Pa", 1, 4e3, "Splenic venous minus portal venous pressure."});
    visit("hepatic_vein_drop", self.hepatic_vein_drop,
          Spec{"Pa", 1, 4e3, "Free hepatic venous minus right-atrial pressure."});
  }
};

/// Blood that misses the sinusoids, as shares of a flow in the condition's own resting state.
struct Shunts {
  double portal_collateral = unset;
  double splenic_collateral = unset;
  double intrahepatic_portal = unset;
  double arteriovenous = unset;
  double tips = unset;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("portal_collateral", self.portal_collateral,
          Spec{"1", 0, 0.95,
               "Share of the flow reaching the portal vein that leaves by collaterals to systemic veins."});
    visit("splenic_collateral", self.splenic_collateral,
          Spec{"1", 0, 0.95,
               "Share of splenic venous flow that leaves by collaterals before the portal vein."});
    visit("intrahepatic_portal", self.intrahepatic_portal,
          Spec{"1", 0, 0.95,
               "Share of the hepatic portal inflow that reaches hepatic veins past the sinusoids."});
    visit(
        "arteriovenous", self.arteriovenous,
        Spec{"1", 0, 0.95, "Share of hepatic arterial flow that reaches hepatic veins past the sinusoids."});
    visit("tips", self.tips,
          Spec{"1", 0, 0.95, "Share of the hepatic portal inflow through a transjugular stent (TIPS)."});
  }
};

/// Shares of the liver a selective catheter reaches.
struct Territories {
  double right = unset;
  double segment = unset;
  double wedged = unset;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("right", self.right,
          Spec{"1", 0.05, 0.95, "Volume share of the right liver; the left has the rest."});
    visit("segment", self.segment, Spec{"1", 0.01, 0.9, "Volume share of one catheterised segment."});
    visit("wedged", self.wedged, Spec{"1", 0.01, 0.95, "Volume share drained by an occluded hepatic vein."});
  }
};

/// One of the liver's three trees.
struct VesselTreeLaw {
  double murray_exponent = unset;
  double drop_share = unset;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("murray_exponent", self.murray_exponent,
          Spec{"1", 2, 3, "gamma of r_parent^gamma = sum r_child^gamma."});
    visit("drop_share", self.drop_share,
          Spec{"1", 1e-3, 0.9,
               "Share of the pressure drop between the liver's port and the sinusoids (hepatic veins: of "
               "HVPG) that the resolved tree has; the rest is in vessels smaller than a voxel."});
  }
};

/// The trees of the liver level, and what joins their voxels.
struct LiverVessels {
  VesselTreeLaw artery;
  VesselTreeLaw portal;
  VesselTreeLaw veins;
  double haematocrit = unset;
  double plasma_viscosity = unset;           // [Pa s]
  double interlobular_permeability = unset;  // [m2]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("artery", self.artery, "The hepatic artery's branches.");
    visit("portal", self.portal, "The portal vein's branches.");
    visit("veins", self.veins, "The hepatic veins.");
    visit("haematocrit", self.haematocrit, Spec{"1", 0, 0.7, "Discharge haematocrit of blood in the trees."});
    visit("plasma_viscosity", self.plasma_viscosity,
          Spec{"Pa s", 5e-4, 5e-3, "Viscosity of plasma, which that of blood is relative to."});
    visit("interlobular_permeability", self.interlobular_permeability,
          Spec{"m2", 0, 1e-9, "Permeability of the sinusoids between neighbouring voxels; 0 parts them."});
  }
};

struct Liver {
  double volume = unset;                      // [m3]
  double flow_fraction = unset;               // [1]
  double arterial_flow_fraction = unset;      // [1]
  double arterial_resistance_factor = unset;  // [1]
  double arteriolar_share = unset;            // [1]
  double buffer_response = unset;             // [1]
  double gastroduodenal_share = unset;        // [1]
  double arterial_space_flow = unset;         // [1]
  double debris_extraction = unset;           // [1]
  LiverBlood blood;
  LiverPressures pressures;
  Shunts shunts;
  Territories territories;
  Tissue sinusoids;
  Tissue portal_venules;
  Tissue terminal_arterioles;
  ZoneProfile ligand;
  ZoneProfile kupffer;
  LiverVessels vessels;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("volume", self.volume, Spec{"m3", 1e-8, 1e-2, "Liver volume."});
    visit(
        "flow_fraction", self.flow_fraction,
        Spec{"1", 0, 1,
             "Published total hepatic share of the cardiac output; gut + spleen + artery must close on it."});
    visit("arterial_flow_fraction", self.arterial_flow_fraction,
          Spec{"1", 0, 1, "Hepatic arterial share of the healthy species' cardiac output."});
    visit("arterial_resistance_factor", self.arterial_resistance_factor,
          Spec{"1", 1e-3, 1e3, "Hepatic arterial resistance of the condition over that of health."});
    visit("arteriolar_share", self.arteriolar_share,
          Spec{"1", 0.01, 0.99, "Share of hepatic arterial resistance in the terminal arterioles."});
    visit("buffer_response", self.buffer_response,
          Spec{"1", 0, 1, "b of the hepatic arterial buffer: Q_HA = Q_HA0 exp(-b (Q_PV - Q_PV0)/Q_HA0)."});
    visit(
        "gastroduodenal_share", self.gastroduodenal_share,
        Spec{"1", 0, 0.9, "Share of common hepatic arterial flow that leaves by the gastroduodenal artery."});
    visit(
        "arterial_space_flow", self.arterial_space_flow,
        Spec{"1", 0, 1, "Share of hepatic arterial flow through the specific arterial (peribiliary) space."});
    visit("debris_extraction", self.debris_extraction,
          Spec{"1", 0, 1, "Share of passing label debris taken up by Kupffer cells."});
    visit("blood", self.blood, "Where the liver's blood is.");
    visit("pressures", self.pressures, "Measured pressure drops.");
    visit("shunts", self.shunts, "Blood that misses the sinusoids.");
    visit("territories", self.territories, "Shares of the liver that selective catheters reach.");
    visit("sinusoids", self.sinusoids, "The sinusoidal bed; each zone holds `paths` sinusoids.");
    visit("portal_venules", self.portal_venules, "The sieve every portal cell crosses first.");
    visit("terminal_arterioles", self.terminal_arterioles, "The sieve every arterial cell crosses first.");
    visit("ligand", self.ligand, "Adhesion over the zones (the condition's injury profile).");
    visit("kupffer", self.kupffer, "Density of Kupffer cells over the zones.");
    visit("vessels", self.vessels, "Vessel trees and voxels of the liver level.");
  }
};

}  // namespace cellroute
