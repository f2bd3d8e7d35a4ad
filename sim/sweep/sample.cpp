#include "sim/sweep/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/levels/reads.hpp"
#include "sim/numerics/statistics/sobol_sequence.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/nearest.hpp"

namespace cellroute::sweep {
namespace {

using numerics::Distribution;
using scenario::Member;
using scenario::Node;
using Kind = Node::Kind;
using Problems = std::vector<scenario::Diagnostic>;

constexpr double decades = 10;  // a range that spans more is uniform in the logarithm
constexpr const char* own_source = "the sweep file";

Distribution constant(double value) {
  Distribution one;
  one.kind = Distribution::Kind::choice;
  one.values = {value};
  return one;
}

/// A factor before the templates say how the library spreads it.
struct Wanted {
  Target target;
  const Node* node = nullptr;
  std::optional<Distribution> given;
};

class SampleReader {
 public:
  SampleReader(const scenario::Value& keys, const std::vector<Axis>& axes, std::vector<Template>& templates,
               Problems& problems)
      : keys_(keys), axes_(axes), templates_(templates), problems_(problems) {}

  Sample read() {
    static constexpr const char* designs[] = {"latin_hypercube", "sobol", "morris", "saltelli"};
    const scenario::Value* design = keys_.find("design");
    for (int i = 0; design && i < 4; ++i)
      if (design->text == designs[i]) sample_.design = static_cast<Design>(i + 1);
    if (const auto* size = keys_.find("size")) sample_.size = static_cast<std::size_t>(size->integer);
    if (const auto* replicates = keys_.find("replicates"))
      sample_.replicates = static_cast<std::size_t>(replicates->integer);
    if (templates_.empty()) return sample_;
    read_parameters();
    leave_out();
    order();
    if (wanted_.empty() && !gave_up_)
      wrong(*keys_.node, "nothing is sampled: no parameter with a spread is left",
            "name parameters, or give them a spread");
    spread();
    if (sample_.design == Design::sobol || sample_.design == Design::saltelli) {
      const auto needed = sample_.factors.size() * (sample_.design == Design::saltelli ? 2 : 1);
      if (needed > static_cast<std::size_t>(numerics::SobolSequence::max_dimensions()))
        wrong(*keys_.node, fmt::format("{} parameters are too many for this design", sample_.factors.size()));
    }
    read_pairs();
    return std::move(sample_);
  }

 private:
  void wrong(const Node& node, std::string problem, std::string hint = {}) {
    problems_.push_back(node.mistake(std::move(problem), "", std::move(hint)));
    gave_up_ = true;
  }

  bool on_axis(const Target& target) const {
    return std::any_of(axes_.begin(), axes_.end(),
                       [&](const Axis& axis) { return axis.target && axis.target->path == target.path; });
  }

  void add(const Target& target, const Node& node, std::optional<Distribution> given, bool by_name) {
    if (on_axis(target)) {
      if (by_name)
        wrong(node, fmt::format("`{}` is sampled and an axis", target.path), "leave one of the two out");
      return;
    }
    const auto same = [&](const Wanted& earlier) { return earlier.target.path == target.path; };
    if (const auto there = std::find_if(wanted_.begin(), wanted_.end(), same); there != wanted_.end()) {
      if (by_name && there->given && given) wrong(node, fmt::format("`{}` is named twice", target.path));
      return;
    }
    wanted_.push_back({target, &node, std::move(given)});
  }

  /// Whether some template's levels read it.
  bool is_read(const Target& target) const {
    return std::any_of(templates_.begin(), templates_.end(),
                       [&](const Template& one) { return levels::reads(one.scenario, target.path); });
  }

  /// Whether some template has a spread for it, of an assumption if that is asked for.
  bool has_spread(const Target& target, bool assumed) const {
    for (const Template& one : templates_)
      for (const auto& value : one.scenario.values)
        if (value.path == target.path && library_spread(value, target.spec) &&
            (!assumed || value.source.find("assumption") != std::string::npos))
          return true;
    return false;
  }

  void read_parameters() {
    const Node* node = keys_.find("parameters") ? keys_.find("parameters")->node : keys_.node;
    const bool given = keys_.find("parameters") != nullptr;
    if (!given || node->kind == Kind::text) {
      const std::string text = given ? node->text : "uncertain";
      const std::vector<std::string> known{"uncertain", "assumptions"};
      if (text != known[0] && text != known[1])
        return wrong(*node, fmt::format("unknown choice of parameters `{}`", text),
                     scenario::suggest(text, known));
      for (const Target& target : targets())
        if (is_read(target) && has_spread(target, text == known[1])) add(target, *node, {}, false);
    } else if (node->kind == Kind::list) {
      for (const Node& item : node->items) read_path(item);
    } else if (node->kind == Kind::mapping) {
      for (const auto& [path, spread] : node->members) read_spread(path, spread);
    } else {
      wrong(*node, "`parameters` names nothing");
    }
  }

  /// The targets below `liver.*`, in `found`; false when the text is no group.
  bool group_of(const Node& node, std::vector<Target>& found) {
    if (!node.text.ends_with(".*")) return false;
    const std::string prefix = node.text.substr(0, node.text.size() - 1);
    for (const Target& target : targets())
      if (target.path.starts_with(prefix)) found.push_back(target);
    if (found.empty()) {
      std::vector<std::string> groups;
      for (const auto& child : scenario::parameter_tree().children) groups.push_back(child.key + ".*");
      wrong(node, fmt::format("no parameter begins with `{}`", prefix), scenario::suggest(node.text, groups));
    }
    return true;
  }

  void read_path(const Node& item) {
    if (item.kind != Kind::text)
      return wrong(item, "a sampled parameter must be a path, or a group (`liver.*`)");
    std::vector<Target> group;
    if (group_of(item, group)) {
      for (const Target& target : group)
        if (is_read(target) && has_spread(target, false)) add(target, item, {}, false);
      return;
    }
    const Target* target = find_target(item, item.text, problems_);
    if (!target) {
      gave_up_ = true;
      return;
    }
    add(*target, item, {}, true);
    if (!has_spread(*target, false))
      wrong(item, fmt::format("the library gives no spread for `{}`", item.text),
            "give it one: `parameters: {" + item.text + ": {uniform: [low, high]}}`");
  }

  void read_spread(const Node& path, const Node& spread) {
    if (spread.kind == Kind::text && spread.text == "library") return read_path(path);
    const Target* target = find_target(path, path.text, problems_);
    if (!target) {
      gave_up_ = true;
      return;
    }
    if (spread.kind != Kind::mapping || spread.members.size() != 1)
      return wrong(
          spread, fmt::format("`{}` needs one spread", path.text),
          "write `{uniform: [a, b]}`, `{loguniform: [a, b]}`, `{normal: [mean, sd]}`, `{lognormal: [median, "
          "cv]}`, `{triangular: [a, mode, b]}`, or `library`");
    const auto& [kind, numbers] = spread.members.front();
    if (const auto distribution = read_distribution(*target, kind, numbers))
      add(*target, path, distribution, true);
  }

  std::optional<Distribution> read_distribution(const Target& target, const Node& kind, const Node& numbers) {
    static const std::vector<std::string> known{"uniform", "loguniform", "normal", "lognormal", "triangular"};
    const auto place = std::find(known.begin(), known.end(), kind.text);
    if (place == known.end()) {
      wrong(kind, fmt::format("unknown spread `{}`", kind.text), scenario::suggest(kind.text, known));
      return {};
    }
    const bool triangular = kind.text == "triangular";
    const std::size_t count = triangular ? 3 : 2;
    if (numbers.kind != Kind::list || numbers.items.size() != count) {
      wrong(numbers, fmt::format("`{}` needs {} quantities", kind.text, count));
      return {};
    }
    const bool by_cv = kind.text == "lognormal";
    const Spec deviation{kind.text == "normal" ? target.spec.unit : "1", 0, infinity, "A spread."};
    std::vector<double> read;
    for (std::size_t i = 0; i < count; ++i) {
      const bool spread = i == 1 && (by_cv || kind.text == "normal");
      const auto number =
          scenario::read_quantity(numbers.items[i], target.path, spread ? deviation : target.spec, problems_);
      if (!number) {
        gave_up_ = true;
        return {};
      }
      read.push_back(*number);
    }
    Distribution one;
    constexpr Distribution::Kind kinds[] = {Distribution::Kind::uniform, Distribution::Kind::log_uniform,
                                            Distribution::Kind::normal, Distribution::Kind::log_normal,
                                            Distribution::Kind::triangular};
    one.kind = kinds[place - known.begin()];
    one.min = triangular ? read[0] : target.spec.min;
    one.max = triangular ? read[2] : target.spec.max;
    one.a = triangular ? read[1] : read[0];
    one.b = triangular ? 0 : read[1];
    if (const char* problem = numerics::fault(one)) {
      wrong(numbers, fmt::format("`{}` of `{}`: {}", kind.text, target.path, problem));
      return {};
    }
    return one;
  }

  void leave_out() {
    const scenario::Value* except = keys_.find("except");
    if (!except) return;
    for (const auto& item : except->items) {
      std::vector<Target> group;
      if (!group_of(*item.node, group)) {
        const Target* target = find_target(*item.node, item.text, problems_);
        if (!target) {
          gave_up_ = true;
          continue;
        }
        group.push_back(*target);
      }
      const auto before = wanted_.size();
      std::erase_if(wanted_, [&](const Wanted& one) {
        return std::any_of(group.begin(), group.end(),
                           [&](const Target& target) { return target.path == one.target.path; });
      });
      const bool read =
          std::any_of(group.begin(), group.end(), [&](const Target& target) { return is_read(target); });
      if (wanted_.size() == before && read)
        wrong(*item.node, fmt::format("`{}` is not sampled anyway", item.text), "remove it from `except`");
    }
  }

  void order() {
    std::stable_sort(wanted_.begin(), wanted_.end(),
                     [](const Wanted& a, const Wanted& b) { return a.target.order < b.target.order; });
  }

  /// How each template spreads each factor.
  void spread() {
    for (const Wanted& one : wanted_) {
      std::string source = one.given ? own_source : "";
      for (Template& cell : templates_) {
        const scenario::ResolvedValue* value = nullptr;
        for (const auto& candidate : cell.scenario.values)
          if (candidate.path == one.target.path) value = &candidate;
        std::optional<Distribution> distribution = one.given;
        if (!distribution && value) distribution = library_spread(*value, one.target.spec);
        if (source.empty() && distribution && value) source = value->source;
        cell.spread.push_back(distribution.value_or(constant(one.target.get(cell.scenario.body))));
      }
      sample_.factors.push_back({one.target, std::move(source)});
    }
  }

  void read_pairs() {
    const scenario::Value* pairs = keys_.find("correlate");
    if (!pairs) return;
    std::vector<numerics::RankCorrelatedPair> list;
    std::vector<std::string> names;
    for (const auto& item : pairs->items) {
      const auto* between = item.find("between");
      const auto* coefficient = item.find("rank_correlation");
      if (!between || !coefficient) return;
      if (between->items.size() != 2) {
        wrong(*between->node, "`between` must name two parameters");
        continue;
      }
      int place[2] = {-1, -1};
      for (int side = 0; side < 2; ++side) {
        for (std::size_t f = 0; f < sample_.factors.size(); ++f)
          if (sample_.factors[f].target.path == between->items[side].text) place[side] = static_cast<int>(f);
        if (place[side] < 0)
          wrong(*between->items[side].node, fmt::format("`{}` is not sampled", between->items[side].text),
                "a pair must be among the sampled parameters");
      }
      if (place[0] < 0 || place[1] < 0) continue;
      list.push_back({place[0], place[1], coefficient->number});
      names.push_back(between->items[0].text + " and " + between->items[1].text);
    }
    if (gave_up_ || list.empty()) return;
    if (sample_.design == Design::morris || sample_.design == Design::saltelli)
      return wrong(
          *pairs->node, "this design needs independent parameters",
          "sensitivity indices of correlated parameters are not defined; take latin_hypercube or sobol");
    auto attempt = numerics::make_gaussian_copula(list);
    if (attempt.fault == numerics::CopulaAttempt::Fault::bad_pair)
      return wrong(*pairs->node, "a parameter is paired with itself, or a pair is named twice");
    if (attempt.fault == numerics::CopulaAttempt::Fault::impossible) {
      std::string guilty;
      for (const int pair : attempt.pairs)
        guilty += (guilty.empty() ? "" : "; ") + names[static_cast<std::size_t>(pair)];
      return wrong(
          *pairs->node,
          fmt::format("these correlations contradict one another: no numbers have them all (smallest "
                      "eigenvalue of the matrix {:.3g})",
                      attempt.smallest_eigenvalue),
          "weaken one of: " + guilty);
    }
    sample_.copula = std::move(attempt.copula);
  }

  const scenario::Value& keys_;
  const std::vector<Axis>& axes_;
  std::vector<Template>& templates_;
  Problems& problems_;
  Sample sample_;
  std::vector<Wanted> wanted_;
  bool gave_up_ = false;  // a mistake of the sample is already said
};

}  // namespace

std::optional<Distribution> library_spread(const scenario::ResolvedValue& value, const Spec& spec) {
  Distribution one;
  const bool ranged = value.range && value.range->first < value.range->second;
  one.min = ranged ? std::max(value.range->first, spec.min) : spec.min;
  one.max = ranged ? std::min(value.range->second, spec.max) : spec.max;
  const std::string& how = value.distribution;
  if (value.cv && *value.cv > 0) {
    one.kind = how == "lognormal" ? Distribution::Kind::log_normal : Distribution::Kind::normal;
    one.a = value.value;
    one.b = how == "lognormal" ? *value.cv : *value.cv * std::fabs(value.value);
  } else if (ranged && one.min < one.max) {
    const bool wide = one.min > 0 && one.max / one.min > decades;
    one.kind = how == "loguniform" || (how.empty() && wide) ? Distribution::Kind::log_uniform
                                                            : Distribution::Kind::uniform;
    one.a = one.min;
    one.b = one.max;
  } else {
    return {};
  }
  if (numerics::fault(one)) return {};
  return one;
}

Sample read_sample(const scenario::Value& keys, const std::vector<Axis>& axes,
                   std::vector<Template>& templates, Problems& problems) {
  return SampleReader(keys, axes, templates, problems).read();
}

}  // namespace cellroute::sweep
