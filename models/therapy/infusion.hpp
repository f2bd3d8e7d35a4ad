// One infusion, and what surrounds it. A regimen is a list of infusions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/lobule/closure.hpp"
#include "models/parameters.hpp"
#include "models/therapy/route.hpp"

namespace cellroute {

struct Infusion {
  std::string route;        // a name of routes()
  std::string catheter;     // a name of that route's catheters, or empty
  double cells = unset;     // [cell], living and dead
  double start = 0;         // [s]
  double duration = unset;  // [s], above 0
  double volume = 0;        // [m3] of infusate
  double washout = 0;       // [1/s] of a depot, for punctures

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("cells", self.cells, Spec{"cell", 0, 1e13, "Cells infused, living and dead."});
    visit("at", self.start, Spec{"s", 0, 1e9, "Start of the infusion."});
    visit("over", self.duration, Spec{"s", 1e-3, 1e7, "Duration of the infusion."});
    visit("volume", self.volume, Spec{"m3", 0, 1e-2, "Volume of the infusate."});
    visit("washout", self.washout,
          Spec{"1/s", 0, 1, "Rate at which the depot of a puncture washes out into the blood."});
  }
};

/// Relation of the product's donor to the host: a row of Loss::host.
enum class Host { autologous, syngeneic, allogeneic, xenogeneic };

/// Whether reported label is corrected for physical decay.
enum class Decay { corrected, applied };

/// Numerical settings: the only defaults that live in code.
struct Numerics {
  int size_classes = 5;
  double relative_tolerance = 1e-5;  // of a state
  double absolute_tolerance = 1e-7;  // of the dose
};

/// Everything a body simulation needs, in SI and plain data.
struct BodyCase {
  Parameters parameters;
  std::vector<Infusion> regimen;
  Host host = Host::allogeneic;
  Decay decay = Decay::corrected;
  double horizon = unset;            // [s]
  std::vector<double> output_times;  // [s], ascending, within the horizon
  Numerics numerics;
  /// How the sinusoids stop cells: as the resolved lobule does, or (null) as a sieve and mixed tanks do.
  std::shared_ptr<const LobuleClosure> closure;
};

}  // namespace cellroute
