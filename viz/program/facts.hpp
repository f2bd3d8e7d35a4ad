// What a picture says of itself to programs, kept in its file: what it shows, when, on which scales, and from
// which result. No date: equal pictures are equal files.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "viz/style/colour_map.hpp"

namespace cellroute::viz {

struct Facts {
  std::string title;        // of the result
  std::string description;  // view, field and time in a sentence
  std::string software;
  std::string source;  // fingerprint of the input
  /// Names of letters and spaces, with what they hold: `Time`, `Field`, `Colour bar 1`, `Scale bar`.
  std::vector<std::pair<std::string, std::string>> more;
};

/// As drawn by this program from what has this fingerprint.
Facts facts_of(const std::string& title, const std::string& description, const std::string& fingerprint);

/// A colour bar as one line of JSON: field, unit, low, high, scale (linear or decades), and its numbers as
/// they stand beside it, from low to high.
std::string bar_fact(const std::string& field, const std::string& unit, const Scale& scale,
                     const std::vector<std::string>& numbers);

/// What colours stand for as one line of JSON: the unit, and a number for each name.
std::string shares_fact(const std::string& unit, const std::vector<std::pair<std::string, double>>& shares);

/// The PNG with an iTXt chunk for each fact, before its pixels. @pre `png` is one
std::string png_with(const std::string& png, const Facts& facts);

/// The SVG with Dublin Core in its `metadata`. @pre `svg` holds one `svg` element
std::string svg_with(const std::string& svg, const Facts& facts);

/// A time [s] as it stands in `Time`: "3600 s".
std::string time_fact(double seconds);

/// `more` and source in one line, for formats that have no place for names of their own.
std::string in_one_line(const Facts& facts);

}  // namespace cellroute::viz
