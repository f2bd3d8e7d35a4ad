// The list of views. A view is a file that makes one; its line here makes the program know it.
#include "viz/program/views.hpp"

#include "viz/views/registered.hpp"

namespace cellroute::viz {

const std::vector<View>& views() {
  static const std::vector<View> all{liver_view(),  trees_view(),  lobule_view(),   body_view(),
                                     series_view(), routes_view(), pressure_view(), sweep_view()};
  return all;
}

}  // namespace cellroute::viz
