// The shape of a human liver as one smooth function, and the surfaces that cut it into segments.
//
// Both live in a reference frame in centimetres: RAS axes, the vena cava along z near x = 0.3, y = -3.9,
// the porta hepatis just below the origin, volume `reference_liver.volume`. Two ellipsoids for the right
// lobe and its dome and a tapering one for the left lobe melt into one body; stomach, gut, right kidney,
// spine, vena cava and gallbladder press it in; clefts mark the umbilical fissure, the fissure of the
// ligamentum venosum and the porta. Sizes are assumptions: at 1.55 L the body is 21 cm wide, 15 cm high
// and 14 cm deep.
//
// The hepatic veins run in half-planes through the axis of the vena cava, the portal plane lies across
// them, tilted forwards; their places are those that give the volume shares of `couinaud_share`.
#pragma once

#include <array>

#include "models/liver/anatomy.hpp"

namespace cellroute {

struct ReferenceLiver {
  double volume = 1550.5;           // [cm3] of level < 0
  Point low{-10.42, -7.32, -7.77};  // [cm] the box that it just fits
  Point high{11.07, 7.32, 7.47};
  Point portal_hilum{0.2, -0.6, -0.95};
  Point arterial_hilum{-0.5, 0.0, -1.20};
  Point caval_outlet{0.3, -2.6, 5.0};
  Point inside{5, 0, 1};  // [cm] deep in the right lobe
};
inline constexpr ReferenceLiver reference_liver;

/// What the segments 1 to 8 should take of the liver. Segment VIII and the right liver are published
/// (VIII 26.1 %, II and III below 10 %, order VIII > VII > IV > V > III > VI > II > I: Mise et al., HPB
/// 2014, PMID 24033584; right liver 63.2 %: World J Gastroenterol 2015;21:988); the others are
/// assumptions within that order.
inline constexpr std::array<double, couinaud_segments> couinaud_share = {0.042, 0.076, 0.094, 0.155,
                                                                         0.122, 0.086, 0.164, 0.261};

/// Negative inside, positive outside, near the surface about the distance to it [cm].
double liver_level(const Point& at);

/// The segment, 1 to 8, whose territory holds a point [cm]; also defined outside the liver.
int couinaud_segment(const Point& at);

}  // namespace cellroute
