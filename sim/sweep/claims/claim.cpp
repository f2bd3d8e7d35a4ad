#include "sim/sweep/claims/claim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/sweep/claims/keys.hpp"
#include "sim/sweep/input_file.hpp"

namespace cellroute::sweep {
namespace {

using scenario::Node;
using Problems = std::vector<scenario::Diagnostic>;
using Kind = Node::Kind;

constexpr std::size_t default_runs = 512, default_shares = 256;

/// A text where the file says nothing: mistakes in it are shown at `place`.
Node text_at(const Node& place, std::string text) {
  Node node;
  node.kind = Kind::text;
  node.text = std::move(text);
  node.source = place.source;
  node.line = place.line;
  node.column = place.column;
  return node;
}

Node empty_at(const Node& place, Kind kind) {
  Node node = text_at(place, "");
  node.kind = kind;
  return node;
}

void add(Node& mapping, const char* key, Node value) {
  mapping.members.push_back({text_at(value, key), std::move(value)});
}

class ClaimReader {
 public:
  ClaimReader(const Node& root, std::shared_ptr<scenario::Document> document,
              const std::filesystem::path& file, const PlanOptions& options, Problems& problems)
      : root_(root), document_(std::move(document)), file_(file), options_(options), problems_(problems) {}

  std::optional<Claim> read(const Node& name, const Node& node) {
    if (node.kind != Kind::mapping) {
      wrong(node, fmt::format("claim `{}` must be a mapping", name.text));
      return {};
    }
    const auto before = problems_.size();
    const scenario::Value keys = scenario::read_group(node, claim_keys(), problems_);
    Claim claim;
    claim.name = name.text;
    if (const auto* value = keys.find("statement")) claim.statement = value->text;
    if (const auto* value = keys.find("source")) claim.source = value->text;
    const Node* arms = node.find("arms");
    const auto* expect = keys.find("expect");
    if (problems_.size() > before || !arms || !expect) return {};
    if (!read_arms(*arms, *expect, claim)) return {};
    try {
      claim.plan = read_plan(plan_keys(node, *arms, claim), file_, options_);
    } catch (const scenario::InputError& error) {
      for (const auto& problem : error.diagnostics) add_once(problem);
      return {};
    }
    claim.plan.documents.push_back(document_);
    claim.plan.title = claim.statement;
    read_expectation(*expect, claim);
    if (claim.arms.size() == 2 && same_arms(claim.plan))
      wrong(*arms, fmt::format("the arms of `{}` differ in nothing", claim.name),
            "a claim compares two scenarios");
    if (problems_.size() > before) return {};
    return claim;
  }

 private:
  void wrong(const Node& node, std::string problem, std::string hint = {}) {
    problems_.push_back(node.mistake(std::move(problem), "", std::move(hint)));
  }

  /// What claims share comes back with each of them.
  void add_once(const scenario::Diagnostic& problem) {
    const auto same = [&](const scenario::Diagnostic& said) {
      return said.place.line == problem.place.line && said.place.column == problem.place.column &&
             said.place.file == problem.place.file && said.problem == problem.problem;
    };
    if (std::none_of(problems_.begin(), problems_.end(), same)) problems_.push_back(problem);
  }

  bool read_arms(const Node& arms, const scenario::Value& expect, Claim& claim) {
    if (arms.kind != Kind::mapping || arms.members.empty() || arms.members.size() > 2) {
      wrong(arms, "`arms` must be a mapping with one or two arms",
            "write `arms: {artery: {route: hepatic_artery}}`");
      return false;
    }
    std::vector<std::string> known;
    for (const auto& arm : arms.members) known.push_back(arm.key.text);
    const auto named = [&](const char* key) {
      const auto* value = expect.find(key);
      if (!value) return false;
      if (std::find(known.begin(), known.end(), value->text) == known.end()) {
        wrong(*value->node, fmt::format("there is no arm `{}`", value->text),
              scenario::suggest(value->text, known));
        return false;
      }
      claim.arms.push_back(value->text);
      return true;
    };
    const bool limited = expect.find("limit") != nullptr, other = expect.find("than") != nullptr;
    if (limited == other) {
      wrong(*expect.node, "`expect` needs one of `than` (another arm) and `limit` (a quantity)");
      return false;
    }
    if (!named("arm") || (other && !named("than"))) return false;
    if (claim.arms.size() == 2 && claim.arms[0] == claim.arms[1]) {
      wrong(*expect.node, fmt::format("`{}` is compared with itself", claim.arms[0]));
      return false;
    }
    if (claim.arms.size() < known.size()) {
      wrong(arms, "an arm is not part of `expect`", "remove it, or write `than`");
      return false;
    }
    return true;
  }

  /// The claim as a sweep: the arms are cases of a grid, the assumptions are sampled.
  Node plan_keys(const Node& node, const Node& arms, Claim& claim) {
    Node keys = empty_at(node, Kind::mapping);
    const auto own_or_shared = [&](const char* key) {
      return node.find(key) ? node.find(key) : root_.find(key);
    };
    if (const Node* scenario = own_or_shared("scenario")) add(keys, "scenario", *scenario);
    Node cases = empty_at(arms, Kind::mapping);
    for (const auto& arm : claim.arms)  // in the order of the relation
      for (const auto& member : arms.members)
        if (member.key.text == arm) cases.members.push_back(member);
    Node axes = empty_at(arms, Kind::mapping);
    add(axes, "case", std::move(cases));
    add(keys, "axes", std::move(axes));
    Node metrics = empty_at(*node.find("metric"), Kind::list);
    metrics.items.push_back(*node.find("metric"));
    add(keys, "metrics", std::move(metrics));

    claim.runs = default_runs;
    claim.base_points = default_shares;
    Node sample = empty_at(node, Kind::mapping);
    if (const Node* given = own_or_shared("sample"); given && given->kind == Kind::mapping) {
      sample = empty_at(*given, Kind::mapping);
      for (const auto& member : given->members) {
        if (member.key.text == "runs")
          claim.runs = static_cast<std::size_t>(scenario::parse_integer(member.value.text).value_or(0));
        else if (member.key.text == "shares")
          claim.base_points =
              static_cast<std::size_t>(scenario::parse_integer(member.value.text).value_or(0));
        else if (member.key.text == "seed")
          add(keys, "seed", member.value);
        else
          sample.members.push_back(member);
      }
      if (given->find("correlate")) claim.base_points = 0;
    }
    add(sample, "design", text_at(sample, "latin_hypercube"));
    add(sample, "size", text_at(sample, std::to_string(claim.runs)));
    add(keys, "sample", std::move(sample));
    return keys;
  }

  void read_expectation(const scenario::Value& expect, Claim& claim) {
    const std::string& is = expect.find("is")->text;
    claim.relation = is == "above"   ? Claim::Relation::above
                     : is == "below" ? Claim::Relation::below
                                     : Claim::Relation::alike;
    if (const auto* by = expect.find("by")) claim.by = by->number;
    if (claim.relation == Claim::Relation::alike && claim.by == 0)
      wrong(*expect.node, "`alike` needs `by`: the difference that still counts as alike",
            "write `by: 20 %`");
    if (claim.relation == Claim::Relation::below && claim.by >= 1)
      wrong(*expect.node, "nothing is below by 100 % or more", "write a share below 1");
    if (const auto* limit = expect.find("limit")) {
      const std::string unit = si_unit(claim.plan.metrics.front());
      const Spec spec{unit.c_str(), -infinity, infinity, "A limit of the metric."};
      if (const auto number = scenario::read_quantity(*limit->node, "limit", spec, problems_))
        claim.limit = *number;
    }
  }

  /// Whether both arms are the same scenario.
  static bool same_arms(const Plan& plan) {
    return plan.templates.size() == 2 &&
           plan.templates[0].scenario.fingerprint == plan.templates[1].scenario.fingerprint;
  }

  const Node& root_;
  std::shared_ptr<scenario::Document> document_;
  const std::filesystem::path& file_;
  const PlanOptions& options_;
  Problems& problems_;
};

}  // namespace

double Claim::margin(double a, double b) const {
  if (arms.size() < 2) b = limit;
  if (std::isnan(a) || std::isnan(b)) return unset;  // a run that failed says nothing
  if (relation == Relation::alike) {
    const double larger = std::max(std::fabs(a), std::fabs(b));
    return by - (larger > 0 ? std::fabs(a - b) / larger : 0);
  }
  const bool above = relation == Relation::above;
  const double other = b + std::fabs(b) * (above ? by : -by), whole = std::fabs(a) + std::fabs(other);
  const double difference = whole > 0 ? (a - other) / whole : 0;
  return above ? difference : -difference;
}

std::vector<Claim> load_claims(const std::filesystem::path& file, const PlanOptions& options) {
  Problems problems;
  std::vector<Claim> claims;
  if (const auto input = read_input(file, "a claims file", problems)) {
    const Node& root = input->root();
    scenario::read_group(root, claims_keys(), problems);
    const Node* list = root.find("claims");
    if (list && (list->kind != Kind::mapping || list->members.empty()))
      problems.push_back(list->mistake("`claims` must be a mapping from names to claims"));
    else if (list) {
      ClaimReader reader(root, input->document, file, options, problems);
      for (const auto& [name, node] : list->members)
        if (auto claim = reader.read(name, node)) claims.push_back(std::move(*claim));
    }
  }
  if (!problems.empty()) throw scenario::InputError(std::move(problems));
  return claims;
}

}  // namespace cellroute::sweep
