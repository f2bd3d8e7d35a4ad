#include "sim/results/info.hpp"

#include <fmt/format.h>

#include <map>

#include "sim/results/contract.hpp"
#include "sim/results/field_info.hpp"
#include "sim/results/folder.hpp"
#include "sim/results/format.hpp"
#include "sim/results/info_head.hpp"
#include "sim/results/measures.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/table.hpp"
#include "sim/results/text_files.hpp"

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

std::string contents(const Record& record) {
  std::string times, organs;
  for (double time : record.body.times) times += (times.empty() ? "" : ", ") + duration(time);
  for (const auto& organ : record.body.organs) organs += (organs.empty() ? "" : ", ") + organ.name;
  std::string text = "\n" + info_entry("times", times) + info_entry("organs", organs);
  text += info_entry("classes", std::to_string(record.body.classes.size()));
  return text;
}

std::string balance(const Record& record) {
  const auto& balance = record.body.balance;
  return "\n" + info_entry("balance",
                           fmt::format("cells {:.1e}, dead cells {:.1e}, label {:.1e} (worst, over the dose)",
                                       balance.worst_cells, balance.worst_dead, balance.worst_label));
}

/// One line a dataset; the ten organs share theirs.
std::string datasets(const Hdf5Reader& file, const Record& record) {
  std::map<std::string, std::string> lines;
  for (const auto& path : file.datasets()) {
    std::string shown = path;
    for (const auto& organ : record.body.organs)
      if (path.starts_with("/body/" + organ.name + "/") && !path.starts_with("/body/liver/zone"))
        shown = "/body/<organ>" + path.substr(6 + organ.name.size());
    for (const auto& zone : record.body.zones)
      if (path.starts_with("/body/liver/zones/" + zone.name + "/"))
        shown = "/body/liver/zones/<zone>" + path.substr(18 + zone.name.size());
    std::string shape;
    for (auto extent : file.shape(path)) shape += (shape.empty() ? "" : " x ") + std::to_string(extent);
    if (shape.empty()) shape = "scalar";
    lines[shown] =
        fmt::format("{}{}{}{}\n", pad_right(shown, 42), pad_right(shape, 9),
                    pad_right(file.text_attribute(path, "units"), 8), file.text_attribute(path, "long_name"));
  }
  std::string text = "\n" + pad_right("dataset", 42) + pad_right("shape", 9) + pad_right("units", 8) +
                     "meaning\n" + rule(page_width) + "\n";
  for (const auto& [path, line] : lines) text += line;
  return text;
}

}  // namespace

std::string info(const std::filesystem::path& place) {
  const auto file = find_result(place);
  if (is_field_file(file)) return field_info(file);
  const std::string bytes = read_file(file);
  const Record record = decode(bytes, file.string());
  const Hdf5Reader reader(bytes, file.string());
  return info_head(file, file_type, format_version, record.provenance) + scenario(record) + contents(record) +
         balance(record) + datasets(reader, record);
}

}  // namespace cellroute::results
