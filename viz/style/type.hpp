// Letters: one family, four sizes that follow the picture so that a slide stays readable.
#pragma once

namespace cellroute::viz {

/// In the order in which a browser or a renderer should look for them.
inline constexpr const char* font_family = "DejaVu Sans, Arial, Helvetica, sans-serif";

/// Heights of letters [px] in a picture so high.
struct TypeSizes {
  double title, subtitle, text, small;
};

/// Shares of the picture's height: at 1200 px they are 42, 31, 26 and 22 px, on a slide 16 cm high 5.6 to
/// 2.9 mm.
constexpr TypeSizes type_sizes(double picture_height) {
  return {picture_height / 28.6, picture_height / 38.7, picture_height / 46.0, picture_height / 54.5};
}

}  // namespace cellroute::viz
