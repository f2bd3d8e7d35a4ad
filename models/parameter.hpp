// How a parameter declares itself.
//
// A plain struct in models/ lists its members once, in a static function template
//
//     template <class Self, class Visit> static void describe(Self& self, Visit&& visit);
//
// which calls visit(key, member, Spec{...}) for every number and visit(key, member, "sentence") for
// every nested group. The reader, the error texts, the reference page, the JSON schema, the axes of
// a sweep and the provenance in a result file all walk this one declaration. Nothing here knows
// about YAML, files or units of input: numbers are SI, and a number nobody has set is NaN.
#pragma once

#include <limits>

namespace cellroute {

/// What a number is, in which SI unit it is held, and which values make sense (closed interval).
/// `unit` is a UDUNITS-2 expression, where "1" is a ratio, "count" a number of things that are not
/// cells, and "cell" a number of cells.
struct Spec {
  const char* unit;
  double min;
  double max;
  const char* about;
};

inline constexpr double unset = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace cellroute
