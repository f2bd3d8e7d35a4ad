// An SVG drawing as PNG or PDF, by librsvg and cairo: the one place that knows them.
#pragma once

#include <stdexcept>
#include <string>

#include "viz/program/facts.hpp"

namespace cellroute::viz::plot {

/// A drawing could not be turned into the format.
struct DrawingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The bytes of a PNG so many pixels wide and high as the drawing says. @throws DrawingError
std::string png(const std::string& svg);

/// The bytes of a PDF of one page, with letters as letters. @throws DrawingError
std::string pdf(const std::string& svg, const Facts& facts = {});

/// The bytes of a file of the format, svg, png or pdf, that says what it shows. @throws DrawingError
std::string drawn(const std::string& svg, const std::string& format, const Facts& facts);

}  // namespace cellroute::viz::plot
