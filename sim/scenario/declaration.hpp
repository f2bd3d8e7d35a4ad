// What a key may hold, declared once, and how the parameter structs of models/ become declarations.
//
// The reader (reader.hpp), the texts of its errors, the reference page and the JSON schemas
// (schema.hpp) all walk the same tree of Declared.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "models/parameter.hpp"

namespace cellroute::scenario {

enum class Form {
  text,       // any text
  reference,  // a shipped name of `kind`, or a path to such a file
  choice,     // one of `choices`
  integer,    // within spec.min .. spec.max
  quantity,   // a number with a unit, by `spec`
  group,      // a mapping with `children`
  list,       // of children.front()
  settings,   // path: quantity, over the parameter tree in `children`
  entries,    // nested as the parameter tree, an entry (keys.hpp) at each number; read by layers.hpp
  product,    // a reference, or a mapping with `children`
  number,     // a plain number within spec.min .. spec.max
  interval    // two plain numbers, ascending
};

struct Declared {
  std::string key;
  std::string about;
  Form form = Form::text;
  Spec spec{"1", -infinity, infinity, ""};
  std::vector<std::string> choices;
  std::vector<Declared> children;
  bool required = false;
  std::string fallback;  // shown in the reference page: what a missing key means
  std::string kind;      // of a reference
  std::string also;      // a second unit a quantity may have (`cell/kg`)

  const Declared* find(std::string_view child) const {
    for (const auto& declared : children)
      if (declared.key == child) return &declared;
    return nullptr;
  }
};

/// The declaration of a parameter struct: a group of quantities and groups.
template <class Struct>
Declared declare(std::string key, std::string about) {
  Declared group;
  group.key = std::move(key);
  group.about = std::move(about);
  group.form = Form::group;
  Struct prototype;
  Struct::describe(prototype, [&group](const char* name, auto& member, const auto& description) {
    if constexpr (std::is_same_v<std::decay_t<decltype(description)>, Spec>) {
      Declared quantity;
      quantity.key = name;
      quantity.about = description.about;
      quantity.form = Form::quantity;
      quantity.spec = description;
      group.children.push_back(std::move(quantity));
    } else {
      group.children.push_back(declare<std::remove_reference_t<decltype(member)>>(name, description));
    }
  });
  return group;
}

/// Calls visit(path, number, spec) for every number of a struct, in the order of declaration.
template <class Struct, class Visit>
void for_each_parameter(Struct& values, const Visit& visit, const std::string& prefix = {}) {
  std::remove_const_t<Struct>::describe(values, [&](const char* name, auto& member, const auto& description) {
    if constexpr (std::is_same_v<std::decay_t<decltype(description)>, Spec>)
      visit(prefix + name, member, description);
    else
      for_each_parameter(member, visit, prefix + name + ".");
  });
}

/// A number of the tree with its path.
struct ParameterInfo {
  std::string path;
  Spec spec;
};

/// Every quantity below a group, in the order of declaration.
std::vector<ParameterInfo> parameters_of(const Declared& group);

}  // namespace cellroute::scenario
