// Reading dataset files against the published table; every mistake in one pass.
#include "sim/validation/dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

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

std::string text_of(const Value& group, std::string_view key) {
  const Value* value = group.find(key);
  return value ? value->text : "";
}

std::vector<std::string> texts_of(const Value& group, std::string_view key) {
  std::vector<std::string> texts;
  if (const Value* value = group.find(key))
    for (const Value& item : value->items) texts.push_back(item.text);
  return texts;
}

double number_of(const Value& group, std::string_view key, double otherwise) {
  const Value* value = group.find(key);
  return value ? value->number : otherwise;
}

/// Reads one file; holds what the readers of its parts share.
class Reader {
 public:
  Reader(Dataset& dataset, const std::vector<PublishedRow>& published, const scenario::LoadOptions& options,
         Problems& problems)
      : dataset_(dataset), published_(published), options_(options), problems_(problems) {}

  void read(const Node& root) {
    const Value keys = scenario::read_group(root, dataset_keys(), problems_);
    dataset_.id = text_of(keys, "dataset");
    dataset_.about = text_of(keys, "about");
    dataset_.cited_as = texts_of(keys, "cited_as");
    dataset_.cited_as.push_back(dataset_.id);
    dataset_.inputs = texts_of(keys, "inputs");
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
      names_.push_back(key.text);
      Node merged = value;
      if (merged.kind == Node::Kind::empty) merged.kind = Node::Kind::mapping;
      if (common)
        for (const auto& member : common->members)
          if (!merged.find(member.key.text)) merged.members.push_back(member);
      try {
        dataset_.scenarios.push_back({key.text, scenario::load_part(merged, dataset_.file, options_)});
      } catch (const scenario::InputError& error) {
        problems_.insert(problems_.end(), error.diagnostics.begin(), error.diagnostics.end());
      }
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

  Measure read_measure(const Value& group, const Node& node) {
    Measure measure;
    measure.what = text_of(group, "measure");
    measure.arm = text_of(group, "arm");
    if (measure.arm.empty() && names_.size() == 1) measure.arm = names_.front();
    measure.region = texts_of(group, "region");
    if (const auto except = texts_of(group, "except"); !except.empty())
      for (const auto name : regions().first(organ_regions))
        if (std::find(except.begin(), except.end(), name) == except.end()) measure.region.emplace_back(name);
    measure.share_of = texts_of(group, "share_of");
    if (const Value* time = group.find("time")) measure.time = time->number;
    if (const Value* since = group.find("since")) measure.since = since->number;
    measure.path = text_of(group, "path");
    measure.background = number_of(group, "background", 0);
    measure.unattributed = number_of(group, "unattributed", 0);
    if (const Value* other = group.find("relative_to"))
      measure.relative_to = std::make_shared<Measure>(read_measure(*other, *other->node));
    check_measure(measure, node);
    return measure;
  }

  void check_measure(const Measure& measure, const Node& node) {
    const Operator* one = find_operator(measure.what);
    if (!one) return;  // already reported
    if (one->needs_region && measure.region.empty())
      wrong(node, fmt::format("`{}` needs a region", measure.what));
    if (one->needs_time && !measure.time) wrong(node, fmt::format("`{}` needs a time", measure.what));
    if (one->needs_path) {
      if (measure.path.empty())
        wrong(node, fmt::format("`{}` needs a path", measure.what));
      else
        check_path(node, measure.path);
    }
    if (std::find(names_.begin(), names_.end(), measure.arm) == names_.end())
      wrong(node, measure.arm.empty() ? "name the scenario this is measured in as `arm`"
                                      : fmt::format("there is no scenario `{}` here", measure.arm));
    const auto arm = std::find_if(dataset_.scenarios.begin(), dataset_.scenarios.end(),
                                  [&](const Named& named) { return named.name == measure.arm; });
    if (arm == dataset_.scenarios.end()) return;  // it does not exist, or its own mistakes are reported
    const auto& times = arm->scenario.body.output_times;
    for (const auto& time : {measure.time, measure.since})
      if (time && std::none_of(times.begin(), times.end(),
                               [&](double t) { return std::abs(t - *time) <= 1e-6 * std::max(1.0, t); }))
        wrong(node, "the time is not an output time of its scenario");
  }

  /// The SI unit in which a measure is compared.
  static std::string unit_of(const Measure& measure) {
    if (measure.relative_to) return "1";
    const Operator* one = find_operator(measure.what);
    std::string unit = one ? std::string(one->unit) : "1";
    if (one && one->needs_path)
      for (const auto& info : scenario::parameters_of(scenario::parameter_tree()))
        if (info.path == measure.path) unit = info.spec.unit;
    return unit;
  }

  Expectation read_expectation(const Value& group) {
    const Node& node = *group.node;
    Expectation expectation;
    expectation.measure = read_measure(group, node);
    const std::string is = text_of(group, "is");
    expectation.is = is == "above"   ? Expectation::Is::above
                     : is == "below" ? Expectation::Is::below
                                     : Expectation::Is::largest;
    expectation.factor = number_of(group, "factor", 1);
    const Value* than = group.find("than");
    const Value* limit = group.find("limit");
    if (than) expectation.than = std::make_shared<Measure>(read_measure(*than, *than->node));
    if (limit) {
      const std::string unit = unit_of(expectation.measure);
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
    if (text_of(group, "organ") != row->organ)
      wrong(node, fmt::format("row {} of `{}` is `{}`", number, dataset_.id, row->organ));
    if (!seen_.insert(number).second) wrong(node, fmt::format("row {} is here twice", number));
    observation.what = text_of(group, "what");
    if (observation.what.empty())
      observation.what =
          row->time_text.empty() ? row->organ : fmt::format("{}, {} h", row->organ, row->time_text);
    const std::string status = text_of(group, "status");
    observation.status = status == "calibrated" ? Status::calibrated
                         : status == "excluded" ? Status::excluded
                                                : Status::predicted;
    observation.sets = texts_of(group, "sets");
    for (const auto& path : observation.sets) check_path(*group.find("sets")->node, path);
    observation.in_view = texts_of(group, "in_view");
    for (const auto& path : observation.in_view) check_path(*group.find("in_view")->node, path);
    observation.reason = text_of(group, "reason");
    observation.discussion = text_of(group, "discussion");
    if (const Value* quantity = group.find("quantity"))
      observation.quantity = std::make_shared<Measure>(read_measure(*quantity, *quantity->node));
    if (const Value* expect = group.find("expect"))
      for (const Value& item : expect->items) observation.expect.push_back(read_expectation(item));
    read_unit(group, observation);
    check_status(node, observation);
    dataset_.observations.push_back(std::move(observation));
  }

  void read_unit(const Value& group, Observation& observation) {
    observation.unit = text_of(group, "unit");
    if (!observation.quantity) return;
    if (const Value* other = group.find("times_row")) {
      const PublishedRow* row = find_row(static_cast<int>(other->integer));
      if (row && row->value)
        observation.reference = *row->value;
      else
        wrong(*other->node, "there is no such row with a value");
      return;  // a count in a unit of its own
    }
    const std::string unit = unit_of(*observation.quantity);
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
  std::vector<std::string> names_;  // of scenarios, readable or not
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
