// What stands around a scene: title, time, colour bars, keys, scale bar, directions and where it comes from.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/provenance.hpp"
#include "viz/program/facts.hpp"
#include "viz/style/colour_map.hpp"
#include "viz/window/stage.hpp"

namespace cellroute::viz {

class Legend {
 public:
  /// Writes the title and `about` under it, and leaves the scene the rest beside a column on the right.
  /// @param view its name, for those who read the file
  Legend(Stage& stage, const std::string& view, const std::string& title, const std::string& about,
         const results::Provenance& provenance);

  /// For those who read the file; not in the picture.
  void fact(const std::string& name, const std::string& text);
  /// Makes what comes into the column smaller, where there is much of it.
  void squeeze(double share);
  /// Below what the column already holds.
  /// @param field its name in the file
  void colour_bar(const std::string& field, const std::string& caption, const std::string& unit,
                  const ColourMap& map, const Scale& scale);
  void key(const std::string& caption, const std::vector<std::pair<std::string, Colour>>& entries);
  /// What draws a mark at a place in the picture, with its name.
  void marks(const std::string& caption,
             const std::vector<std::pair<std::string, std::function<void(double, double)>>>& entries);
  void note(const std::string& text);

  /// Once the camera looks: a length of about a sixth of the scene. @param unit metres in a unit of the scene
  void scale_bar(double unit);
  /// Arrows of the scene's axes, so named; those that point at the reader are left out.
  void compass(const std::string& x, const std::string& y, const std::string& z);

  /// The PNG of the stage with what it shows.
  std::string picture();

 private:
  Stage& stage_;
  Facts facts_;
  int bars_ = 0;
  TypeSizes letters_;    // of the column
  double left_, below_;  // of the column; how far down it is taken
  double margin_;
};

}  // namespace cellroute::viz
