// Perceptually uniform colour maps that the colour-blind can read and that print in grey in order.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "viz/style/colour.hpp"

namespace cellroute::viz {

/// Colours at equal distances from 0 to 1, straight in sRGB between them.
class ColourMap {
 public:
  explicit constexpr ColourMap(const std::array<Colour, 33>& anchors) : anchors_(&anchors) {}
  /// High is dark: on paper more is more.
  constexpr ColourMap turned() const { return ColourMap(*anchors_, high_, low_); }
  /// From a share of it on to another: equal steps stay equal.
  constexpr ColourMap part(double low, double high) const {
    return ColourMap(*anchors_, low_ + low * (high_ - low_), low_ + high * (high_ - low_));
  }
  /// The colour at a share of the range; outside 0..1 that of the nearer end.
  Colour operator()(double share) const;

 private:
  constexpr ColourMap(const std::array<Colour, 33>& anchors, double low, double high)
      : anchors_(&anchors), low_(low), high_(high) {}
  const std::array<Colour, 33>* anchors_;
  double low_ = 0, high_ = 1;  // the shares of the anchors that 0 and 1 are
};

/// For densities and amounts. S. van der Walt and N. Smith for matplotlib 2.0 (2015), CC0.
const ColourMap& viridis();
/// For times and pressures. Nuñez JR, Anderton CR, Renslow RS. PLoS ONE 2018;13:e0199239
/// (doi:10.1371/journal.pone.0199239), CC0.
const ColourMap& cividis();
/// For flows. As viridis.
const ColourMap& magma();

/// For small marks on pale glass: the darker part of a map, high is dark. Its lightest colour has a contrast
/// of 3 to 1 with every segment, seen through the segment's glass.
ColourMap for_dots(const ColourMap& map);

/// How values become shares of a colour map: straight, or by decades.
struct Scale {
  double low = 0, high = 1;  // by decades: low > 0
  bool decades = false;

  /// 0 at low, 1 at high; outside them beyond 0 and 1. By decades, what is not positive is far below 0.
  double share(double value) const;
  double value(double share) const;
};

/// From 0 to the highest of the values, as a colour bar shows amounts; 0 to 1 when there is none above 0.
/// Values that are not numbers do not count.
Scale from_zero(const std::vector<float>& values);

}  // namespace cellroute::viz
