// One reader for every key: unknown and missing keys, shapes, units, ranges.
#include "sim/scenario/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/nearest.hpp"

namespace cellroute::scenario {
namespace {

using Kind = Node::Kind;
using Problems = std::vector<Diagnostic>;

std::vector<std::string> keys_of(const Declared& group) {
  std::vector<std::string> keys;
  for (const auto& child : group.children) keys.push_back(child.key);
  return keys;
}

std::vector<std::string> paths_of(const Declared& tree) {
  std::vector<std::string> paths;
  for (const auto& parameter : parameters_of(tree)) paths.push_back(parameter.path);
  return paths;
}

bool expect(const Node& node, Kind kind, const Declared& declared, Problems& problems) {
  if (node.kind == kind) return true;
  if (node.kind == Kind::refused) return false;
  if (node.kind == Kind::empty) {
    problems.push_back(node.mistake(fmt::format("`{}` has no value", declared.key), "", declared.about));
    return false;
  }
  const char* wanted = kind == Kind::text ? "a single value" : name_of(kind);
  std::string hint = declared.about;
  if (kind == Kind::list && node.kind == Kind::text)
    hint = fmt::format("write `{}: [{}]`", declared.key, node.text);
  problems.push_back(
      node.mistake(fmt::format("`{}` must be {}, this is {}", declared.key, wanted, name_of(node.kind)), "",
                   std::move(hint)));
  return false;
}

void report(const Node& node, const Finding& finding, Problems& problems) {
  problems.push_back(node.mistake(finding.problem, finding.why, finding.hint));
}

std::optional<double> read_number(const Node& node, const Declared& declared, Problems& problems) {
  Finding finding;
  const auto number = parse_number(node.text, finding);
  if (!number) {
    report(node, finding, problems);
    return {};
  }
  if (const auto outside = out_of_range(declared.key, *number, declared.spec, node.text)) {
    report(node, *outside, problems);
    return {};
  }
  return number;
}

bool read_scalar(Value& value, const Declared& declared, Problems& problems) {
  const Node& node = *value.node;
  if (!expect(node, Kind::text, declared, problems)) return false;
  value.text = node.text;
  if (node.text.find_first_not_of(" \t\n") == std::string::npos) {
    problems.push_back(node.mistake(fmt::format("`{}` is blank", declared.key), "", declared.about));
    return false;
  }
  switch (declared.form) {
    case Form::choice:
      for (const auto& choice : declared.choices)
        if (choice == node.text) return true;
      problems.push_back(node.mistake(fmt::format("unknown {} `{}`", declared.key, node.text), "",
                                      suggest(node.text, declared.choices)));
      return false;
    case Form::integer: {
      const auto integer = parse_integer(node.text);
      if (!integer) {
        problems.push_back(
            node.mistake(fmt::format("`{}` must be a whole number, not `{}`", declared.key, node.text)));
        return false;
      }
      value.integer = *integer;
      const auto outside =
          out_of_range(declared.key, static_cast<double>(*integer), declared.spec, node.text);
      if (outside) report(node, *outside, problems);
      return !outside;
    }
    case Form::number: {
      const auto number = read_number(node, declared, problems);
      value.number = number.value_or(0);
      return number.has_value();
    }
    case Form::quantity: {
      Finding ignored;
      if (!declared.also.empty()) {
        const Spec second{declared.also.c_str(), 0, infinity, ""};
        if (const auto number = parse_quantity(declared.key, node.text, second, ignored)) {
          value.number = *number;
          value.in_second_unit = true;
          return true;
        }
      }
      const auto number = read_quantity(node, declared.key, declared.spec, problems);
      value.number = number.value_or(0);
      return number.has_value();
    }
    default:
      return true;
  }
}

bool read_value(Value& value, const Declared& declared, Problems& problems);

bool read_list(Value& value, const Declared& declared, Problems& problems) {
  const Node& node = *value.node;
  if (!expect(node, Kind::list, declared, problems)) return false;
  if (node.items.empty())
    problems.push_back(node.mistake(fmt::format("`{}` is an empty list", declared.key), "", declared.about));
  for (const Node& item : node.items) {
    if (problems.size() > enough_mistakes) break;
    Value entry;
    entry.node = &item;
    if (read_value(entry, declared.children.front(), problems)) value.items.push_back(std::move(entry));
  }
  return !node.items.empty();
}

bool read_interval(Value& value, const Declared& declared, Problems& problems) {
  const Node& node = *value.node;
  if (node.kind == Kind::refused) return false;
  if (node.kind != Kind::list || node.items.size() != 2) {
    problems.push_back(
        node.mistake(fmt::format("`{}` must be two numbers", declared.key), "", "write `[low, high]`"));
    return false;
  }
  for (const Node& end : node.items) {
    Value item;
    item.node = &end;
    Declared number = declared;
    number.form = Form::number;
    if (!read_scalar(item, number, problems)) return false;
    value.items.push_back(std::move(item));
  }
  if (value.items[0].number < value.items[1].number) return true;
  problems.push_back(
      node.mistake(fmt::format("`{}` does not ascend", declared.key), "", "write `[low, high]`"));
  return false;
}

bool read_settings(Value& value, const Declared& declared, Problems& problems) {
  const Node& node = *value.node;
  if (node.kind == Kind::empty) return true;
  if (!expect(node, Kind::mapping, declared, problems)) return false;
  for (const Member& member : node.members) {
    if (problems.size() > enough_mistakes) break;
    const Declared* parameter = find_parameter(member.key, member.key.text, declared, problems);
    if (!parameter) continue;
    const auto number = read_quantity(member.value, member.key.text, parameter->spec, problems);
    if (!number) continue;
    Value setting;
    setting.node = &member.value;
    setting.key = member.key.text;
    setting.number = *number;
    value.items.push_back(std::move(setting));
  }
  return true;
}

bool read_value(Value& value, const Declared& declared, Problems& problems) {
  switch (declared.form) {
    case Form::group:
      if (value.node->kind != Kind::mapping) return expect(*value.node, Kind::mapping, declared, problems);
      value.items = read_group(*value.node, declared, problems).items;
      return true;
    case Form::product:
      if (value.node->kind == Kind::mapping) {
        value.items = read_group(*value.node, declared, problems).items;
        return true;
      }
      return read_scalar(value, declared, problems);
    case Form::list:
      return read_list(value, declared, problems);
    case Form::interval:
      return read_interval(value, declared, problems);
    case Form::settings:
      return read_settings(value, declared, problems);
    case Form::entries:
      return true;
    default:
      return read_scalar(value, declared, problems);
  }
}

}  // namespace

Diagnostic unknown_key(const Node& key, const Declared& group, const std::string& prefix) {
  const std::vector<std::string> known = keys_of(group);
  const std::string what = prefix.empty() ? "" : fmt::format(" in `{}`", prefix);
  return key.mistake(fmt::format("unknown key `{}`{}", key.text, what), "", suggest(key.text, known));
}

Value read_group(const Node& node, const Declared& group, std::vector<Diagnostic>& problems) {
  Value value;
  value.node = &node;
  std::vector<std::string> misspelt;  // what unknown keys most likely stand for
  for (const Member& member : node.members) {
    if (problems.size() > enough_mistakes) break;
    const Declared* declared = group.find(member.key.text);
    if (!declared) {
      problems.push_back(unknown_key(member.key, group, group.key));
      misspelt.push_back(nearest(member.key.text, keys_of(group)));
      continue;
    }
    Value child;
    child.node = &member.value;
    child.key = member.key.text;
    if (read_value(child, *declared, problems)) value.items.push_back(std::move(child));
  }
  for (const Declared& declared : group.children)
    if (declared.required && !node.find(declared.key) &&
        std::find(misspelt.begin(), misspelt.end(), declared.key) == misspelt.end())
      problems.push_back(node.mistake(fmt::format("`{}` is missing", declared.key), "", declared.about));
  return value;
}

std::optional<double> read_quantity(const Node& node, const std::string& name, const Spec& spec,
                                    std::vector<Diagnostic>& problems) {
  if (node.kind == Kind::refused) return {};
  if (node.kind != Kind::text) {
    problems.push_back(node.mistake(
        fmt::format("`{}` must be a single value, this is {}", name, name_of(node.kind)), "", spec.about));
    return {};
  }
  Finding finding;
  const auto number = parse_quantity(name, node.text, spec, finding);
  if (!number) {
    report(node, finding, problems);
    return {};
  }
  if (const auto outside = out_of_range(name, *number, spec, node.text)) {
    report(node, *outside, problems);
    return {};
  }
  return number;
}

const Declared* find_parameter(const Node& node, const std::string& path, const Declared& tree,
                               std::vector<Diagnostic>& problems) {
  const Declared* group = &tree;
  std::string_view rest = path;
  while (true) {
    const auto dot = rest.find('.');
    const Declared* child = group->find(rest.substr(0, dot));
    if (!child) break;
    const bool last = dot == std::string_view::npos;
    if (last && child->form != Form::group) return child;
    if (last) {
      problems.push_back(node.mistake(fmt::format("`{}` is a group of parameters", path), "",
                                      "choose one of its keys: " + listed(keys_of(*child))));
      return nullptr;
    }
    if (child->form != Form::group) break;
    group = child;
    rest.remove_prefix(dot + 1);
  }
  const std::string best = nearest_path(path, paths_of(tree));
  const std::string at_fault(rest.substr(0, rest.find('.')));
  std::string hint =
      best.empty() ? suggest(at_fault, keys_of(*group)) : fmt::format("did you mean `{}`?", best);
  const std::string why = group == &tree ? fmt::format("there is no organ or group `{}`", at_fault) : "";
  problems.push_back(node.mistake(fmt::format("unknown parameter `{}`", path), why, std::move(hint)));
  return nullptr;
}

}  // namespace cellroute::scenario
