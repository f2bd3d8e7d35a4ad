// The keys of a dataset file, declared once.
#pragma once

#include "sim/scenario/declaration.hpp"

namespace cellroute::validation {

const scenario::Declared& dataset_keys();

}  // namespace cellroute::validation
