#include "models/cells/classes.hpp"

namespace cellroute {

DiameterSlice whole_distribution(const Product& product) {
  return {product.diameter.median, product.diameter.geometric_sd, 0, 1};
}

std::vector<CellClass> cell_classes(const Product& product, int classes) {
  if (product.diameter.geometric_sd <= 1) classes = 1;
  std::vector<CellClass> all;
  const double single = 1 - product.aggregates.share;
  for (int k = 0; k < classes && single > 0; ++k) {
    const DiameterSlice slice{product.diameter.median, product.diameter.geometric_sd,
                              static_cast<double>(k) / classes, static_cast<double>(k + 1) / classes};
    all.push_back({slice, 1, single / classes});
  }
  if (product.aggregates.share > 0)
    all.push_back({whole_distribution(product), product.aggregates.cells, product.aggregates.share});
  return all;
}

}  // namespace cellroute
