// Reading a safe-dose file.
#include <fmt/format.h>

#include "sim/results/format.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/sweep/dose/keys.hpp"
#include "sim/sweep/dose/safe_dose.hpp"
#include "sim/sweep/input_file.hpp"

namespace cellroute::sweep {
namespace {

using scenario::Node;
using Problems = std::vector<scenario::Diagnostic>;

/// The part of the file that is a sweep.
Node sweep_part(const Node& root) {
  Node keys = root;
  keys.members.clear();
  for (const auto& member : root.members) {
    const std::string& key = member.key.text;
    if (key == "title" || key == "scenario" || key == "axes" || key == "sample" || key == "seed")
      keys.members.push_back(member);
    if (key != "metric") continue;
    scenario::Member metrics = member;
    metrics.key.text = "metrics";
    metrics.value = member.value;
    metrics.value.kind = Node::Kind::list;
    metrics.value.items = {member.value};
    keys.members.push_back(std::move(metrics));
  }
  return keys;
}

void read(const Node& root, const PlanOptions& options, DoseQuestion& question, Problems& problems) {
  const scenario::Value keys = scenario::read_group(root, dose_keys(), problems);
  if (const auto* source = keys.find("source")) question.source = source->text;
  if (const auto* patients = keys.find("patients")) question.patients = patients->number;
  if (const auto* dose = keys.find("dose")) {
    if (dose->items.size() != 2)
      problems.push_back(dose->node->mistake("`dose` must be two quantities", "", "write `[1e6, 1e10]`"));
    else if (dose->items[0].number >= dose->items[1].number)
      problems.push_back(dose->node->mistake("`dose` does not ascend", "", "write `[lowest, highest]`"));
    else
      question.lowest = dose->items[0].number, question.highest = dose->items[1].number;
  }
  if (const auto* durations = keys.find("over"))
    for (const auto& item : durations->items) question.durations.push_back(item.number);
  if (!root.find("scenario") || !root.find("sample") || !root.find("metric")) return;
  try {
    question.plan = read_plan(sweep_part(root), question.plan.file, options);
  } catch (const scenario::InputError& error) {
    for (const auto& problem : error.diagnostics) {
      const auto same = [&](const scenario::Diagnostic& said) {
        return said.problem == problem.problem && said.place.line == problem.place.line;
      };
      if (std::none_of(problems.begin(), problems.end(), same)) problems.push_back(problem);
    }
    return;
  }
  for (const Axis& axis : question.plan.axes)
    if (axis.target)
      problems.push_back(root.find("axes")->mistake(fmt::format("the axis `{}` is one of numbers", axis.name),
                                                    "the dose is varied here, the rest is sampled",
                                                    "sample it, or write a file for each of its values"));
  const Design design = question.plan.sample.design;
  if (design == Design::morris || design == Design::saltelli)
    problems.push_back(root.find("sample")->mistake("patients must be a plain sample", "",
                                                    "take `latin_hypercube` or `sobol`"));
  for (const Factor& factor : question.plan.sample.factors)
    if (factor.target.path == "regimen.cells" || factor.target.path == "regimen.over")
      problems.push_back(
          root.find("sample")->mistake(fmt::format("`{}` is varied here, not sampled", factor.target.path)));
  const std::string unit = si_unit(question.plan.metrics.front());
  const Spec spec{unit.c_str(), -infinity, infinity, "The stop rule."};
  if (const Node* limit = root.find("limit"))
    question.limit = scenario::read_quantity(*limit, "limit", spec, problems).value_or(0);
  for (const double duration : question.durations)
    for (const Template& cell : question.plan.templates)
      for (const Infusion& infusion : cell.scenario.body.regimen)
        if (infusion.start + duration > cell.scenario.body.horizon) {
          problems.push_back(root.find("over")->mistake(
              fmt::format("an infusion over {} would end after the horizon", results::duration(duration))));
          return;
        }
}

}  // namespace

DoseQuestion load_dose_question(const std::filesystem::path& file, const PlanOptions& options) {
  DoseQuestion question;
  question.plan.file = file;
  Problems problems;
  const auto input = read_input(file, "a safe-dose file", problems);
  if (input) read(input->root(), options, question, problems);
  if (!problems.empty()) throw scenario::InputError(std::move(problems));
  question.plan.documents.push_back(input->document);
  question.plan.text = input->text;
  return question;
}

}  // namespace cellroute::sweep
