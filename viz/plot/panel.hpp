// Axes around a piece of a drawing, heads above it and keys of colours: what every plot is made of.
#pragma once

#include <string>
#include <vector>

#include "viz/plot/svg.hpp"
#include "viz/style/colour_map.hpp"
#include "viz/style/ticks.hpp"

namespace cellroute::viz::plot {

/// The paper of a plot: everything follows from its size and that of its letters [px].
struct Sheet {
  double width = 1600, height = 1200, text = 26;
  /// Too narrow for things side by side: a phone.
  bool narrow() const { return width < 40 * text; }
};

struct Axis {
  Scale scale;
  std::vector<Tick> ticks;
  std::string title;  // with its unit in brackets
};

/// An axis with about `count` round numbers.
Axis axis(const Scale& scale, int count, std::string title);
/// From 0 to a round number not below `highest`.
Axis axis_from_zero(double highest, int count, std::string title);
/// A bar with words at its end.
struct Labelled {
  double value, room;  // where it ends, on the axis; what the words need behind it [px]
};
/// Where an axis from `low` on must end so that words behind bars stay on it; `width` is that of the panel's
/// inside [px]. 0 without bars. @pre low <= 0
double reach_for(const std::vector<Labelled>& bars, double width, double low = 0);

/// Times [s] by decades, marked in minutes, hours and days as far as `width` has room for them.
/// The last one is always marked. Times at or below 0 are left out. @pre one of them is above 0
Axis time_axis(const std::vector<double>& times, double width, double text);

/// Room to the left of a panel for the numbers and the title of its vertical axis [px].
double left_room(const Axis& y, double text);

/// A frame with axes to the left and below.
class Panel {
 public:
  /// `all` holds the axes with their numbers and titles too. Draws them; an axis without ticks has none.
  /// @param least_left so that panels above each other are equally wide: not less room for numbers and title
  /// than this [px]
  Panel(Svg& svg, const Box& all, Axis x, Axis y, double text, const std::string& head = "",
        double least_left = 0);

  double x(double value) const;
  double y(double value) const;
  Point at(double x_value, double y_value) const { return {x(x_value), y(y_value)}; }
  const Box& inside() const { return inside_; }

 private:
  Axis x_, y_;
  Box inside_;
};

/// Title and what stands under it, broken to the sheet's width. Returns where they end [px].
double head(Svg& svg, const Sheet& sheet, const std::string& title, const std::string& under);

struct Key {
  std::string name;
  Colour colour;
  bool hollow = false;
};

/// Little boxes with their names, in lines, after `words`. Returns where they end [px].
double keys(Svg& svg, const Sheet& sheet, double top, const std::vector<Key>& all,
            const std::string& words = "");
/// How high they are [px].
double keys_height(const Sheet& sheet, const std::vector<Key>& all, const std::string& words = "");

/// Small print at the foot of the sheet, broken. Returns where it begins [px].
double foot(Svg& svg, const Sheet& sheet, const std::string& text);

/// Heights of labels moved apart so that none is nearer than `gap` to the next, within low..high.
std::vector<double> moved_apart(const std::vector<double>& wanted, double gap, double low, double high);

}  // namespace cellroute::viz::plot
