// The part of the contract that only runs with a resolved lobule have: the group /lobule.
//
// Beside what contract.hpp asks of a visitor, this part needs
//     part(group, whether there is one)              whether the group is to be visited
//     by_class(path, caption, vector of doubles)     over the lobule's classes
//     by_class_and_zone(path, caption, vector of three doubles)
//     refuse(what is wrong)                          of readers: throws
#pragma once

#include <cmath>
#include <span>
#include <type_traits>

#include "sim/results/hdf5.hpp"
#include "sim/results/lobule_record.hpp"

namespace cellroute::results {

inline constexpr std::array lobule_boundary_names{"periodic", "walled", "reduced"};
inline constexpr std::array zone_kind_names{"radius", "area", "transit_time"};
inline constexpr std::array lobule_transport_names{"quasi_steady", "transient"};
inline constexpr std::array switch_names{"off", "on"};

/// A choice, as one of its names.
template <class Choice, class Visit>
void describe_choice(const std::string& object, const std::string& key, Choice& choice,
                     std::span<const char* const> names, Visit& visit) {
  std::string name = names[static_cast<std::size_t>(choice)];
  visit.attribute(object, key, name);
  if constexpr (!std::is_const_v<Choice>) {
    std::size_t i = 0;
    while (i < names.size() && name != names[i]) ++i;
    if (i == names.size())
      visit.refuse("attribute " + key + " at " + object + " has the unknown value \"" + name + "\"");
    choice = static_cast<Choice>(i);
  }
}

/// A whole number of things, written as every other number.
template <class Visit>
void describe_count(const std::string& path, Caption caption, const int& count, Visit& visit) {
  visit.number(path, caption, static_cast<double>(count));
}

template <class Visit>
void describe_count(const std::string& path, Caption caption, int& count, Visit& visit) {
  double value = count;
  visit.number(path, caption, value);
  if (!(value >= 0 && value < 2147483648.0 && std::floor(value) == value))
    visit.refuse(path + " is not a whole number");
  count = static_cast<int>(value);
}

template <class Lobule, class Visit>
void describe_lobule_settings(Lobule& lobule, Visit& visit) {
  const std::string group = "/lobule";
  visit.attribute(group, "territory", lobule.territory.name);
  describe_choice(group, "boundary", lobule.numerics.boundary, lobule_boundary_names, visit);
  describe_choice(group, "zones", lobule.numerics.zones, zone_kind_names, visit);
  visit.attribute(group, "seed", lobule.numerics.seed);
  describe_choice(group, "transport", lobule.stepping.transport, lobule_transport_names, visit);
  describe_choice(group, "plugging", lobule.stepping.plugging, switch_names, visit);
  if constexpr (!std::is_const_v<Lobule>)
    lobule.result.zone_definition = zone_kind_names[static_cast<std::size_t>(lobule.numerics.zones)];
  visit.number(group + "/territory/share", {"1", "part of the liver's volume the block stands for"},
               lobule.territory.share);
  visit.number(group + "/territory/volume", {"m3", "volume of liver the block stands for"},
               lobule.territory.volume);
  const std::string at = group + "/settings/";
  visit.number(at + "spacing", {"m", "cell size asked for in the plane of the lobule"},
               lobule.numerics.spacing);
  describe_count(at + "columns", {"1", "unit cells along x, two lobules each"}, lobule.numerics.columns,
                 visit);
  describe_count(at + "rows", {"1", "unit cells along y"}, lobule.numerics.rows, visit);
  describe_count(at + "layers", {"1", "cells along the central vein"}, lobule.numerics.layers, visit);
  visit.number(at + "layer_thickness", {"m", "size of a cell along the central vein"},
               lobule.numerics.layer_thickness);
  auto& stepping = lobule.stepping;
  visit.number(at + "tolerance", {"1", "error of a step in the slow states, share of the cells infused"},
               stepping.tolerance);
  visit.number(at + "first_step", {"s", "step after the start and after every event"}, stepping.first_step);
  visit.number(at + "longest_step", {"s", "longest step"}, stepping.longest_step);
  visit.number(at + "transient_step", {"1", "longest transient step over the mean transit time"},
               stepping.transient_step);
  visit.number(at + "transient_span", {"1", "transient steps after an event, over the mean transit time"},
               stepping.transient_span);
  visit.number(at + "linear_tolerance", {"1", "relative residual of circulating cells and of pressure"},
               stepping.linear_tolerance);
  visit.number(at + "flow_tolerance", {"1", "relative change of a permeability that asks for a new flow"},
               stepping.flow_tolerance);
}

template <class Result, class Visit>
void describe_lobule_grid(Result& result, Visit& visit) {
  const std::string at = "/lobule/grid/";
  const char* const axes[] = {"x", "y", "z"};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string cells = std::string("cells of the block along ") + axes[i];
    const std::string size = std::string("size of a cell along ") + axes[i];
    describe_count(at + "cells_" + axes[i], {"1", cells}, result.cells[i], visit);
    visit.number(at + "spacing_" + axes[i], {"m", size}, result.spacing[i]);
  }
  visit.number(at + "volume", {"m3", "volume of the block"}, result.block_volume);
}

template <class Zone, class Visit>
void describe_lobule_zone(Zone& zone, Visit& visit) {
  const std::string at = "/lobule/zones/" + zone.name + "/";
  auto& cells = zone.cells;
  visit.table(at + "circulating", {"cell/m3", "cells circulating, dead ones for a class of dead"},
              cells.circulating);
  visit.table(at + "trapped", {"cell/m3", "living cells trapped in sinusoids"}, cells.trapped);
  visit.table(at + "adherent", {"cell/m3", "living cells adherent to the sinusoids' wall"}, cells.adherent);
  visit.table(at + "homed", {"cell/m3", "living cells homed outside the sinusoids"}, cells.homed);
  visit.table(at + "lodged_dead", {"cell/m3", "dead cells still lodged"}, cells.lodged_dead);
  visit.table(at + "lost", {"cell/m3", "living cells lost here; of a class of dead, the cleared"},
              cells.lost);
  visit.number(at + "living_time", {"cell s/m3", "time integral of living cells over the run"},
               zone.living_time);
  visit.number(at + "volume_share", {"1", "share of the block's volume"}, zone.volume_share);
}

template <class Sheet, class Visit>
void describe_lobule_balance(Sheet& balance, Visit& visit) {
  const std::string at = "/lobule/balance/";
  visit.table(at + "entered", {"cell/m3", "cells that entered so far"}, balance.entered);
  visit.table(at + "present", {"cell/m3", "living cells in the block; of a class of dead, the dead"},
              balance.present);
  visit.table(at + "lost", {"cell/m3", "living cells lost so far; of a class of dead, the cleared"},
              balance.lost);
  visit.table(at + "left", {"cell/m3", "cells carried out by any vessel so far"}, balance.left);
  visit.number(at + "worst", {"1", "largest entered - present - lost - left of a class, over the dose"},
               balance.worst);
  visit.number(at + "lowest_state", {"cell/m3", "smallest state met anywhere"}, balance.lowest_state);
}

/// An entry without blood has no first pass, and no group of it.
template <class Pass, class Visit>
void describe_first_pass(const std::string& entry, Pass& pass, Visit& visit) {
  const std::string group = "/lobule/first_pass/" + entry;
  const bool flows = visit.part(group, pass.flows);
  if constexpr (!std::is_const_v<Pass>) pass.flows = flows;
  if (!flows) return;
  visit.by_class_and_zone(group + "/trapped", {"1", "share of the cells entering that is trapped"},
                          pass.strained);
  visit.by_class_and_zone(group + "/adherent", {"1", "share of the cells entering that adheres"}, pass.stuck);
  visit.by_class(group + "/lost", {"1", "share of the cells entering that dies on the way"}, pass.lost);
  visit.by_class(group + "/passed", {"1", "share of the cells entering that leaves the block"}, pass.passed);
}

template <class Result, class Visit>
void describe_lobule_flow(Result& result, Visit& visit) {
  auto& transit = result.transit;
  const std::string at = "/lobule/transit/";
  visit.number(at + "mean", {"s", "mean transit time at the first flow, weighted by flow"}, transit.mean);
  visit.number(at + "exact_mean", {"s", "blood volume over flow"}, transit.exact_mean);
  visit.number(at + "cv2", {"1", "CV^2 of the transit time"}, transit.cv2);
  visit.number(at + "hexagon_cv2", {"1", "CV^2 from the flow lines alone"}, transit.hexagon_cv2);
  visit.number(at + "dispersion_cv2", {"1", "CV^2 that dispersion adds"}, transit.dispersion_cv2);
  visit.number(at + "organ_cv2", {"1", "CV^2 of the body level's chain of tanks"}, transit.organ_cv2);
  visit.number(at + "tree_cv2", {"1", "CV^2 that vessel trees would add for the body level's"},
               transit.tree_cv2);
  visit.number(at + "mean_path_length", {"m", "mean length of the flow lines"}, transit.mean_path_length);
  auto& flow = result.hemodynamics;
  const std::string series = "/lobule/hemodynamics/";
  visit.series(series + "pressure_drop", {"Pa", "pressure drop, portal venules to central vein"},
               flow.pressure_drop);
  visit.series(series + "portal_flow", {"1/s", "portal flow over the liver's volume"}, flow.portal_flow);
  visit.series(series + "arterial_flow", {"1/s", "arterial flow over the liver's volume"},
               flow.arterial_flow);
  visit.series(series + "mean_permeability", {"m2", "permeability, mean over the block's volume"},
               flow.mean_permeability);
  visit.series(series + "least_open", {"1", "smallest open share of the paths anywhere"}, flow.least_open);
  visit.series(series + "occupied_traps", {"1", "largest occupied share of trapping sites anywhere"},
               flow.occupied_trap_sites);
  visit.series(series + "occupied_adhesion", {"1", "largest occupied share of adhesion sites anywhere"},
               flow.occupied_adhesion_sites);
  visit.number("/lobule/permeability", {"m2", "permeability of healthy tissue, from the pressure drop"},
               result.permeability);
}

/// Everything that came out, beginning with its times and classes.
template <class Lobule, class Visit>
void describe_lobule_result(Lobule& lobule, Visit& visit) {
  auto& result = lobule.result;
  visit.series("/lobule/time", {"s", "time since the start"}, result.times);
  visit.number("/lobule/dose", {"cell/m3", "cells that entered over the run, living and dead"}, result.dose);
  using lobule::SizeClass;
  const std::string classes = "/lobule/classes/";
  visit.column(classes + "median_diameter", {"m", "median diameter of the class"}, result.classes,
               &SizeClass::median_diameter);
  visit.column(classes + "cells_per_particle", {"cell", "cells in one clump; 1: single cells"},
               result.classes, &SizeClass::cells_per_particle);
  visit.column(classes + "dead", {"1", "1 for cells that were dead at infusion"}, result.classes,
               &SizeClass::dead);
  visit.column(classes + "entered", {"cell/m3", "cells of the class that entered over the run"},
               result.classes, &SizeClass::entered);
  visit.column("/lobule/zone_names", {"none", "names of the zones, from the portal side"}, result.zones,
               &lobule::ZoneSeries::name);
  for (auto& zone : result.zones) describe_lobule_zone(zone, visit);
  describe_lobule_balance(result.balance, visit);
  for (std::size_t e = 0; e < lobule::entries; ++e) {
    const std::string entry = lobule_entry_names[e];
    visit.by_class("/lobule/entered/" + entry, {"cell/m3", "cells that entered this way over the run"},
                   lobule.entered[e]);
    describe_first_pass(entry, result.first_pass[e], visit);
  }
  describe_lobule_flow(result, visit);
  describe_lobule_grid(result, visit);
  visit.texts("/lobule/notes", {"none", "what a reader must know"}, result.notes);
}

}  // namespace cellroute::results
