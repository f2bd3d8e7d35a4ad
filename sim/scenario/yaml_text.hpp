// A document's tree as YAML text again.
#pragma once

#include <string>

#include "sim/scenario/document.hpp"

namespace cellroute::scenario {

/// Block mappings with flow lists of plain texts; texts are quoted where YAML would read them otherwise.
/// Comments and places are gone. Ends in a line break.
std::string yaml_text(const Node& root);

}  // namespace cellroute::scenario
