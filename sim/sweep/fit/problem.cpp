// Reading a fit file.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/sweep/closures.hpp"
#include "sim/sweep/fit/data.hpp"
#include "sim/sweep/fit/fit.hpp"
#include "sim/sweep/fit/keys.hpp"
#include "sim/sweep/input_file.hpp"
#include "sim/sweep/row.hpp"

namespace cellroute::sweep {
namespace {

using scenario::Node;
using Problems = std::vector<scenario::Diagnostic>;
using Kind = Node::Kind;

class FitReader {
 public:
  FitReader(const std::filesystem::path& file, const PlanOptions& options, FitProblem& problem,
            Problems& problems)
      : file_(file), options_(options), problem_(problem), problems_(problems) {}

  void read(const Node& root) {
    const scenario::Value keys = scenario::read_group(root, fit_keys(), problems_);
    if (const auto* starts = keys.find("starts")) problem_.starts = static_cast<std::size_t>(starts->integer);
    if (const auto* confidence = keys.find("confidence")) problem_.confidence = confidence->number;
    if (const auto* deviation = keys.find("deviation")) problem_.known_deviation = deviation->text == "known";
    if (!root.find("scenario") || !root.find("metrics")) return;
    const auto before = problems_.size();
    try {
      problem_.plan = read_plan(sweep_part(root), file_, options_);
    } catch (const scenario::InputError& error) {
      problems_.insert(problems_.end(), error.diagnostics.begin(), error.diagnostics.end());
    }
    if (const Node* parameters = root.find("parameters")) read_parameters(*parameters);
    if (problems_.size() > before) return;
    std::vector<const Target*> varied;
    for (const Target& target : problem_.parameters) varied.push_back(&target);
    if (const Target* target = breaks_closure(problem_.plan, varied))
      return wrong(*root.find("parameters"),
                   fmt::format("`{}` cannot vary with `closure: lobule`", target->path), closure_hint);
    if (const auto* fixed = keys.find("fixed")) fix(*fixed);
    if (const auto* data = keys.find("data")) read_table(*data, keys.find("leave_out"));
  }

 private:
  void wrong(const Node& node, std::string problem, std::string hint = {}) {
    problems_.push_back(node.mistake(std::move(problem), "", std::move(hint)));
  }

  /// The part of the file that is a sweep: the arms are its cases.
  static Node sweep_part(const Node& root) {
    Node keys = root;
    keys.members.clear();
    for (const auto& member : root.members) {
      const std::string& key = member.key.text;
      if (key == "title" || key == "scenario" || key == "metrics" || key == "seed")
        keys.members.push_back(member);
      if (key != "arms") continue;
      scenario::Member axes = member, cases = member;
      axes.key.text = "axes";
      cases.key.text = "case";
      axes.value.kind = Kind::mapping;
      axes.value.members = {cases};
      keys.members.push_back(std::move(axes));
    }
    return keys;
  }

  void read_parameters(const Node& node) {
    if (node.kind != Kind::mapping || node.members.empty())
      return wrong(node, "`parameters` must be a mapping from paths to ranges",
                   "write `parameters: {product.loss.trapped: {log_range: [1e-7 1/s, 1e-4 1/s]}}`");
    static const std::vector<std::string> known{"range", "log_range"};
    for (const auto& [path, range] : node.members) {
      const Target* target = find_target(path, path.text, problems_);
      if (!target) continue;
      const Node* straight = range.kind == Kind::mapping ? range.find("range") : nullptr;
      const Node* log = range.kind == Kind::mapping ? range.find("log_range") : nullptr;
      const Node* ends = straight ? straight : log;
      if (range.kind == Kind::mapping)
        for (const auto& member : range.members)
          if (member.key.text != "range" && member.key.text != "log_range")
            wrong(member.key, fmt::format("unknown key `{}` of a range", member.key.text),
                  scenario::suggest(member.key.text, known));
      if (!ends || (straight && log) || ends->kind != Kind::list || ends->items.size() != 2) {
        wrong(range, fmt::format("`{}` needs a range", path.text),
              "write `{range: [low, high]}` or `{log_range: [low, high]}`");
        continue;
      }
      const auto low = scenario::read_quantity(ends->items[0], path.text, target->spec, problems_);
      const auto high = scenario::read_quantity(ends->items[1], path.text, target->spec, problems_);
      if (!low || !high) continue;
      if (!(*low < *high)) {
        wrong(*ends, "the range does not ascend", "write `[low, high]`");
        continue;
      }
      if (log && *low <= 0) {
        wrong(*ends, "a logarithmic range must begin above 0");
        continue;
      }
      problem_.parameters.push_back(*target);
      problem_.bounds.push_back({*low, *high, log != nullptr});
    }
  }

  void fix(const scenario::Value& fixed) {
    for (const auto& item : fixed.items)
      for (const Target& target : targets())
        if (target.path == item.key) {
          for (const Target& free : problem_.parameters)
            if (free.path == target.path)
              wrong(*item.node, fmt::format("`{}` is estimated and fixed", target.path));
          if (breaks_closure(problem_.plan, {&target}))
            wrong(*item.node, fmt::format("`{}` cannot be fixed here with `closure: lobule`", target.path),
                  "write it in the scenario's `set`");
          for (Template& arm : problem_.plan.templates) {
            BodyCase held = arm.scenario.body;
            target.set(held, item.number);
            if (target.path != "regimen.cells") follow_body_mass(arm, held);
            arm.scenario.body = std::move(held);
          }
        }
  }

  void read_table(const scenario::Value& data, const scenario::Value* leave_out) {
    const auto path = file_.parent_path() / data.text;
    std::vector<std::string> arms{""}, metrics;
    if (!problem_.plan.axes.empty()) arms = problem_.plan.axes.front().labels;
    for (const auto& metric : problem_.plan.metrics) metrics.push_back(metric.name);
    std::set<std::string> datasets;
    const auto lines = read_data(path, problems_);
    for (const DataLine& line : lines) {
      const auto at = [&](std::string text, std::string hint = {}) {
        problems_.push_back({{path.string(), line.line, 1}, std::move(text), "", std::move(hint), ""});
      };
      datasets.insert(line.dataset);
      Datum datum;
      datum.dataset = line.dataset;
      datum.line = line.line;
      const auto arm = std::find(arms.begin(), arms.end(), line.arm);
      if (arm == arms.end()) {
        at(fmt::format("there is no arm `{}`", line.arm), scenario::suggest(line.arm, arms));
        continue;
      }
      datum.arm = static_cast<std::size_t>(arm - arms.begin());
      const auto metric = std::find(metrics.begin(), metrics.end(), line.metric);
      if (metric == metrics.end()) {
        at(fmt::format("there is no metric `{}`", line.metric), scenario::suggest(line.metric, metrics));
        continue;
      }
      datum.metric = static_cast<std::size_t>(metric - metrics.begin());
      if (line.unit.empty()) {
        at("`unit` is missing", "write the unit of value and sd: `%`, `d`, ..., or `1` for a plain ratio");
        continue;
      }
      const std::string unit = si_unit(problem_.plan.metrics[datum.metric]);
      const Spec spec{unit.c_str(), -infinity, infinity, "A measurement."};
      const auto number = [&](const char* what, const std::string& text) -> std::optional<double> {
        scenario::Finding finding;
        const auto parsed = scenario::parse_number(text, finding);
        const auto si = parsed ? scenario::convert(what, *parsed, line.unit, spec, finding) : std::nullopt;
        if (!si) at(fmt::format("{}: {}", what, finding.problem), finding.hint);
        return si;
      };
      const auto value = number("value", line.value), sd = number("sd", line.sd);
      if (!value || !sd) continue;
      if (*sd <= 0) {
        at("`sd` must be above 0",
           "a value without a spread has no weight: estimate its spread, or leave it out");
        continue;
      }
      datum.value = *value;
      datum.sd = *sd;
      problem_.data.push_back(std::move(datum));
    }
    if (leave_out)
      for (const auto& item : leave_out->items) {
        if (!datasets.contains(item.text))
          wrong(*item.node, fmt::format("the table has no dataset `{}`", item.text),
                scenario::suggest(item.text, std::vector<std::string>(datasets.begin(), datasets.end())));
        for (Datum& datum : problem_.data)
          if (datum.dataset == item.text) datum.fitted = false;
      }
    const auto fitted = static_cast<std::size_t>(std::count_if(
        problem_.data.begin(), problem_.data.end(), [](const Datum& datum) { return datum.fitted; }));
    if (problems_.empty() && fitted < problem_.parameters.size())
      wrong(*data.node, fmt::format("{} data cannot tell {} parameters", fitted, problem_.parameters.size()),
            "estimate fewer parameters, or add data");
  }

  const std::filesystem::path& file_;
  const PlanOptions& options_;
  FitProblem& problem_;
  Problems& problems_;
};

}  // namespace

FitProblem load_fit(const std::filesystem::path& file, const PlanOptions& options) {
  FitProblem problem;
  Problems problems;
  const auto input = read_input(file, "a fit file", problems);
  if (input) FitReader(file, options, problem, problems).read(input->root());
  if (!problems.empty()) throw scenario::InputError(std::move(problems));
  problem.plan.documents.push_back(input->document);
  problem.plan.text = input->text;
  return problem;
}

}  // namespace cellroute::sweep
