// An SVG drawing as PNG or PDF, by librsvg and cairo: the one place that knows them.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace cellroute::viz::plot {

/// A drawing could not be turned into the format, or the file could not be written. Names the file.
struct DrawingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The bytes of a PNG so many pixels wide and high as the drawing says. @throws DrawingError
std::string png(const std::string& svg);

/// The bytes of a PDF of one page, with letters as letters. @throws DrawingError
std::string pdf(const std::string& svg);

/// Writes .svg, .png or .pdf as the file's name ends.
/// @throws DrawingError
void write_drawing(const std::string& svg, const std::filesystem::path& file);

}  // namespace cellroute::viz::plot
