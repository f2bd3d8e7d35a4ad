// What the built-in liver says of another one: its segments and where its vessels enter.
#pragma once

#include "models/liver/anatomy.hpp"

namespace cellroute::liver {

/// The straight map, axis by axis, from the box of a liver's voxels to the box of the built-in one.
class ReferenceFit {
 public:
  explicit ReferenceFit(const LiverAnatomy& liver);

  Point to_reference(const Point& at) const;                      // [m] to [cm] of the reference
  Point from_reference(const Point& at) const;                    // and back
  double share_right_of_middle(const LiverAnatomy& liver) const;  // 0.75 in the built-in liver

 private:
  Point low_{}, high_{};
};

/// Writes the segment of each voxel of the liver: the built-in liver's surfaces, each segment in one piece.
void cut_into_segments(LiverAnatomy& liver, const ReferenceFit& fit);

/// The centre of the voxel at the liver's surface that is nearest to a point [m].
Point nearest_on_surface(const LiverAnatomy& liver, const Point& point);

}  // namespace cellroute::liver
