// What the liver level needs of the rest of the body: compartments of mixed blood with their beds, the
// circulation that joins them, doses and label. Plain numbers in SI; the equations are those of the
// whole body (docs/equations.md, sections 1 to 3) without its four sinusoidal tanks.
#pragma once

#include <string>
#include <vector>

#include "models/circulation/network.hpp"
#include "models/liver/liver_cells.hpp"

namespace cellroute {

/// Mixed blood, with or without the bed of an organ.
struct Compartment {
  double volume = 0;  // [m3] of blood
  double loss = 0;    // [1/s] of living circulating cells
  int bed = -1;       // index into Surroundings::beds
  int organ = 0;      // the organ it counts for, below Surroundings::organs
};

/// Cells leave `from` with max(0, sign * flow) / volume.
struct CompartmentEdge {
  int from, to;
  int flow;     // circulation::Flow
  double sign;  // +1 with the flow, -1 against it
};

/// A puncture site that washes out into a compartment.
struct PunctureDepot {
  int into = 0;
  double washout = 0, loss = 0;  // [1/s]
};

/// Cells that enter a branch of a tree through a catheter.
struct BranchDose {
  bool arterial = false;     // hepatic artery, else portal vein
  std::string branch;        // a name of VesselTree::named
  std::vector<double> rate;  // [cell/s] by carrier: populations, then the dead of the dose
};

/// Part of the run with constant doses.
struct DosePeriod {
  double stop = 0;  // [s]
  circulation::Network<double> network{};
  std::vector<double> dose;        // [cell/s] by compartment and carrier
  std::vector<double> depot_dose;  // [cell/s] by depot and carrier
  std::vector<BranchDose> branches;
};

/// Label in shares of all label infused (docs/equations.md, section 3).
struct LabelRates {
  double leak = 0, retained_leak = 0, excretion = 0, binding = 0;  // [1/s]
  double retained_share = 0;                                       // [1]
  std::vector<double> per_cell, unbound, start;                    // [1/cell], [1/cell], [s] by population
  double dead_per_cell = 0, dead_unbound = 0;                      // [1/cell]
  std::vector<double> uptake;                                      // [1/s] of debris by organ
};

struct Surroundings {
  std::vector<Compartment> compartments;
  std::vector<LiverBed> beds;  // whole organs: `blood` is the compartment's, sites and paths are counts
  std::vector<CompartmentEdge> edges;
  std::vector<PunctureDepot> depots;
  int artery = 0, portal = 0, vein = 0;  // compartments that the liver's three trees begin and end in
  int organs = 0, liver_organ = 0;       // numbers of organs, and which one the liver is
  std::vector<DosePeriod> periods;       // by time
  LabelRates label;
  circulation::Network<double> resting{};
  circulation::State<double> resting_state{};
};

}  // namespace cellroute
