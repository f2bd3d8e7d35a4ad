// A product cut into the populations that levels follow one by one.
#pragma once

#include <vector>

#include "models/cells/product.hpp"
#include "models/cells/sieve.hpp"

namespace cellroute {

/// Living cells that share one extraction.
struct CellClass {
  DiameterSlice slice;            // of single cells
  double cells_per_particle = 1;  // aggregates
  double share = 0;               // of the product's cells
};

/// `classes` slices of equal probability of the single cells (one when all have the same size), then
/// the aggregates. Shares sum to 1.
std::vector<CellClass> cell_classes(const Product& product, int classes);

/// Every cell of the product as one slice: how the dead are followed.
DiameterSlice whole_distribution(const Product& product);

}  // namespace cellroute
