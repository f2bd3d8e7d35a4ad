// The body around the liver over one time step: compartments and organ beds, joined to the liver at three
// ports.
//
// For a carrier (a population of living cells, or the dead of the dose) the equations are linear once the
// free sites and the flows of a step are held, so that what flows to the liver is a straight line in what
// comes back from it,
//
//     r_artery = a_0 + a_1 m,   r_portal = p_0 + p_1 m     (mean rates over the step, [cell/s])
//
// and so is what the liver gives back in what it gets: the two lines meet in one point, found without
// iteration and for steps of any length. Two implicit stages (sdirk2.hpp); everything that leaves, dies or is
// cleared is summed from the stages, so that cells are conserved to rounding.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "models/liver/surroundings.hpp"

namespace cellroute::liver {

/// What one carrier has in the compartments, beds and depots [cell].
struct AroundLiver {
  std::vector<double> blood;                                // by compartment
  std::vector<double> fast, slow, adherent, homed, lodged;  // by bed
  std::vector<double> depot;
  void resize(std::size_t compartments, std::size_t beds, std::size_t depots);
  template <class Visit>
  void visit(Visit&& visit) {
    for (auto* part : {&blood, &fast, &slow, &adherent, &homed, &lodged, &depot}) visit(*part);
  }
};

/// Mean rates [cell/s] of a step towards the liver, as lines in the rate that comes back.
struct LiverInflowLine {
  double artery = 0, portal = 0;                        // with nothing coming back
  double artery_per_return = 0, portal_per_return = 0;  // [1]
};

class RestOfBody {
 public:
  /// Both must outlive it. Empty of cells.
  RestOfBody(const Surroundings& surroundings, const LiverCells& cells);
  ~RestOfBody();

  int carriers() const;
  /// Occupied trapping sites over paths of each bed (S of docs/equations.md, C1), extrapolated half a step of
  /// `dt` [s]; 0 for now.
  std::vector<double> plugging(double dt) const;

  /// Prepares a step of `dt` [s] with held flows and free sites, and solves it with nothing coming back.
  void begin(double dt, const circulation::State<double>& flow, const DosePeriod& period);
  const LiverInflowLine& to_liver(int carrier) const;
  /// Ends the step, with the mean rates [cell/s] by carrier that came back from the liver.
  void finish(std::span<const double> returned);

  const AroundLiver& now(int carrier) const;
  /// The two stages of the last step, for what is summed along it.
  const AroundLiver& stage(int carrier, int which) const;
  /// Dead of the dose that were trapped at a stage [cell/s] by bed.
  std::span<const double> dead_trapped(int which) const;
  /// Cells lost since the start, by organ.
  std::span<const double> lost(int carrier) const;
  /// Largest difference of the last step to the embedded first order, of any carrier and state [cell].
  double error() const;
  double lowest() const;  // smallest state met [cell]

  /// visit(vector of doubles) for everything that a continued run needs.
  template <class Visit>
  void visit(Visit&& visit) {
    for (AroundLiver& one : state_) one.visit(visit);
    for (auto& one : lost_) visit(one);
    for (auto* part : {&trap_free_, &trap_free_before_, &adhesion_free_, &adhesion_free_before_, &plugging_,
                       &plugging_before_, &history_})
      visit(*part);
  }

 private:
  struct Step;
  void read_sites();

  const Surroundings& around_;
  const LiverCells& cells_;
  std::vector<AroundLiver> state_;
  std::vector<std::vector<double>> lost_;
  std::vector<double> trap_free_, trap_free_before_, adhesion_free_, adhesion_free_before_, plugging_,
      plugging_before_;
  std::vector<double> history_;  // [s] the last step, [cell] the smallest state met
  std::unique_ptr<Step> step_;
};

}  // namespace cellroute::liver
