#include "sim/results/tree_info.hpp"

#include <fmt/format.h>

#include "sim/results/array_info.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/results/tree_reader.hpp"

namespace cellroute::results {
namespace {

std::string tree_entry(const VesselTree& tree) {
  const auto kind = static_cast<std::size_t>(tree.kind);
  return info_entry(
      kind == 0 ? "trees" : "",
      fmt::format("{}: {} vessels, {} of them terminals; {} named branches; trunk {} mm wide; "
                  "Murray exponent {}",
                  words(tree_names[kind]), tree.size(), tree.terminals.size(), tree.named.size(),
                  number(2e3 * tree.radius.front()), number(tree.murray_exponent)));
}

}  // namespace

std::string tree_info(const std::filesystem::path& place) {
  const TreeReader file(place);
  const auto& header = file.header();
  std::string text = info_head(place, tree_file_type, tree_format_version, header.provenance) + "\n" +
                     info_entry("title", header.title);
  for (const VesselTree& tree : file.trees()) text += tree_entry(tree);
  return text + times_info(file.times()) +
         arrays_info(
             header.arrays, file.times().size(),
             [&](const std::string& array, std::size_t step) { return file.read(array, step); },
             "each vessel", "both ends");
}

}  // namespace cellroute::results
