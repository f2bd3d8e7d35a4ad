// The reference page.
#include <fmt/format.h>

#include "models/therapy/route.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/units.hpp"

namespace cellroute::scenario {
namespace {

std::string cell(std::string text) {
  for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2) text.insert(i, 1, '\\');
  return text;
}

std::string range_text(const Spec& spec) {
  if (spec.min == -infinity && spec.max == infinity) return "any";
  if (spec.max == infinity) return short_number(spec.min) + " or more";
  return fmt::format("{} to {}", short_number(spec.min), short_number(spec.max));
}

/// What may be written after the colon.
std::string form_text(const Declared& declared) {
  const Spec& spec = declared.spec;
  switch (declared.form) {
    case Form::choice:
      return "one of " + listed(declared.choices);
    case Form::reference:
      return declared.kind.empty() ? "name or path" : declared.kind + " name or path";
    case Form::integer:
      return "whole number, " + range_text(spec);
    case Form::number:
      return "number, " + range_text(spec);
    case Form::quantity: {
      const std::string also = declared.also.empty() ? "" : fmt::format(" or `{}`", declared.also);
      return fmt::format("quantity in `{}`{}, {}", spec.unit, also, range_text(spec));
    }
    case Form::group:
      return "mapping";
    case Form::list:
      return "list";
    case Form::interval:
      return "`[low, high]`";
    case Form::settings:
      return "parameter path: quantity";
    case Form::entries:
      return "nested parameters, an entry at each";
    case Form::product:
      return "product name or path, or a mapping";
    default:
      return declared.choices.empty() ? "text" : listed(declared.choices);
  }
}

void rows(const Declared& group, const std::string& prefix, std::string& page) {
  for (const Declared& child : group.children) {
    const std::string missing = child.required ? "required" : child.fallback.empty() ? "-" : child.fallback;
    page += fmt::format("| `{}{}` | {} | {} | {} |\n", prefix, child.key, cell(form_text(child)),
                        cell(missing), cell(child.about));
    if (child.form == Form::group || child.form == Form::product) rows(child, prefix + child.key + ".", page);
    if (child.form == Form::list && child.children.front().form == Form::group)
      rows(child.children.front(), prefix + child.key + "[].", page);
  }
}

void parameter_rows(const Declared& group, const std::string& prefix, std::string& page) {
  for (const Declared& child : group.children) {
    const std::string path = prefix + child.key;
    if (child.form == Form::group)
      parameter_rows(child, path + ".", page);
    else
      page += fmt::format("| `{}` | {} | {} | {} | {} |\n", path, child.spec.unit,
                          short_number(child.spec.min), short_number(child.spec.max), cell(child.about));
  }
}

constexpr const char* key_header = "| key | value | if missing | meaning |\n|---|---|---|---|\n";

std::string route_rows() {
  std::string page = "| route | catheter positions, the default first | enters |\n|---|---|---|\n";
  for (const Route& route : routes()) {
    std::vector<std::string> positions;
    for (const Catheter& catheter : route.catheters) positions.emplace_back(catheter.name);
    page += fmt::format("| `{}` | {} | {} |\n", route.name, positions.empty() ? "-" : listed(positions),
                        cell(std::string(route.about)));
  }
  return page;
}

}  // namespace

std::string markdown_rows(const Declared& group, const std::string& prefix) {
  std::string page;
  parameter_rows(group, prefix, page);
  return page;
}

std::string markdown_keys(const Declared& group) {
  std::string page = key_header;
  rows(group, "", page);
  return page;
}

std::string markdown() {
  std::string page =
      "# Scenario and library files\n\n"
      "A quantity is a number with a unit, such as `20 min`, `6.5 um`, `1e8 cells`, `5 %`. Any unit of the "
      "right\n"
      "dimension will do; ratios, counts and cells may be bare numbers. Ranges below are in the unit "
      "shown.\n\n"
      "## A scenario file\n\n";
  page += markdown_keys(scenario_keys());
  page += "\n## Routes\n\n" + route_rows();
  page += "\n## A library file\n\n";
  page += markdown_keys(library_keys());
  page += "\nEach parameter holds one entry, with `value` or `scale`:\n\n";
  page += markdown_keys(entry_keys());
  page +=
      "\nFiles are laid over each other: species, condition, product, label, modifiers in their order, `set` "
      "of the\n"
      "scenario, `--set` of the command line. A file that inherits lies on top of its parent.\n\n## "
      "Parameters\n";
  for (const Declared& group : parameter_tree().children) {
    page += fmt::format("\n### `{}`\n\n{}\n\n| path | unit | from | to | meaning |\n|---|---|---|---|---|\n",
                        group.key, group.about);
    page += markdown_rows(group, group.key + ".");
  }
  return page;
}

}  // namespace cellroute::scenario
