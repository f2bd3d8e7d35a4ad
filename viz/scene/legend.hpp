// What stands around a scene: title, time, colour bars, keys, scale bar, directions and where it comes from.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/provenance.hpp"
#include "viz/style/colour_map.hpp"
#include "viz/window/stage.hpp"

namespace cellroute::viz {

class Legend {
 public:
  /// Writes the title and `about` under it, and leaves the scene the rest beside a column on the right.
  Legend(Stage& stage, const std::string& title, const std::string& about,
         const results::Provenance& provenance);

  /// Below what the column already holds.
  void colour_bar(const std::string& caption, const std::string& unit, const ColourMap& map,
                  const Scale& scale);
  void key(const std::string& caption, const std::vector<std::pair<std::string, Colour>>& entries);
  /// What draws a mark at a place in the picture, with its name.
  void marks(const std::string& caption,
             const std::vector<std::pair<std::string, std::function<void(double, double)>>>& entries);
  void note(const std::string& text);

  /// Once the camera looks: a length of about a sixth of the scene. @param unit metres in a unit of the scene
  void scale_bar(double unit);
  /// Arrows of the scene's axes, so named; those that point at the reader are left out.
  void compass(const std::string& x, const std::string& y, const std::string& z);

 private:
  Stage& stage_;
  double left_, below_;  // of the column; how far down it is taken
  double margin_;
};

}  // namespace cellroute::viz
