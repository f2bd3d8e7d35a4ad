// Which Couinaud segment a point lies in, and whether a straight vessel stays inside.
#pragma once

#include "models/liver/anatomy.hpp"

namespace cellroute::liver {

class Mask {
 public:
  /// The anatomy must outlive the mask.
  explicit Mask(const LiverAnatomy& anatomy) : anatomy_(&anatomy) {}

  /// 1 to 8; 0 outside the liver.
  int segment_at(const Point& p) const;
  /// Grid cell of a point inside the grid; -1 outside.
  std::int64_t cell_at(const Point& p) const;
  /// Does every voxel that the axis a-b crosses belong to the segment (0: to the liver)?
  bool inside(const Point& a, const Point& b, int segment) const;

 private:
  const LiverAnatomy* anatomy_;
};

}  // namespace cellroute::liver
