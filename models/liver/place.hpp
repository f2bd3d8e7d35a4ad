// Places in a liver of voxels, for lobules to lie at.
#pragma once

#include <array>

namespace cellroute {

enum class LiverPlace {
  whole_liver,  // no place of its own: what enters is the mean over all voxels
  segment_1,    // Couinaud's, as the positions of catheters are called
  segment_2,
  segment_3,
  segment_4,
  segment_5,
  segment_6,
  segment_7,
  segment_8,
  most_cells,   // the segment that most living cells entered over the run, per volume
  fewest_cells  // that with the fewest
};
inline constexpr std::array<const char*, 11> liver_place_names{
    "whole_liver", "segment_1", "segment_2", "segment_3",  "segment_4",   "segment_5",
    "segment_6",   "segment_7", "segment_8", "most_cells", "fewest_cells"};

/// Couinaud's number, or 0 for a place that is not one segment from the beginning.
constexpr int segment_of(LiverPlace place) {
  return place >= LiverPlace::segment_1 && place <= LiverPlace::segment_8 ? static_cast<int>(place) : 0;
}

}  // namespace cellroute
