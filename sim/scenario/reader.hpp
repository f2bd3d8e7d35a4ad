// Reads a node of a document as its declaration says, and finds everything that is wrong with it.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/declaration.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/quantity.hpp"

namespace cellroute::scenario {

/// A checked value. Children of a group, members of a list and entries of settings are `items`.
struct Value {
  const Node* node = nullptr;
  std::string key;              // of a group's child; the path of a setting
  std::string text;             // text, reference, choice
  double number = 0;            // quantity [SI], number
  bool in_second_unit = false;  // the quantity is in `Declared::also`
  long long integer = 0;
  std::vector<Value> items;

  const Value* find(std::string_view child) const {
    for (const auto& item : items)
      if (item.key == child) return &item;
    return nullptr;
  }
  std::string text_of(std::string_view child, std::string_view otherwise = {}) const {
    const Value* value = find(child);
    return value ? value->text : std::string(otherwise);
  }
  double number_of(std::string_view child, double otherwise) const {
    const Value* value = find(child);
    return value ? value->number : otherwise;
  }
  /// Of a list of texts or choices.
  std::vector<std::string> texts_of(std::string_view child) const {
    std::vector<std::string> texts;
    if (const Value* value = find(child))
      for (const Value& item : value->items) texts.push_back(item.text);
    return texts;
  }
};

/// Values that cannot be read are left out, with a mistake in `problems`.
Value read_group(const Node& node, const Declared& group, std::vector<Diagnostic>& problems);

/// A quantity at a place, converted to SI and inside its range.
std::optional<double> read_quantity(const Node& node, const std::string& name, const Spec& spec,
                                    std::vector<Diagnostic>& problems);

/// The declaration of a parameter path; otherwise a mistake at `node` that suggests a path.
const Declared* find_parameter(const Node& node, const std::string& path, const Declared& tree,
                               std::vector<Diagnostic>& problems);

/// The mistake of a key that `group` does not declare.
Diagnostic unknown_key(const Node& key, const Declared& group, const std::string& prefix = {});

}  // namespace cellroute::scenario
