// Figures of bodies: outlines of their organs, drawn for this project. Which species has which is said by the
// figures themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/results/record.hpp"
#include "viz/plot/svg.hpp"

namespace cellroute::viz {

enum class Side { left, right, above, below };

struct OrganShape {
  std::string organ;       // as results name it
  std::string path;        // SVG path data
  plot::Point anchor;      // in it; from here a line to `side` meets no other organ of the trunk
  Side side;               // where its label stands
  bool vessel = false;     // a line, not an area
  std::string folds = {};  // lines on it
};

/// The vein that `peripheral_vein` means in this body.
struct Vein {
  std::string name;
  plot::Point at, from;  // where an arrow at it ends and begins
};

struct Figure {
  std::string name;                  // "a rodent"
  std::string seen;                  // "from the front"
  std::vector<std::string> species;  // whom it shows, as the library names them
  double width, height;              // of the frame in which its shapes are
  Vein vein;
  /// The silhouette first, which stands for the rest of the body, then organs in the order in which they lie
  /// on each other.
  std::vector<OrganShape> shapes;
  /// Whether labels stand above and below, not beside.
  bool lies() const { return width > height; }
};

/// Every figure; the first is for those who have none of their own.
const std::vector<Figure>& figures();

struct ChosenFigure {
  const Figure* figure;
  std::string note;  // whose it is, where the species of the result has none of its own
};

/// By the name of the result's species, else by the one it inherits from.
ChosenFigure figure_for(const results::Record& record);

// One file each in viz/views/figures.
Figure human_figure();
Figure rodent_figure();
Figure pig_figure();
Figure dog_figure();

}  // namespace cellroute::viz
