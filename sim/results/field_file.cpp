#include "sim/results/field_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "sim/results/field_layout.hpp"
#include "sim/results/field_store.hpp"
#include "sim/results/tree_store.hpp"

namespace cellroute::results {
namespace {

const FieldHeader& checked(const FieldHeader& header, const Trees* trees) {
  trees != nullptr ? check_trees(header, *trees) : check_header(header);
  return header;
}

/// XDMF readers split a reference at spaces, colons and bars.
const std::string& checked(const std::string& name) {
  const std::string last = std::filesystem::path(name).filename().string();
  const bool plain = !last.empty() && std::all_of(last.begin(), last.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  });
  if (!plain)
    throw std::invalid_argument(
        fmt::format("\"{}\" cannot name a field file: letters, digits, '_' and '-' only", name));
  return name;
}

std::string with_ending(const std::string& name) { return name + std::string(field_ending); }

}  // namespace

struct FieldFile::Open {
  /// A part of the folder that is taken back unless it is kept.
  struct Part {
    OutputFolder& folder;
    std::string name;
    std::filesystem::path place;
    bool kept = false;

    Part(OutputFolder& into, std::string called)
        : folder(into), name(std::move(called)), place(into.grow(name)) {}
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    ~Part() {
      if (!kept) folder.withdraw(name);
    }
  };

  OutputFolder& folder;
  std::string name;
  FieldHeader header;
  Part part;
  std::unique_ptr<ArrayStore> store;
  std::vector<bool> fixed;  // by array: its only values are there
  std::vector<double> times;
  bool finished = false;

  Open(OutputFolder& into, const std::string& called, const FieldHeader& given, const Trees* trees)
      : folder(into),
        name(checked(called)),
        header(checked(given, trees)),
        part(into, with_ending(name)),
        fixed(header.arrays.size(), false) {
    const std::filesystem::path shown = into.path() / with_ending(name);
    if (trees != nullptr)
      store = std::make_unique<TreeStore>(part.place, shown, header, *trees);
    else
      store = std::make_unique<FieldStore>(part.place, shown, header);
  }

  void require_unfinished() const {
    if (finished) throw std::invalid_argument("the field file is finished");
  }
  void require_length(std::size_t array, std::size_t given) const {
    if (given != store->length(array))
      throw std::invalid_argument(fmt::format("{}: {} values where {} are expected",
                                              header.arrays[array].name, given, store->length(array)));
  }
};

FieldFile::FieldFile(OutputFolder& folder, const std::string& name, const FieldHeader& header)
    : open_(std::make_unique<Open>(folder, name, header, nullptr)) {}

FieldFile::FieldFile(OutputFolder& folder, const std::string& name, const FieldHeader& header,
                     const Trees& trees)
    : open_(std::make_unique<Open>(folder, name, header, &trees)) {}

FieldFile::~FieldFile() = default;

void FieldFile::fix(const std::string& name, std::span<const float> values) {
  auto& own = *open_;
  own.require_unfinished();
  const auto& arrays = own.header.arrays;
  const auto found =
      std::find_if(arrays.begin(), arrays.end(), [&](const FieldArray& array) { return array.name == name; });
  if (found == arrays.end()) throw std::invalid_argument("the field file has no array " + name);
  const auto index = static_cast<std::size_t>(found - arrays.begin());
  if (found->in_time) throw std::invalid_argument(name + " is in time: append() its values");
  if (own.fixed[index]) throw std::invalid_argument(name + " has its values already");
  own.require_length(index, values.size());
  own.store->write(index, 0, values);
  own.fixed[index] = true;
}

void FieldFile::append(double time, const std::vector<std::span<const float>>& values) {
  auto& own = *open_;
  own.require_unfinished();
  if (!std::isfinite(time) || (!own.times.empty() && time <= own.times.back()))
    throw std::invalid_argument(fmt::format("the time {} s is not later than the one before", time));
  std::vector<std::size_t> in_time;
  for (std::size_t index = 0; index < own.header.arrays.size(); ++index)
    if (own.header.arrays[index].in_time) in_time.push_back(index);
  if (in_time.empty()) throw std::invalid_argument("the field file has no array in time");
  if (values.size() != in_time.size())
    throw std::invalid_argument(
        fmt::format("{} arrays given, {} are in time", values.size(), in_time.size()));
  for (std::size_t i = 0; i < values.size(); ++i) own.require_length(in_time[i], values[i].size());
  for (std::size_t i = 0; i < values.size(); ++i) own.store->write(in_time[i], own.times.size(), values[i]);
  own.times.push_back(time);
}

void FieldFile::finish() {
  auto& own = *open_;
  own.require_unfinished();
  if (has_times(own.header) && own.times.empty()) throw std::invalid_argument("the field file has no time");
  for (std::size_t index = 0; index < own.header.arrays.size(); ++index)
    if (!own.header.arrays[index].in_time && !own.fixed[index])
      throw std::invalid_argument(own.header.arrays[index].name + " was given no values");
  own.store->finish(own.times);
  own.finished = true;
  const std::string beside = with_ending(std::filesystem::path(own.name).filename().string());
  own.folder.add(own.name + ".xmf", own.store->xmf(beside, own.times));
  own.part.kept = true;
}

void write_fields(OutputFolder& folder, const std::string& name, const FieldSet& set) {
  const auto& arrays = set.header.arrays;
  const auto fixed =
      std::count_if(arrays.begin(), arrays.end(), [](const auto& each) { return !each.in_time; });
  if (set.fixed.size() != static_cast<std::size_t>(fixed) || set.steps.size() != set.times.size())
    throw std::invalid_argument(
        "a field set needs values for each array that stays, and a step for each time");
  FieldFile file(folder, name, set.header);
  auto next = set.fixed.begin();
  for (const auto& array : arrays)
    if (!array.in_time) file.fix(array.name, *next++);
  for (std::size_t step = 0; step < set.times.size(); ++step)
    file.append(set.times[step], {set.steps[step].begin(), set.steps[step].end()});
  file.finish();
}

}  // namespace cellroute::results
