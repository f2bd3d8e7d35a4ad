// Reading a sweep file: the scenario it varies, its grid, its sample, its metrics.
#include "sim/sweep/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/measures/operators.hpp"
#include "sim/scenario/fingerprint.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/sweep/axis.hpp"
#include "sim/sweep/closures.hpp"
#include "sim/sweep/input_file.hpp"
#include "sim/sweep/keys.hpp"
#include "sim/sweep/metric_list.hpp"
#include "sim/sweep/sample.hpp"

namespace cellroute::sweep {
namespace {

namespace fs = std::filesystem;
using scenario::Node;
using Problems = std::vector<scenario::Diagnostic>;

constexpr std::size_t most_templates = 4096;
constexpr double most_design_bytes = 4e9;

class PlanReader {
 public:
  PlanReader(Plan& plan, const PlanOptions& options, Problems& problems)
      : plan_(plan), options_(options), problems_(problems) {}

  void read(const Node& root) {
    const scenario::Value keys = scenario::read_group(root, sweep_keys(), problems_);
    plan_.title = keys.find("title") ? keys.find("title")->text : plan_.file.stem().string();
    if (const auto* seed = keys.find("seed")) plan_.seed = static_cast<std::uint64_t>(seed->integer);
    std::vector<ReadAxis> axes;
    if (const auto* given = keys.find("axes")) axes = read_axes(*given->node, problems_);
    for (const ReadAxis& one : axes) plan_.axes.push_back(one.axis);
    if (const auto* given = keys.find("scenario")) read_templates(*given->node, axes);
    if (const auto* given = keys.find("metrics")) read_metrics(*given->node);
    if (const auto* given = keys.find("sample")) {
      plan_.sample = read_sample(*given, plan_.axes, plan_.templates, problems_);
    }
    if (problems_.empty()) check_size(root);
    if (problems_.empty() && !plan_.sample.factors.empty())
      plan_.points = unit_points(plan_.sample, plan_.seed);
    if (problems_.empty()) check_overrides();
    if (problems_.empty()) check_closures(root);
  }

 private:
  void wrong(const Node& node, std::string problem, std::string hint = {}) {
    problems_.push_back(node.mistake(std::move(problem), "", std::move(hint)));
  }

  /// The keys of the scenario that is varied, and the file its relative paths belong to.
  const Node* base_keys(const Node& given, fs::path& file) {
    file = plan_.file;
    if (given.kind == Node::Kind::mapping) return &given;
    if (given.kind != Node::Kind::text) {
      wrong(given, "`scenario` must be a path, or a mapping of scenario keys");
      return nullptr;
    }
    file = plan_.file.parent_path() / given.text;
    std::error_code unreadable;
    if (!fs::exists(file, unreadable)) {
      wrong(given, fmt::format("there is no scenario file `{}`", given.text),
            fmt::format("looked at {}; paths start at the folder of this file", file.string()));
      return nullptr;
    }
    const auto input = read_input(file, "a scenario", problems_);
    if (!input) return nullptr;
    plan_.documents.push_back(input->document);
    plan_.scenario_file = given.text;
    plan_.scenario_text = input->text;
    return &input->root();
  }

  void read_templates(const Node& given, const std::vector<ReadAxis>& axes) {
    fs::path file;
    const Node* base = base_keys(given, file);
    if (!base) return;
    std::size_t count = 1;
    for (const ReadAxis& axis : axes)
      if (!axis.axis.target && count <= most_templates) count *= axis.overlays.size();
    if (count > most_templates)
      return wrong(given, fmt::format("the axes of words have {} combinations; {} is the most", count,
                                      most_templates));
    std::vector<std::string> said;  // mistakes of the scenario itself come back in every cell
    for (std::size_t cell = 0; cell < count; ++cell) {
      Node keys = *base;
      std::size_t rest = cell;
      std::vector<const Overlay*> overlays;
      for (std::size_t a = axes.size(); a-- > 0;) {
        if (axes[a].axis.target) continue;
        overlays.push_back(&axes[a].overlays[rest % axes[a].overlays.size()]);
        rest /= axes[a].overlays.size();
      }
      for (auto overlay = overlays.rbegin(); overlay != overlays.rend(); ++overlay)
        keys = laid_over(std::move(keys), **overlay);
      try {
        scenario::LoadOptions load;
        load.library = options_.library;
        load.overrides = options_.overrides;
        Template one{scenario::load_part(keys, file, load), std::move(keys), {}, {}};
        one.cells_per_kg = doses_per_kg(one.keys);
        for (const auto& note : one.scenario.notes)
          if (std::find(plan_.notes.begin(), plan_.notes.end(), note) == plan_.notes.end())
            plan_.notes.push_back(note);
        plan_.templates.push_back(std::move(one));
      } catch (const scenario::InputError& error) {
        for (const auto& problem : error.diagnostics)
          if (const std::string text = scenario::format(problem);
              std::find(said.begin(), said.end(), text) == said.end()) {
            said.push_back(text);
            problems_.push_back(problem);
          }
      }
    }
    if (!said.empty()) plan_.templates.clear();
  }

  /// Metrics may need output times that the scenario does not have; every cell gets them.
  void read_metrics(const Node& given) {
    if (plan_.templates.empty()) return;
    double horizon = infinity;
    for (const Template& one : plan_.templates) horizon = std::min(horizon, one.scenario.body.horizon);
    const auto has_lobule = [](const Template& one) { return one.scenario.lobule.has_value(); };
    const bool lobule = std::all_of(plan_.templates.begin(), plan_.templates.end(), has_lobule);
    plan_.metrics =
        read_metric_list(given, plan_.templates.front().scenario.library, horizon, lobule, problems_);
    const auto reads_it = [](const measures::Metric& one) { return measures::needs_lobule(one.measure); };
    if (std::any_of(plan_.templates.begin(), plan_.templates.end(), has_lobule) &&
        std::none_of(plan_.metrics.begin(), plan_.metrics.end(), reads_it))
      plan_.notes.push_back(
          "no metric reads the lobules that `levels: [body, lobule]` resolves for every row");
    const std::vector<double> needed = times_of(plan_.metrics);
    for (Template& one : plan_.templates) {
      auto& times = one.scenario.body.output_times;
      for (const double time : needed)
        if (std::find(times.begin(), times.end(), time) == times.end()) times.push_back(time);
      std::sort(times.begin(), times.end());
    }
  }

  /// The doses that are written per body mass.
  static std::vector<double> doses_per_kg(const Node& keys) {
    const Spec per_kg{"cell/kg", 0, infinity, ""};
    std::vector<double> doses;
    if (const Node* regimen = keys.find("regimen"))
      for (const Node& infusion : regimen->items) {
        const Node* cells = infusion.find("cells");
        scenario::Finding other;
        const auto dose =
            cells ? scenario::parse_quantity("cells", cells->text, per_kg, other) : std::nullopt;
        doses.push_back(dose.value_or(unset));
      }
    return doses;
  }

  /// A table of the resolved lobule holds for the parameters it was made for.
  void check_closures(const Node& root) {
    std::vector<const Target*> varied;
    for (const Axis& axis : plan_.axes)
      if (axis.target) varied.push_back(&*axis.target);
    for (const Factor& factor : plan_.sample.factors) varied.push_back(&factor.target);
    if (const Target* target = breaks_closure(plan_, varied))
      wrong(root, fmt::format("`{}` cannot vary with `closure: lobule`", target->path), closure_hint);
  }

  void check_size(const Node& root) {
    double rows = static_cast<double>(plan_.sample.replicates) * static_cast<double>(plan_.sample.points());
    for (const Axis& axis : plan_.axes) rows *= static_cast<double>(axis.labels.size());
    if (rows > 1e12) return wrong(root, fmt::format("this design has {:.3g} rows", rows), "1e12 is the most");
    if (const double bytes = design_bytes(plan_.sample); bytes > most_design_bytes)
      wrong(root,
            fmt::format("{} replicates of this design take {:.2g} GB of memory", plan_.sample.replicates,
                        bytes / 1e9),
            "take fewer replicates of more points");
  }

  /// What varies cannot be set as well.
  void check_overrides() {
    for (const auto& override : plan_.overrides) {
      const auto equals = override.find('=');
      const auto path = override.substr(0, override.find_last_not_of(' ', equals - 1) + 1);
      const auto refuse = [&](const char* how) {
        problems_.push_back({{"--set", 0, 0},
                             fmt::format("`{}` is {} in {}", path, how, plan_.file.string()),
                             "",
                             "leave it out of one of the two",
                             ""});
      };
      for (const Axis& axis : plan_.axes)
        if (axis.name == path) refuse("an axis");
      for (const Factor& factor : plan_.sample.factors)
        if (factor.target.path == path) refuse("sampled");
    }
  }

  Plan& plan_;
  const PlanOptions& options_;
  Problems& problems_;
};

/// Everything that decides a number of the table, in the order of declaration.
std::string canonical_plan(const Plan& plan) {
  std::string text = fmt::format("sweep=1\nseed={}\n", plan.seed);
  for (const Axis& axis : plan.axes) {
    text += fmt::format("axis={}\n", axis.name);
    for (const auto& label : axis.labels) text += fmt::format("  {}\n", label);
    for (const double value : axis.values) text += fmt::format("  {}\n", value);
  }
  const Sample& sample = plan.sample;
  text += fmt::format("design={} {} {}\n", static_cast<int>(sample.design), sample.size, sample.replicates);
  for (const int group : sample.groups) text += fmt::format("group={}\n", group);
  for (const Factor& factor : sample.factors) text += fmt::format("factor={}\n", factor.target.path);
  if (sample.copula) {
    std::vector<double> u(sample.factors.size());
    for (std::size_t f = 0; f < u.size(); ++f) u[f] = 0.5 + 0.3 / static_cast<double>(f + 1);
    sample.copula->apply(u);
    for (const double x : u) text += fmt::format("copula={}\n", x);
  }
  for (const Template& one : plan.templates) {
    text += scenario::canonical_text(one.scenario, "");
    for (const auto& spread : one.spread) {
      text += fmt::format("spread={} {} {} {} {}", static_cast<int>(spread.kind), spread.a, spread.b,
                          spread.min, spread.max);
      for (const double value : spread.values) text += fmt::format(" {}", value);
      text += "\n";
    }
  }
  for (const auto& metric : plan.metrics)
    text += fmt::format("metric={} {}\n", metric.name, canonical(metric.measure));
  return text;
}

}  // namespace

int Sample::group_count() const {
  return groups.empty() ? static_cast<int>(factors.size())
                        : 1 + *std::max_element(groups.begin(), groups.end());
}

std::size_t Sample::points() const {
  if (design == Design::morris) return size * (factors.size() + 1);
  if (design == Design::saltelli) return size * (static_cast<std::size_t>(group_count()) + 2);
  return size;
}

std::size_t Plan::cells() const {
  std::size_t count = 1;
  for (const Axis& axis : axes) count *= axis.labels.size();
  return count;
}

Plan read_plan(const Node& root, const fs::path& file, const PlanOptions& options) {
  Plan plan;
  plan.file = file;
  plan.overrides = options.overrides;
  Problems problems;
  PlanReader(plan, options, problems).read(root);
  if (!problems.empty()) throw scenario::InputError(std::move(problems));
  identify(plan);
  return plan;
}

void identify(Plan& plan) { plan.fingerprint = scenario::fingerprint_of_text(canonical_plan(plan)); }

bool is_sweep_file(const fs::path& file) {
  Problems ignored;
  const auto input = read_input(file, "a sweep", ignored);
  if (!input) return false;
  const Node& root = input->root();
  return root.find("scenario") && !root.find("kind") && !root.find("claims") && !root.find("data");
}

Plan load_plan(const fs::path& file, const PlanOptions& options) {
  Plan plan;
  plan.file = file;
  plan.overrides = options.overrides;
  Problems problems;
  if (const auto input = read_input(file, "a sweep", problems)) {
    plan.text = input->text;
    plan.documents.push_back(input->document);
    PlanReader(plan, options, problems).read(input->root());
  }
  if (!problems.empty()) throw scenario::InputError(std::move(problems));
  identify(plan);
  return plan;
}

}  // namespace cellroute::sweep
