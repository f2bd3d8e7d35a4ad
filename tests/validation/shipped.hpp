// The shipped table and dataset files, read and judged once for all tests.
#pragma once

#include "sim/validation/validate.hpp"

namespace cellroute::test {

struct Shipped {
  std::vector<validation::PublishedRow> published;
  std::vector<validation::Dataset> datasets;
  std::vector<validation::Judged> rows;
};
const Shipped& shipped();

}  // namespace cellroute::test
