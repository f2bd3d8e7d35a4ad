// Short ways to write declarations, for every room that has keys of its own.
#pragma once

#include "sim/scenario/declaration.hpp"

namespace cellroute::scenario {

inline Declared key(std::string name, Form form, std::string about) {
  Declared declared;
  declared.key = std::move(name);
  declared.form = form;
  declared.about = std::move(about);
  return declared;
}

inline Declared required(Declared declared) {
  declared.required = true;
  return declared;
}

/// With what a missing key means.
inline Declared otherwise(Declared declared, std::string fallback) {
  declared.fallback = std::move(fallback);
  return declared;
}

inline Declared choice(std::string name, std::vector<std::string> choices, std::string about) {
  Declared declared = key(std::move(name), Form::choice, std::move(about));
  declared.choices = std::move(choices);
  return declared;
}

/// An integer, number or quantity; the spec says what it is.
inline Declared number(std::string name, Form form, const Spec& spec) {
  Declared declared = key(std::move(name), form, spec.about);
  declared.spec = spec;
  return declared;
}

/// A mapping, or a list of its one child.
inline Declared group(std::string name, Form form, std::string about, std::vector<Declared> children) {
  Declared declared = key(std::move(name), form, std::move(about));
  declared.children = std::move(children);
  return declared;
}

inline Declared texts(std::string name, std::string about) {
  return group(name, Form::list, about, {key(name, Form::text, about)});
}

}  // namespace cellroute::scenario
