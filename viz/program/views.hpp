// The makers of the three-dimensional views; those of plots are in viz/views/registered.hpp.
#pragma once

#include "viz/program/view.hpp"

namespace cellroute::viz {

View liver_view();   // viz/scene/liver_view.cpp
View trees_view();   // viz/scene/trees_view.cpp
View lobule_view();  // viz/scene/lobule_view.cpp

}  // namespace cellroute::viz
