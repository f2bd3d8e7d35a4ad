// One entry of a library file: value or scale, unit, source, spread, all checked.
#include <fmt/format.h>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/layers.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/units.hpp"

namespace cellroute::scenario {
namespace {

using Problems = std::vector<Diagnostic>;

bool bare_number_passes(const Spec& spec) {
  const std::string_view unit = spec.unit;
  return unit == "1" || unit == "count" || unit == "cell";
}

/// Converts numbers of one entry from its unit to SI; says what is wrong once.
class Converter {
 public:
  Converter(const Entry& entry, const Node& leaf, const Value& read, const Spec& spec, Problems& problems)
      : entry_(entry), spec_(spec), problems_(problems), place_(&leaf) {
    const Value* unit = read.find("unit");
    if (unit) {
      unit_ = unit->text;
      place_ = unit->node;
    }
    if (entry.scales) {
      if (unit && unit_ != "1") fail("a `scale` is a ratio and has no unit", "remove `unit`");
    } else if (!unit && !bare_number_passes(spec)) {
      fail(fmt::format("`{}` needs a unit", entry.path),
           fmt::format("for example `unit: {}`", customary_unit(spec.unit)));
    }
  }

  double operator()(double number) {
    if (failed_ || entry_.scales) return number;
    // A ratio written as "1" is still a ratio, so it does not pass for a count or for cells.
    if (unit_.empty()) return number;
    Finding finding;
    if (const auto value = convert(entry_.path, number, unit_, spec_, finding)) return *value;
    fail(finding.problem, finding.hint, finding.why);
    return number;
  }

  bool failed() const { return failed_; }

 private:
  void fail(std::string problem, std::string hint, std::string why = {}) {
    if (!failed_) problems_.push_back(place_->mistake(std::move(problem), std::move(why), std::move(hint)));
    failed_ = true;
  }

  const Entry& entry_;
  const Spec& spec_;
  Problems& problems_;
  const Node* place_;
  std::string unit_;
  bool failed_ = false;
};

bool is_assumption(const std::string& source) { return source.starts_with("assumption"); }

void read_range(Entry& entry, const Value& written, double value, const Spec& spec, Converter& to_si,
                Problems& problems) {
  const double low = to_si(written.items[0].number), high = to_si(written.items[1].number);
  if (to_si.failed()) return;
  entry.range = {low, high};
  if (value < low || value > high)
    problems.push_back(
        written.node->mistake(fmt::format("the range of `{}` does not hold its value", entry.path)));
  if (entry.scales) return;
  for (const double end : {low, high})
    if (const auto outside = out_of_range(entry.path, end, spec))
      problems.push_back(written.node->mistake("range: " + outside->problem, outside->why));
}

void read_spread(Entry& entry, const Value& read, const Node& leaf, double value, const Spec& spec,
                 Problems& problems) {
  const Value* cv = read.find("cv");
  const Value* sd = read.find("sd");
  if (cv && sd)
    problems.push_back(leaf.mistake(fmt::format("`{}` has both `cv` and `sd`", entry.path), "", "keep one"));
  if (cv) entry.cv = cv->number;
  if (!sd) return;
  const Value* unit = read.find("unit");
  const double scale = entry.scales || !unit ? 1 : scale_of(unit->text, spec).value_or(1);
  if (value == 0)
    problems.push_back(sd->node->mistake(
        fmt::format("`{}` is 0, so `sd` has no meaning as a share of it", entry.path), "", "give a `range`"));
  else
    entry.cv = sd->number * scale / std::abs(value);
}

/// Adds the entry if it can be used.
void read_entry(const Node& leaf, const std::string& path, const Spec& spec, std::vector<Entry>& entries,
                Problems& problems) {
  if (leaf.kind == Node::Kind::refused) return;
  if (leaf.kind != Node::Kind::mapping) {
    problems.push_back(leaf.mistake(
        fmt::format("`{}` must be a mapping, this is {}", path, name_of(leaf.kind)), "",
        fmt::format("write `{{value: ..., unit: {}, source: ...}}`", customary_unit(spec.unit))));
    return;
  }
  const std::size_t before = problems.size();
  const Value read = read_group(leaf, entry_keys(), problems);
  const bool has_value = leaf.find("value"), has_scale = leaf.find("scale");
  if (has_value == has_scale)
    problems.push_back(
        leaf.mistake(fmt::format("`{}` must have {} `value` {} `scale`", path,
                                 has_value ? "only one of" : "a", has_value ? "and" : "or a")));
  if (problems.size() != before) return;

  Entry entry;
  entry.path = path;
  entry.node = &leaf;
  entry.scales = has_scale;
  entry.source = read.find("source")->text;
  Converter to_si(entry, leaf, read, spec, problems);
  entry.value = to_si(read.find(has_value ? "value" : "scale")->number);
  if (to_si.failed()) return;
  if (const Value* range = read.find("range")) read_range(entry, *range, entry.value, spec, to_si, problems);
  read_spread(entry, read, leaf, entry.value, spec, problems);
  if (const Value* distribution = read.find("distribution")) entry.distribution = distribution->text;
  if (is_assumption(entry.source) && !read.find("range"))
    problems.push_back(leaf.mistake(fmt::format("`{}` is an assumption without a range", path), "",
                                    "add `range: [low, high]`"));
  entries.push_back(std::move(entry));
}

void read_entries(const Node& node, const Declared& group, const std::string& prefix,
                  std::vector<Entry>& entries, Problems& problems) {
  if (node.kind == Node::Kind::empty || node.kind == Node::Kind::refused) return;
  if (node.kind != Node::Kind::mapping) {
    problems.push_back(node.mistake(fmt::format("`{}` must be a mapping, this is {}",
                                                prefix.empty() ? "parameters" : prefix, name_of(node.kind))));
    return;
  }
  for (const Member& member : node.members) {
    if (problems.size() > enough_mistakes) break;
    const Declared* declared = group.find(member.key.text);
    const std::string path = prefix.empty() ? member.key.text : prefix + "." + member.key.text;
    if (!declared)
      problems.push_back(unknown_key(member.key, group, prefix.empty() ? "parameters" : prefix));
    else if (declared->form == Form::group)
      read_entries(member.value, *declared, path, entries, problems);
    else
      read_entry(member.value, path, declared->spec, entries, problems);
  }
}

}  // namespace

std::vector<Entry> read_entries(const Node& parameters, const Declared& tree,
                                std::vector<Diagnostic>& problems) {
  std::vector<Entry> entries;
  read_entries(parameters, tree, "", entries, problems);
  return entries;
}

}  // namespace cellroute::scenario
