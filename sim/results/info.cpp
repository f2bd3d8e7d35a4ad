#include "sim/results/info.hpp"

#include <fmt/format.h>

#include <map>

#include "sim/results/column_file.hpp"
#include "sim/results/column_info.hpp"
#include "sim/results/contract.hpp"
#include "sim/results/field_info.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"
#include "sim/results/tree_info.hpp"
#include "sim/results/tree_reader.hpp"

namespace cellroute::results {
namespace {

std::string scenario(const Record& record) {
  const auto& in = record.inputs;
  std::string product = words(in.product);
  for (const auto& modifier : in.modifiers) product += " + " + words(modifier);
  std::string text = "\n" + info_entry("title", in.title);
  text += info_entry("patient", fmt::format("{}, {} host", patient_words(in.species, in.condition), in.host));
  text += info_entry("product", fmt::format("{}, label {} (decay {})", product, words(in.label), in.decay));
  for (const auto& infusion : in.regimen) text += info_entry("infusion", describe_infusion(infusion));
  text += info_entry("parameters", fmt::format("{}, of which {} are assumptions", in.parameters.size(),
                                               assumptions(record)));
  return text;
}

std::string liver_level(const LiverRecord& liver) {
  const auto& result = liver.result;
  int voxels = 0;
  for (const auto& segment : result.segments) voxels += segment.voxels;
  std::string trees;
  for (const auto& tree : result.trees)
    trees += fmt::format("{}{} ({})", trees.empty() ? "" : ", ", words(tree.name), tree.terminals);
  return info_entry(
      "liver", fmt::format("{} voxels of {} mm ({}), {} mL in {} segments; trees with terminals: {}", voxels,
                           number(result.spacing * 1e3),
                           liver.numerics.mask ? liver.numerics.mask->file : "built-in shape",
                           number(result.volume * 1e6), result.segments.size(), trees));
}

std::string lobule_level(const LobuleRecord& lobule) {
  const auto& result = lobule.result;
  std::string entries;
  for (std::size_t e = 0; e < lobule::entries; ++e)
    if (result.first_pass[e].flows)
      entries += (entries.empty() ? "" : ", ") + std::string(lobule_entry_names[e]);
  return info_entry(
      "lobule",
      fmt::format("{}: {} x {} x {} cells of {} um ({}), zones by {}, entry {}, {} classes, {} times",
                  lobule.territory.name, result.cells[0], result.cells[1], result.cells[2],
                  number(result.spacing[0] * 1e6),
                  lobule_boundary_names[static_cast<std::size_t>(lobule.numerics.boundary)],
                  words(result.zone_definition), entries, result.classes.size(), result.times.size()));
}

std::string contents(const Record& record) {
  std::string times, organs;
  for (double time : record.body.times) times += (times.empty() ? "" : ", ") + duration(time);
  for (const auto& organ : record.body.organs) organs += (organs.empty() ? "" : ", ") + organ.name;
  std::string text = "\n" + info_entry("times", times) + info_entry("organs", organs);
  text += info_entry("classes", std::to_string(record.body.classes.size()));
  if (record.liver) text += liver_level(*record.liver);
  return record.lobule ? text + lobule_level(*record.lobule) : text;
}

std::string balance(const Record& record) {
  const auto& balance = record.body.balance;
  std::string text = fmt::format("cells {:.1e}, dead cells {:.1e}, label {:.1e}", balance.worst_cells,
                                 balance.worst_dead, balance.worst_label);
  if (record.liver) text += fmt::format(", liver {:.1e}", record.liver->result.balance.worst_cells);
  if (record.lobule) text += fmt::format(", lobule {:.1e}", record.lobule->result.balance.worst);
  return "\n" + info_entry("balance", text + " (worst, over the dose)");
}

/// `path` with the part between `before` and the next slash as `name`, where it begins like that.
std::string with_name(const std::string& path, const std::string& before, const std::string& name) {
  const auto slash = path.find('/', before.size());
  return path.starts_with(before) && slash != std::string::npos ? before + name + path.substr(slash) : path;
}

/// One line a dataset; the ten organs share theirs.
std::string datasets(const Hdf5Reader& file, const Record& record) {
  std::map<std::string, std::string> lines;
  for (const auto& path : file.datasets()) {
    std::string shown = path;
    for (const auto& organ : record.body.organs)
      if (path.starts_with("/body/" + organ.name + "/") && !path.starts_with("/body/liver/zone"))
        shown = "/body/<organ>" + path.substr(6 + organ.name.size());
    shown = with_name(shown, "/body/liver/zones/", "<zone>");
    shown = with_name(shown, "/liver/segments/", "<segment>");
    shown = with_name(shown, "/liver/trees/", "<tree>");
    shown = with_name(shown, "/lobule/zones/", "<zone>");
    shown = with_name(shown, "/lobule/first_pass/", "<entry>");
    std::string shape;
    for (auto extent : file.shape(path)) shape += (shape.empty() ? "" : " x ") + std::to_string(extent);
    if (shape.empty()) shape = "scalar";
    lines[shown] = fmt::format("{}{}{}{}\n", pad_right(shown, 42), pad_right(shape, 9),
                               pad_right(file.text_attribute(path, "units"), 10),
                               file.text_attribute(path, "long_name"));
  }
  std::string text = "\n" + pad_right("dataset", 42) + pad_right("shape", 9) + pad_right("units", 10) +
                     "meaning\n" + rule(page_width) + "\n";
  for (const auto& [path, line] : lines) text += line;
  return text;
}

}  // namespace

std::string info(const std::filesystem::path& place) {
  const auto file = find_result(place);
  if (is_field_file(file)) return field_info(file);
  if (is_tree_file(file)) return tree_info(file);
  if (is_column_file(file)) return column_info(file);
  const std::string bytes = read_file(file);
  const Record record = decode(bytes, file.string());
  const Hdf5Reader reader(bytes, file.string());
  return info_head(file, file_type, format_version, record.provenance) + scenario(record) + contents(record) +
         balance(record) + datasets(reader, record);
}

}  // namespace cellroute::results
