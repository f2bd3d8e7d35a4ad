// The plots as views of the program.
#pragma once

#include "viz/program/view.hpp"

namespace cellroute::viz {

View body_view();
View series_view();
View routes_view();
View pressure_view();
View sweep_view();

}  // namespace cellroute::viz
