// What a liver of voxels says about the lobules at a place in it.
#pragma once

#include <string>
#include <vector>

#include "models/liver/place.hpp"
#include "sim/levels/surroundings.hpp"
#include "sim/liver/result.hpp"
#include "sim/liver/sinusoid_inflow.hpp"

namespace cellroute::levels {

/// A liver that has run, with what entered its sinusoids.
struct FeedingLiver {
  const liver::LiverResult& result;
  const liver::SinusoidInflow& sinusoids;
};

/// Couinaud's number of a place, 0 for the whole liver. Most and fewest cells are looked for among the
/// segments that blood reaches; of equals the first is taken.
int segment_at(LiverPlace place, const FeedingLiver& liver);

/// What enters there per volume of liver: in each step of the liver a straight line that ends in the rate
/// the liver ended with and brings the cells it counted, so that what enters over the run is what entered
/// the voxels, to rounding. Blood flows as it did during the step.
///
/// The pressure drop at rest is that of the voxels' own sinusoids, the same tissue everywhere: trees have
/// their part of HVPG, and a place with less flow has less.
/// @throws liver::LiverError where no blood gets to
LobuleSurroundings surroundings_at(LiverPlace place, const FeedingLiver& liver, const BodyCase& body_case);

}  // namespace cellroute::levels
