// Reads and judges what is shipped.
#include "tests/validation/shipped.hpp"

#include "sim/validation/places.hpp"

namespace cellroute::test {

const Shipped& shipped() {
  static const Shipped all = [] {
    const std::filesystem::path library = CELLROUTE_SOURCE_DIR "/configs/library";
    const auto places = validation::find_places({}, library);
    Shipped shipped;
    shipped.published = validation::read_published(places.table);
    shipped.datasets = validation::read_datasets(places.datasets, shipped.published, {library, {}, "", ""});
    shipped.rows = validation::validate(shipped.datasets, 0);
    return shipped;
  }();
  return all;
}

}  // namespace cellroute::test
