// From options to picture files.
#pragma once

#include "viz/program/options.hpp"

namespace cellroute::viz {

/// Draws what was asked for and says on stderr what was written.
/// @throws RequestError, results::FileError, results::WriteError, NoRenderer
void draw(const Options& options);

}  // namespace cellroute::viz
