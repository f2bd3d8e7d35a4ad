// The body's right-hand side a second time: docs/equations.md written out term by term, from the
// parameters and with a plain solver of its own for the pressures. Slow, and shares with the
// program only the laws in models/ and the places of numbers in the state vector.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "models/cells/kinetics.hpp"
#include "models/circulation/resting.hpp"
#include "sim/body/layout.hpp"

namespace testing {

class ReferenceBody {
 public:
  ReferenceBody(const cellroute::BodyCase& body_case, const cellroute::body::LayoutView& places);
  std::vector<double> derivative(double t, const std::vector<double>& y) const;

 private:
  struct Cells {  // one population of living cells
    double share, per_particle, diameter, weight_of_label, infusion_time;
    cellroute::DiameterSlice slice;
    bool every_infusion;
  };
  struct Compartment {
    double volume = 0;
    const cellroute::Tissue* tissue = nullptr;
    double sites = 1, fraction = 1,
           ligand = 0;  // share of the bed's sites; of its constrictions; adhesion strength
    int organ = cellroute::body::blood_organ, zone = -1;
  };
  struct Move {
    int from, to;
    double flow;
  };
  void place_compartments();
  /// Plugging S of each bed -> every flow between compartments.
  std::vector<Move> flows(double t, const std::vector<double>& S) const;
  /// Dose rate [cell/s] of each population (the last: dead) into each compartment; depots at the end.
  std::vector<std::map<int, double>> doses(double t) const;
  bool runs(const cellroute::Infusion& infusion, double t) const {
    return t > infusion.start && t < infusion.start + infusion.duration;
  }
  int zone_node(int territory, int zone) const;

  const cellroute::BodyCase& case_;
  const cellroute::Parameters& p_;
  const cellroute::body::LayoutView& v_;
  std::vector<double> shares_;
  std::vector<Cells> populations_;
  std::vector<Compartment> compartments_;
  cellroute::circulation::Resting resting_;
  double host_ = 1, dose_ = 0, label_each_ = 0;
  static constexpr int spleen_depot_key = -1, liver_depot_key = -2;
};

}  // namespace testing
