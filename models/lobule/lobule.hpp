// The lobule resolved: its geometry, how cells spread in its blood, its scars, its chemokine.
#pragma once

#include "models/liver/liver.hpp"
#include "models/parameter.hpp"

namespace cellroute {

/// Spreading of cells in sinusoidal blood: D = molecular + dispersivity |v|, v the blood velocity.
struct LobuleDispersion {
  double longitudinal = unset;      // [m]
  double transverse_ratio = unset;  // [1]
  double molecular = unset;         // [m2/s]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("longitudinal", self.longitudinal,
          Spec{"m", 0, 1e-3, "Dispersivity along the flow; with the hexagon it makes the lobule's CV^2."});
    visit("transverse_ratio", self.transverse_ratio,
          Spec{"1", 0, 1, "Dispersivity across the flow over that along it."});
    visit("molecular", self.molecular,
          Spec{"m2/s", 0, 1e-8, "Diffusivity of cells in blood without any flow."});
  }
};

/// Channels one cell wide that carry blood past the sinusoids, straight to the central vein.
struct LobuleShunts {
  double portovenous_share = unset;    // [1]
  double arteriovenous_share = unset;  // [1]
  double width = unset;                // [m]
  double permeability = unset;         // [1]

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("portovenous_share", self.portovenous_share,
          Spec{"1", 0, 1, "Share of the lines from a portal tract to a central vein that are channels."});
    visit("arteriovenous_share", self.arteriovenous_share,
          Spec{"1", 0, 1, "Share of the lines from an arterial inlet to a central vein that are channels."});
    visit("width", self.width, Spec{"m", 1e-6, 1e-4, "Width of a channel."});
    visit("permeability", self.permeability,
          Spec{"1", 1, 1e6, "Permeability of a channel over that of healthy parenchyma."});
  }
};

/// One dial, 0 (health) to 1, moves all of these: septa and nodules grow, sinusoids capillarise,
/// channels open.
struct LobuleFibrosis {
  double dial = unset;                    // [1]
  double portal_portal = unset;           // [1]
  double portal_central = unset;          // [1]
  double central_central = unset;         // [1]
  double central_portal = unset;          // [1]
  double nodules = unset;                 // [1]
  double septum_width = unset;            // [m]
  double septum_permeability = unset;     // [1]
  double septum_sinusoids = unset;        // [1]
  double nodule_permeability = unset;     // [1]
  double capillarised_adhesion = unset;   // [1]
  double capillarised_straining = unset;  // [1]
  LobuleShunts shunts;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("dial", self.dial, Spec{"1", 0, 1, "How far fibrosis has gone: 0 is health, 1 the whole pattern."});
    visit("portal_portal", self.portal_portal,
          Spec{"1", 0, 1, "How far septa reach from tract towards tract at dial 1; 1 bridges them."});
    visit("portal_central", self.portal_central,
          Spec{"1", 0, 1, "How far septa reach from tract towards central vein at dial 1; 1 bridges them."});
    visit("central_central", self.central_central,
          Spec{"1", 0, 1,
               "How far septa reach from central vein towards central vein at dial 1; 1 bridges them."});
    visit("central_portal", self.central_portal,
          Spec{"1", 0, 1, "How far septa reach from central vein towards tract at dial 1; 1 bridges them."});
    visit("nodules", self.nodules,
          Spec{"1", 0, 1, "Radius of regenerative nodules at dial 1, over the largest that fits."});
    visit("septum_width", self.septum_width, Spec{"m", 1e-6, 3e-4, "Width of a septum at dial 1."});
    visit("septum_permeability", self.septum_permeability,
          Spec{"1", 1e-5, 1, "Permeability of a septum over that of healthy parenchyma."});
    visit("septum_sinusoids", self.septum_sinusoids,
          Spec{"1", 1e-3, 1, "Share of the sinusoids, and of their blood, that is left in a septum."});
    visit("nodule_permeability", self.nodule_permeability,
          Spec{"1", 1e-5, 10, "Permeability of a regenerative nodule over that of healthy parenchyma."});
    visit("capillarised_adhesion", self.capillarised_adhesion,
          Spec{"1", 0, 100, "Adhesion in capillarised sinusoids at dial 1, over that of health."});
    visit("capillarised_straining", self.capillarised_straining,
          Spec{"1", 0, 100, "Straining in capillarised sinusoids at dial 1, over that of health."});
    visit("shunts", self.shunts, "Channels past the sinusoids.");
  }
};

/// A field that draws homed cells: steady diffusion and decay from injured zones, relative units.
struct LobuleChemokine {
  double diffusivity = unset;  // [m2/s]
  double decay = unset;        // [1/s]
  double production = unset;   // [1/s]
  double chemotaxis = unset;   // [m2/s]
  double motility = unset;     // [m2/s]
  ZoneProfile source;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("diffusivity", self.diffusivity, Spec{"m2/s", 1e-14, 1e-8, "Diffusivity of the chemokine."});
    visit("decay", self.decay, Spec{"1/s", 1e-7, 1, "Rate at which chemokine is lost."});
    visit("production", self.production,
          Spec{"1/s", 0, 1e3, "Production where the profile is 1; production = decay makes a level of 1."});
    visit("chemotaxis", self.chemotaxis,
          Spec{"m2/s", 0, 1e-8, "chi: homed cells drift at chi times the gradient of the level."});
    visit("motility", self.motility, Spec{"m2/s", 0, 1e-9, "D_H: random motility of homed cells."});
    visit("source", self.source, "Production over the zones.");
  }
};

/// A hexagonal lobule: portal tracts at its corners, vascular septa along its edges, a central vein.
struct Lobule {
  double side = unset;                     // [m]
  double central_vein_radius = unset;      // [m]
  double portal_tract_radius = unset;      // [m]
  double arterial_inlet_radius = unset;    // [m]
  double arterial_inlet_distance = unset;  // [m]
  double septal_inflow = unset;            // [1]
  LobuleDispersion dispersion;
  LobuleFibrosis fibrosis;
  LobuleChemokine chemokine;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("side", self.side,
          Spec{"m", 5e-5, 5e-3, "Side of the hexagon, which is also the way from tract to central vein."});
    visit("central_vein_radius", self.central_vein_radius,
          Spec{"m", 1e-6, 1e-3, "Radius of a central vein."});
    visit("portal_tract_radius", self.portal_tract_radius,
          Spec{"m", 1e-6, 1e-3, "Radius at which portal blood leaves a tract for the sinusoids."});
    visit("arterial_inlet_radius", self.arterial_inlet_radius,
          Spec{"m", 1e-6, 1e-3, "Radius of an arterial inlet; each tract has three, on its septa."});
    visit("arterial_inlet_distance", self.arterial_inlet_distance,
          Spec{"m", 1e-6, 2e-3, "From the middle of a tract to each of its arterial inlets."});
    visit("septal_inflow", self.septal_inflow,
          Spec{"1", 0, 1, "Share of portal inflow that enters along the vascular septa, not at a tract."});
    visit("dispersion", self.dispersion, "Spreading of cells in sinusoidal blood.");
    visit("fibrosis", self.fibrosis, "Septa, nodules, capillarised sinusoids and channels.");
    visit("chemokine", self.chemokine, "What draws homed cells.");
  }
};

}  // namespace cellroute
