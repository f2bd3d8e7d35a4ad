// What is read off a resolved liver: cells and volumes of its Couinaud segments. No text but names.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sim/results/record.hpp"

namespace cellroute::results {

/// Couinaud's segments in words, the first being the caudate lobe.
inline constexpr std::array couinaud_words{"1 caudate",
                                           "2 left lateral, upper",
                                           "3 left lateral, lower",
                                           "4 left medial",
                                           "5 right anterior, lower",
                                           "6 right posterior, lower",
                                           "7 right posterior, upper",
                                           "8 right anterior, upper"};

/// Segments from `first` up to before `end`, counted from 0.
struct SegmentRange {
  std::size_t first = 0, end = couinaud_segments;
};
inline constexpr SegmentRange left_liver{0, 4}, right_liver{4, 8}, whole_liver{0, 8};

/// Index of the output time [s] in the liver's series, or -1.
int time_index(const LiverRecord& liver, double time);

using SegmentNumber = double liver::SegmentSeries::*;
using SegmentLine = std::vector<double> liver::SegmentSeries::*;

/// Of a number or a series, over segments.
double sum(const LiverRecord& liver, SegmentRange range, SegmentNumber number);
double sum(const LiverRecord& liver, SegmentRange range, SegmentLine series, int time);

/// Living cells of these segments, share of those of all segments [1]; NaN when there are none.
double share_of_living(const LiverRecord& liver, SegmentRange range, int time);

/// Living cells of one segment over the dose [1] at an output time of the body; NaN where no liver is
/// resolved.
double segment_share(const Record& record, std::size_t segment, int time);

/// Living cells over volume [cell/m3].
double density(const LiverRecord& liver, SegmentRange range, int time);

}  // namespace cellroute::results
