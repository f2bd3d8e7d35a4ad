// The keys of scenario files and library files, declared once.
#pragma once

#include <array>

#include "sim/scenario/declaration.hpp"

namespace cellroute::scenario {

/// Version of the meaning of the keys; part of every fingerprint.
inline constexpr int schema_version = 1;

/// A kind of library file and the folder that holds it.
struct LibraryKind {
  const char* name;
  const char* folder;
};
inline constexpr std::array library_kinds = {
    LibraryKind{"species", "species"}, LibraryKind{"condition", "conditions"},
    LibraryKind{"product", "products"}, LibraryKind{"modifier", "modifiers"}, LibraryKind{"label", "labels"}};

/// The parameter tree: a group of groups and quantities.
const Declared& parameter_tree();

/// A scenario file.
const Declared& scenario_keys();

/// A library file, except its `parameters`, which mirror the parameter tree with an entry at each leaf.
const Declared& library_keys();

/// An entry of a library file: value or scale, unit, source, spread.
const Declared& entry_keys();

}  // namespace cellroute::scenario
