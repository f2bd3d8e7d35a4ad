// Reading dataset files against the published table; every mistake in one pass.
#include "sim/validation/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/measures/reader.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/validation/keys.hpp"

namespace cellroute::validation {
namespace {

namespace fs = std::filesystem;
using scenario::Node;
using scenario::Value;
using Problems = std::vector<scenario::Diagnostic>;

/// Reads one file; holds what the readers of its parts share.
class Reader {
 public:
  Reader(Dataset& dataset, const std::vector<PublishedRow>& published, const scenario::LoadOptions& options,
         Problems& problems)
      : dataset_(dataset), published_(published), options_(options), problems_(problems) {}

  void read(const Node& root) {
    const Value keys = scenario::read_group(root, dataset_keys(), problems_);
    dataset_.id = keys.text_of("dataset");
    dataset_.about = keys.text_of("about");
    dataset_.cited_as = keys.texts_of("cited_as");
    dataset_.cited_as.push_back(dataset_.id);
    dataset_.inputs = keys.texts_of("inputs");
    if (dataset_.id != dataset_.file.stem())
      problems_.push_back(root.mistake(fmt::format("dataset `{}` is not the file's name", dataset_.id)));
    read_scenarios(root);
    for (const auto& path : dataset_.inputs) check_path(*keys.find("inputs")->node, path);
    if (const Value* observations = keys.find("observations"))
      for (const Value& observation : observations->items) read_observation(observation);
    check_rows(root);
  }

 private:
  void read_scenarios(const Node& root) {
    const Node* common = root.find("common");
    const Node* scenarios = root.find("scenarios");
    if (!scenarios) return;
    for (const auto& [key, value] : scenarios->members) {
      Node merged = value;
      if (merged.kind == Node::Kind::empty) merged.kind = Node::Kind::mapping;
      if (common)
        for (const auto& member : common->members)
          if (!merged.find(member.key.text)) merged.members.push_back(member);
      measures::KnownArm arm{key.text, {}, false};
      try {
        dataset_.scenarios.push_back({key.text, scenario::load_part(merged, dataset_.file, options_)});
        arm.times = dataset_.scenarios.back().scenario.body.output_times;
      } catch (const scenario::InputError& error) {
        problems_.insert(problems_.end(), error.diagnostics.begin(), error.diagnostics.end());
      }
      arms_.push_back(std::move(arm));
      if (const Node* set = merged.find("set"))
        for (const auto& setting : set->members)
          if (std::find(std::begin(settable), std::end(settable), setting.key.text) == std::end(settable))
            problems_.push_back(
                setting.key.mistake(fmt::format("a dataset has no `{}` of its own", setting.key.text),
                                    "parameters come from the library, the same for every dataset"));
    }
  }

  void check_path(const Node& node, const std::string& path) {
    scenario::find_parameter(node, path, scenario::parameter_tree(), problems_);
  }

  void wrong(const Node& node, std::string problem, std::string hint = {}) {
    problems_.push_back(node.mistake(std::move(problem), "", std::move(hint)));
  }

  Measure read_measure(const Value& group) { return measures::read_measure(group, arms_, problems_); }

  Expectation read_expectation(const Value& group) {
    const Node& node = *group.node;
    Expectation expectation;
    expectation.measure = read_measure(group);
    const std::string is = group.text_of("is");
    expectation.is = is == "above"   ? Expectation::Is::above
                     : is == "below" ? Expectation::Is::below
                                     : Expectation::Is::largest;
    expectation.factor = group.number_of("factor", 1);
    const Value* than = group.find("than");
    const Value* limit = group.find("limit");
    if (than) expectation.than = std::make_shared<Measure>(read_measure(*than));
    if (limit) {
      const std::string unit = measures::unit_of(expectation.measure);
      const Spec spec{unit.c_str(), -infinity, infinity, ""};
      if (const auto value = scenario::read_quantity(*limit->node, "limit", spec, problems_))
        expectation.limit = *value;
    }
    const int sides = (than != nullptr) + (limit != nullptr);
    if (is == "largest" ? sides != 0 : sides != 1)
      wrong(node, "a direction needs one other side: `than`, `limit`, or `is: largest`");
    if (is == "largest" && expectation.measure.region.size() != 1) wrong(node, "`largest` needs one region");
    return expectation;
  }

  void read_observation(const Value& group) {
    const Node& node = *group.node;
    Observation observation;
    const int number = static_cast<int>(group.find("row") ? group.find("row")->integer : 0);
    const PublishedRow* row = find_row(number);
    if (!row) {
      wrong(node, fmt::format("`{}` has no row {} in the published table", dataset_.id, number));
      return;
    }
    observation.row = *row;
    if (group.text_of("organ") != row->organ)
      wrong(node, fmt::format("row {} of `{}` is `{}`", number, dataset_.id, row->organ));
    if (!seen_.insert(number).second) wrong(node, fmt::format("row {} is here twice", number));
    observation.what = group.text_of("what");
    if (observation.what.empty())
      observation.what =
          row->time_text.empty() ? row->organ : fmt::format("{}, {} h", row->organ, row->time_text);
    const std::string status = group.text_of("status");
    observation.status = status == "calibrated" ? Status::calibrated
                         : status == "excluded" ? Status::excluded
                                                : Status::predicted;
    observation.sets = group.texts_of("sets");
    for (const auto& path : observation.sets) check_path(*group.find("sets")->node, path);
    observation.in_view = group.texts_of("in_view");
    for (const auto& path : observation.in_view) check_path(*group.find("in_view")->node, path);
    observation.reason = group.text_of("reason");
    observation.discussion = group.text_of("discussion");
    if (const Value* quantity = group.find("quantity"))
      observation.quantity = std::make_shared<Measure>(read_measure(*quantity));
    if (const Value* expect = group.find("expect"))
      for (const Value& item : expect->items) observation.expect.push_back(read_expectation(item));
    read_unit(group, observation);
    check_status(node, observation);
    dataset_.observations.push_back(std::move(observation));
  }

  void read_unit(const Value& group, Observation& observation) {
    observation.unit = group.text_of("unit");
    if (!observation.quantity) return;
    if (const Value* other = group.find("times_row")) {
      const PublishedRow* row = find_row(static_cast<int>(other->integer));
      if (row && row->value)
        observation.reference = *row->value;
      else
        wrong(*other->node, "there is no such row with a value");
      return;  // a count in a unit of its own
    }
    const std::string unit = measures::unit_of(*observation.quantity);
    const Spec spec{unit.c_str(), -infinity, infinity, ""};
    if (const auto scale = scenario::scale_of(observation.unit, spec))
      observation.unit_scale = *scale;
    else
      wrong(*group.node, fmt::format("`{}` is not a unit of the quantity", observation.unit));
  }

  void check_status(const Node& node, const Observation& observation) {
    const bool excluded = observation.status == Status::excluded;
    if (excluded == observation.reason.empty())
      wrong(node, "a row is excluded if, and only if, it has a `reason`");
    if ((observation.status == Status::calibrated) == observation.sets.empty())
      wrong(node, "a row is calibrated if, and only if, it names the parameters it `sets`");
    const int ways = (observation.quantity != nullptr) + !observation.expect.empty();
    if (!excluded && ways != 1)
      wrong(node, "a row is compared by a `quantity` or by what it lets us `expect`");
    if (observation.quantity && !observation.row.value) wrong(node, "the published row has no number");
  }

  const PublishedRow* find_row(int number) const {
    for (const auto& row : published_)
      if (row.dataset == dataset_.id && row.number == number) return &row;
    return nullptr;
  }

  void check_rows(const Node& root) {
    std::string missing;
    for (const auto& row : published_)
      if (row.dataset == dataset_.id && !seen_.contains(row.number))
        missing += fmt::format("{}{} ({})", missing.empty() ? "" : ", ", row.number, row.organ);
    if (!missing.empty()) wrong(root, fmt::format("rows of the published table are missing: {}", missing));
  }

  Dataset& dataset_;
  const std::vector<PublishedRow>& published_;
  const scenario::LoadOptions& options_;
  Problems& problems_;
  std::vector<measures::KnownArm> arms_;  // scenarios, readable or not
  std::set<int> seen_;
};

/// A library file that several scenarios use says its mistakes once.
void drop_repeats(Problems& problems) {
  std::set<std::string> seen;
  std::erase_if(problems,
                [&](const auto& problem) { return !seen.insert(scenario::format(problem)).second; });
}

}  // namespace

const char* name_of(Status status) {
  return status == Status::predicted ? "predicted" : status == Status::calibrated ? "calibrated" : "excluded";
}

Dataset read_dataset(const fs::path& file, const std::vector<PublishedRow>& published,
                     const scenario::LoadOptions& options) {
  Dataset dataset;
  dataset.file = file;
  Problems problems;
  if (auto source = scenario::read_source(file, file.string(), problems))
    if (const auto document = scenario::parse_document(std::move(*source), problems))
      Reader(dataset, published, options, problems).read(document->root);
  drop_repeats(problems);
  if (!problems.empty()) throw scenario::InputError(problems);
  return dataset;
}

std::vector<Dataset> read_datasets(const fs::path& folder, const std::vector<PublishedRow>& published,
                                   const scenario::LoadOptions& options) {
  Problems problems;
  std::vector<std::string> ids;
  for (const auto& row : published)
    if (ids.empty() || std::find(ids.begin(), ids.end(), row.dataset) == ids.end())
      ids.push_back(row.dataset);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string id = entry.path().stem().string();
    if (entry.path().extension() == ".yaml" && std::find(ids.begin(), ids.end(), id) == ids.end())
      problems.push_back({{entry.path().string(), 0, 0},
                          fmt::format("no row of the published table belongs to `{}`", id),
                          "",
                          scenario::suggest(id, ids),
                          ""});
  }
  std::vector<Dataset> datasets;
  for (const auto& id : ids) {
    try {
      datasets.push_back(read_dataset(folder / (id + ".yaml"), published, options));
    } catch (const scenario::InputError& mistakes) {
      problems.insert(problems.end(), mistakes.diagnostics.begin(), mistakes.diagnostics.end());
    }
  }
  drop_repeats(problems);
  if (!problems.empty()) throw scenario::InputError(problems);
  return datasets;
}

}  // namespace cellroute::validation
