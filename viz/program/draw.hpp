// From options to picture files.
#pragma once

#include <stdexcept>
#include <string>

#include "viz/program/options.hpp"

namespace cellroute::viz {

/// Some of the views that were asked for at once could not be drawn; the others are written.
struct NotAllDrawn : std::runtime_error {
  NotAllDrawn(const std::string& why, bool input_wrong) : std::runtime_error(why), input(input_wrong) {}
  bool input;  // every failure is the input's: exit code 2
};

/// Draws what was asked for and says on stderr what was written.
/// @throws RequestError, results::FileError, results::WriteError, NoRenderer, NotAllDrawn
void draw(const Options& options);

}  // namespace cellroute::viz
