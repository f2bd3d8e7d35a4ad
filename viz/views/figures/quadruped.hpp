// What a pig and a dog have in common, seen from their left side: the trunk and what is in it.
#pragma once

#include "viz/views/figure.hpp"

namespace cellroute::viz {

/// What differs: head, legs and tail.
struct Quadruped {
  std::string name, species;
  double width, height;       // of the frame; that of the trunk is the same
  std::string outline, face;  // face: eye, mouth and ear as lines
  std::string brain;
  plot::Point in_brain;
  std::string vessels;
  plot::Point in_vessel;
  Vein vein;
};

Figure quadruped_figure(const Quadruped& own);

}  // namespace cellroute::viz
