#include "tests/sweep/planted.hpp"

#include <stdlib.h>

#include <fstream>
#include <stdexcept>

namespace cellroute::testing {

namespace {

/// No bed is kinder to cells than another.
std::string same_loss_everywhere() {
  std::string text;
  for (const char* bed : {"lung.tissue", "heart.tissue", "brain.tissue", "kidney.tissue", "marrow.tissue",
                          "rest.tissue", "gut.tissue", "spleen.tissue", "liver.sinusoids",
                          "liver.portal_venules", "liver.terminal_arterioles"})
    text += std::string("    ") + bed + ".loss_factor: 1\n";
  return text;
}

}  // namespace

std::string unstopped_patient(const std::string& horizon) {
  return "  species: human\n"
         "  condition: healthy\n"
         "  product: umbilical_cord_msc\n"
         "  host: autologous\n"
         "  regimen: [{route: peripheral_vein, cells: 1e6, over: 1 s}]\n"
         "  numerics: {size_classes: 1, relative_tolerance: 1e-7, absolute_tolerance: 1e-10}\n"
         "  horizon: " +
         horizon +
         "\n"
         "  output: {times: [" +
         horizon +
         "]}\n"
         "  set:\n"
         "    product.diameter.median: 1 um\n"
         "    product.diameter.geometric_sd: 1.01\n"
         "    product.aggregates.share: 0\n"
         "    product.viable_fraction: 1\n"
         "    product.adhesion.filter_coefficient: 0 1/m\n"
         "    product.adhesion.rate: 0 1/s\n"
         "    product.loss.host.autologous: 1\n"
         "    product.loss.circulating: 1e-5 1/s\n" +
         same_loss_everywhere();
}

WrittenFile::WrittenFile(const std::string& name, const std::string& text) {
  std::string folder = (std::filesystem::temp_directory_path() / "cellroute-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = std::filesystem::path(folder) / name;
  std::ofstream(path_) << text;
}

WrittenFile::~WrittenFile() {
  std::error_code ignored;
  std::filesystem::remove_all(path_.parent_path(), ignored);
}

std::filesystem::path library() { return std::filesystem::path(CELLROUTE_SOURCE_DIR) / "configs/library"; }

}  // namespace cellroute::testing
