// Short words for declaring keys: what every keys.cpp writes its tables with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/declaration.hpp"

namespace cellroute::scenario::declaring {

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

inline Declared otherwise(Declared declared, std::string fallback) {
  declared.fallback = std::move(fallback);
  return declared;
}

inline Declared reference(std::string name, const char* kind, std::string about) {
  Declared declared = key(std::move(name), Form::reference, std::move(about));
  declared.kind = kind;
  return declared;
}

inline Declared choice(std::string name, std::vector<std::string> choices, std::string about) {
  Declared declared = key(std::move(name), Form::choice, std::move(about));
  declared.choices = std::move(choices);
  return declared;
}

inline Declared number(std::string name, Form form, const Spec& spec) {
  Declared declared = key(std::move(name), form, spec.about);
  declared.spec = spec;
  return declared;
}

inline Declared group(std::string name, Form form, std::string about, std::vector<Declared> children) {
  Declared declared = key(std::move(name), form, std::move(about));
  declared.children = std::move(children);
  return declared;
}

inline Declared texts(std::string name, std::string about) {
  return group(name, Form::list, about, {key(name, Form::text, about)});
}

}  // namespace cellroute::scenario::declaring
