// JSON schemas from the declarations. Units are left to the reader: a schema sees that there is one.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/scenario/keys.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/units.hpp"

namespace cellroute::scenario {
namespace {

using Json = nlohmann::ordered_json;

/// A number as text; without a minus where nothing negative is in range.
std::string number_pattern(const Spec& spec) {
  return std::string(spec.min >= 0 ? R"(^\s*\+?)" : R"(^\s*[+-]?)") + R"((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)";
}

/// What follows a number when a unit does: a name, or a reciprocal such as `1/h`.
constexpr const char* unit_pattern = R"((\s*(?![eE][+-]?\d)[^\s\d.,]|\s+1\s*/).*$)";

bool bare_number_passes(const Spec& spec) {
  const std::string_view unit = spec.unit;
  return unit == "1" || unit == "count" || unit == "cell";
}

/// A YAML number, or text a YAML 1.1 reader leaves alone (`1e8`).
Json number_schema(const Spec& spec) {
  Json number = {{"type", "number"}};
  if (std::isfinite(spec.min)) number["minimum"] = spec.min;
  if (std::isfinite(spec.max)) number["maximum"] = spec.max;
  const Json text = {{"type", "string"}, {"pattern", number_pattern(spec) + R"(\s*$)"}};
  return {{"anyOf", {number, text}}};
}

Json quantity_schema(const Declared& declared) {
  const Spec& spec = declared.spec;
  Json text = {{"type", "string"}, {"pattern", number_pattern(spec) + unit_pattern}};
  Json schema = text;
  if (bare_number_passes(spec)) {
    schema = number_schema(spec);
    schema["anyOf"].push_back(text);
  }
  schema["examples"] = Json::array({fmt::format("1 {}", customary_unit(spec.unit))});
  return schema;
}

std::string described(const Declared& declared) {
  std::string text = declared.about;
  if (declared.form == Form::quantity)
    text += fmt::format(" [{}], {:g} to {:g}", declared.spec.unit, declared.spec.min, declared.spec.max);
  if (!declared.fallback.empty()) text += fmt::format(" If missing: {}.", declared.fallback);
  return text;
}

/// Turns declarations into schemas; knows the names an editor may offer.
/// A YAML reader of version 1.1 takes `on` and `off` for true and false.
Json choice_schema(const std::vector<std::string>& choices) {
  Json any = choices;
  if (std::find(choices.begin(), choices.end(), "on") == choices.end())
    return {{"type", "string"}, {"enum", any}};
  any.push_back(true);
  any.push_back(false);
  return {{"enum", any}};
}

class Writer {
 public:
  explicit Writer(const ShippedNames& names) : names_(names) {}

  Json schema(const Declared& declared) const {
    Json result = shape(declared);
    const std::string description = described(declared);
    if (!description.empty()) result["description"] = description;
    return result;
  }

  Json mapping(const Declared& group) const {
    Json properties = Json::object(), required = Json::array();
    for (const Declared& child : group.children) {
      properties[child.key] = schema(child);
      if (child.required) required.push_back(child.key);
    }
    Json result = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) result["required"] = required;
    return result;
  }

  /// The parameter tree with an entry of a library file at every number.
  Json entries(const Declared& group) const {
    Json properties = Json::object();
    for (const Declared& child : group.children) {
      if (child.form == Form::group) {
        properties[child.key] = entries(child);
      } else {
        const char* definition =
            bare_number_passes(child.spec) ? "#/definitions/bare_entry" : "#/definitions/entry";
        properties[child.key] = {{"allOf", Json::array({Json{{"$ref", definition}}})}};
      }
      properties[child.key]["description"] = child.form == Form::group ? child.about : described(child);
    }
    return {{"type", Json::array({"object", "null"})},
            {"properties", properties},
            {"additionalProperties", false}};
  }

  Json definitions() const {
    Json bare = mapping(entry_keys());
    bare["oneOf"] = Json::array({Json{{"required", {"value"}}}, Json{{"required", {"scale"}}}});
    bare["if"] = {{"properties", {{"source", {{"pattern", "^assumption"}}}}}};
    bare["then"] = {{"required", {"range"}}};
    Json entry = bare;
    entry["anyOf"] = Json::array({Json{{"required", {"unit"}}}, Json{{"required", {"scale"}}}});
    return {{"entry", entry}, {"bare_entry", bare}};
  }

 private:
  Json shape(const Declared& declared) const {
    switch (declared.form) {
      case Form::choice:
        return choice_schema(declared.choices);
      case Form::reference:
        return reference(declared.kind);
      case Form::integer:
        return {{"type", "integer"}, {"minimum", declared.spec.min}, {"maximum", declared.spec.max}};
      case Form::number:
        return number_schema(declared.spec);
      case Form::quantity:
        return quantity_schema(declared);
      case Form::group:
        return mapping(declared);
      case Form::list:
        return {{"type", "array"}, {"items", schema(declared.children.front())}, {"minItems", 1}};
      case Form::interval:
        return {{"type", "array"}, {"items", number_schema(declared.spec)}, {"minItems", 2}, {"maxItems", 2}};
      case Form::settings:
        return settings(declared);
      case Form::entries:
        return entries(parameter_tree());
      case Form::product:
        return {{"anyOf", {reference("product"), mapping(declared)}}};
      default:
        if (!declared.choices.empty()) return {{"type", "string"}, {"enum", declared.choices}};
        // Unquoted text may look like a number to YAML.
        return {{"type", Json::array({"string", "number"})}};
    }
  }

  Json reference(const std::string& kind) const {
    const auto known = names_.find(kind);
    if (known == names_.end() || known->second.empty()) return {{"type", "string"}};
    return {{"anyOf",
             {Json{{"type", "string"}, {"enum", known->second}},
              Json{{"type", "string"}, {"pattern", R"(/|\.ya?ml$)"}}}}};
  }

  Json settings(const Declared& declared) const {
    Json properties = Json::object();
    add_settings(declared, "", properties);
    return {{"type", Json::array({"object", "null"})},
            {"properties", properties},
            {"additionalProperties", false}};
  }

  void add_settings(const Declared& group, const std::string& prefix, Json& properties) const {
    for (const Declared& child : group.children) {
      if (child.form == Form::group)
        add_settings(child, prefix + child.key + ".", properties);
      else
        properties[prefix + child.key] = schema(child);
    }
  }

  const ShippedNames& names_;
};

std::string text(Json schema, const char* title) {
  Json whole = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}};
  whole.update(schema);
  return whole.dump(1) + "\n";
}

}  // namespace

ShippedNames all_shipped_names(const std::filesystem::path& library) {
  ShippedNames names;
  for (const LibraryKind& kind : library_kinds) names[kind.name] = shipped_names(library, kind.name);
  return names;
}

std::string scenario_json_schema(const ShippedNames& names) {
  return text(Writer(names).mapping(scenario_keys()), "cellroute scenario");
}

std::string library_json_schema(const ShippedNames& names) {
  const Writer writer(names);
  Json schema = writer.mapping(library_keys());
  schema["definitions"] = writer.definitions();
  return text(std::move(schema), "cellroute library file");
}

std::string group_json_schema(const Declared& group) {
  const ShippedNames none;
  return text(Writer(none).mapping(group), group.key.c_str());
}

std::string entries_json_schema(const Declared& group) {
  const ShippedNames none;
  const Writer writer(none);
  Json schema = writer.entries(group);
  schema["definitions"] = writer.definitions();
  return text(std::move(schema), group.key.c_str());
}

}  // namespace cellroute::scenario
