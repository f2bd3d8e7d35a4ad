// Colours by name: what every picture and plot shares.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace cellroute::viz {

/// sRGB, 8 bits each.
struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
  bool operator==(const Colour&) const = default;
};

/// `#rrggbb`.
std::string hex(Colour colour);

/// From `a` (share 0) to `b` (share 1), straight in sRGB.
Colour mix(Colour a, Colour b, double share);

/// Contrast ratio of WCAG 2.1 (relative luminance), 1 to 21.
double contrast(Colour a, Colour b);

inline constexpr Colour paper{255, 255, 255};
inline constexpr Colour ink{32, 33, 36};           // text
inline constexpr Colour quiet_ink{84, 88, 94};     // second rank of text: at least 4.5 to 1 on paper
inline constexpr Colour rule_line{218, 220, 224};  // grids and frames

/// For lines, bars and areas that stand for different things: distinguishable by the colour-blind.
/// Okabe & Ito, Color Universal Design, jfly.uni-koeln.de/color (2008), black last.
inline constexpr std::array<Colour, 8> distinct{{{0, 114, 178},
                                                 {230, 159, 0},
                                                 {0, 158, 115},
                                                 {213, 94, 0},
                                                 {86, 180, 233},
                                                 {204, 121, 167},
                                                 {240, 228, 66},
                                                 {0, 0, 0}}};

/// Pale fills that stay apart for the colour-blind, for Couinaud's segments 1 to 8.
/// The scheme `light` of P. Tol, Colour schemes, SRON/EPS/TN/09-002 issue 3.2 (2021).
inline constexpr std::array<Colour, 8> segment_colours{{{170, 170, 0},
                                                        {119, 170, 221},
                                                        {238, 221, 136},
                                                        {153, 221, 255},
                                                        {238, 136, 102},
                                                        {68, 187, 153},
                                                        {187, 204, 51},
                                                        {255, 170, 187}}};

/// Hepatic artery, portal vein, hepatic veins, in the order of TreeKind: red for the artery and two blues, as
/// atlases have it, of `distinct`, so that the colour-blind see three.
inline constexpr std::array<Colour, 3> vessel_colours{{{213, 94, 0}, {0, 114, 178}, {86, 180, 233}}};

}  // namespace cellroute::viz
