// The part of the contract that only runs with a resolved liver have: the group /liver. It asks of a visitor
// what contract_lobule.hpp asks.
#pragma once

#include <filesystem>

#include "sim/body/result.hpp"
#include "sim/results/contract_lobule.hpp"
#include "sim/results/liver_record.hpp"

namespace cellroute::results {

inline constexpr std::array sinusoid_tanks_names{"organ", "body"};
inline constexpr std::array axis_names{"x", "y", "z"};

/// A long whole number, written as every other number.
template <class Count, class Visit>
void describe_work(const std::string& path, Caption caption, Count& count, Visit& visit) {
  double value = static_cast<double>(count);
  visit.number(path, caption, value);
  if constexpr (!std::is_const_v<Count>) {
    if (!(value >= 0 && value <= 9007199254740992.0 && std::floor(value) == value))
      visit.refuse(path + " is not a whole number");
    count = static_cast<Count>(value);
  }
}

/// A place that may be left to be found: three numbers, NaN where none was given.
template <class Place, class Visit>
void describe_place(const std::string& path, const std::string& what, Place& place, Visit& visit) {
  Point at = place.value_or(Point{unset, unset, unset});
  for (std::size_t i = 0; i < 3; ++i)
    visit.number(path + "_" + axis_names[i], {"m", what + ", " + axis_names[i] + "; NaN: found by rule"},
                 at[i]);
  if constexpr (!std::is_const_v<Place>) {
    place.reset();
    if (!std::isnan(at[0])) place = at;
  }
}

/// Labels of a segmentation one after the other, each with the segment it stands for.
template <class Mask, class Visit>
void describe_mask_labels(Mask& mask, Visit& visit) {
  struct Label {
    double label = 0, segment = 0;
  };
  std::vector<Label> rows;
  for (const int label : mask.liver) rows.push_back({static_cast<double>(label), 0});
  for (std::size_t s = 0; s < mask.segments.size(); ++s)
    for (const int label : mask.segments[s])
      rows.push_back({static_cast<double>(label), static_cast<double>(s + 1)});
  visit.column("/liver/mask/label", {"1", "label in the image"}, rows, &Label::label);
  visit.column("/liver/mask/segment", {"1", "Couinaud segment it stands for; 0: liver of no known segment"},
               rows, &Label::segment);
  if constexpr (!std::is_const_v<Mask>) {
    mask.liver.clear();
    for (auto& labels : mask.segments) labels.clear();
    for (const Label& row : rows) {
      const bool whole = std::floor(row.segment) == row.segment && std::floor(row.label) == row.label;
      if (!(whole && row.segment >= 0 && row.segment <= couinaud_segments && row.label >= 0 &&
            row.label <= 65535))
        visit.refuse("/liver/mask names a label or segment that cannot be");
      auto& labels = row.segment == 0 ? mask.liver : mask.segments[static_cast<std::size_t>(row.segment) - 1];
      labels.push_back(static_cast<int>(row.label));
    }
  }
}

/// Of the mask's file the name without folders: where it lay may differ between equal runs.
template <class Numerics, class Visit>
void describe_mask(Numerics& numerics, Visit& visit) {
  const bool have = visit.part("/liver/mask", numerics.mask.has_value());
  if constexpr (!std::is_const_v<Numerics>) {
    numerics.mask.reset();
    if (have) numerics.mask.emplace();
  }
  if (!have) return;
  auto& mask = *numerics.mask;
  describe_mask_labels(mask, visit);
  std::string file = std::filesystem::path(mask.file).filename().string();
  visit.attribute("/liver/mask", "file", file);
  if constexpr (!std::is_const_v<Numerics>) mask.file = file;
  describe_place("/liver/mask/portal_hilum", "where the portal vein enters", mask.portal_hilum, visit);
  describe_place("/liver/mask/arterial_hilum", "where the hepatic artery enters", mask.arterial_hilum, visit);
  describe_place("/liver/mask/caval_outlet", "where the hepatic veins leave", mask.caval_outlet, visit);
}

template <class Liver, class Visit>
void describe_liver_settings(Liver& liver, Visit& visit) {
  const std::string group = "/liver", at = "/liver/settings/";
  auto& numerics = liver.numerics;
  describe_choice(group, "tanks", numerics.tanks, sinusoid_tanks_names, visit);
  describe_choice(group, "skimming", numerics.skimming, switch_names, visit);
  describe_choice(group, "plugging", numerics.plugging, switch_names, visit);
  describe_choice(group, "heterogeneity", numerics.heterogeneity, switch_names, visit);
  describe_choice(group, "delay", numerics.delay, switch_names, visit);
  visit.attribute(group, "seed", numerics.seed);
  visit.number(at + "spacing", {"m", "edge of a voxel asked for; 0: by the number of voxels"},
               numerics.spacing);
  visit.number(at + "voxels", {"1", "voxels asked for where no edge is"}, numerics.voxels);
  describe_count(at + "terminals", {"1", "terminal vessels asked for, of each tree"}, numerics.terminals,
                 visit);
  visit.texts(at + "embolised", {"none", "branches that are closed"}, numerics.embolised);
  describe_mask(numerics, visit);
  auto& stepping = liver.stepping;
  visit.number(at + "tolerance", {"1", "error of a step, share of the dose"}, stepping.tolerance);
  visit.number(at + "first_step", {"s", "step after the start and after every event"}, stepping.first_step);
  visit.number(at + "longest_step", {"s", "longest step"}, stepping.longest_step);
  visit.number(at + "flow_tolerance", {"1", "relative change of a conductance that asks for a new flow"},
               stepping.flow_tolerance);
}

template <class Segment, class Visit>
void describe_liver_segment(Segment& segment, Visit& visit) {
  const std::string at = "/liver/segments/" + segment.name + "/";
  describe_count(at + "voxels", {"1", "voxels of the segment"}, segment.voxels, visit);
  visit.number(at + "volume", {"m3", "volume of the segment"}, segment.volume);
  visit.number(at + "portal_flow", {"m3/s", "portal flow into the segment at rest"}, segment.portal_flow);
  visit.number(at + "arterial_flow", {"m3/s", "arterial flow into the segment at rest"},
               segment.arterial_flow);
  visit.series(at + "living", {"cell", "living cells in the segment's tissue"}, segment.living);
  visit.series(at + "circulating", {"cell", "living cells circulating in small vessels"},
               segment.circulating);
  visit.series(at + "trapped", {"cell", "living cells trapped in narrow vessels"}, segment.trapped);
  visit.series(at + "adherent", {"cell", "living cells adherent to the vessel wall"}, segment.adherent);
  visit.series(at + "homed", {"cell", "living cells homed outside the vessels"}, segment.homed);
  visit.series(at + "lodged_dead", {"cell", "dead cells still lodged"}, segment.lodged_dead);
  visit.series(at + "lost", {"cell", "living cells lost here since the start"}, segment.lost);
  visit.series(at + "label", {"1", "share of the infused label in the segment"}, segment.label);
}

template <class Tree, class Visit>
void describe_liver_tree(Tree& tree, Visit& visit) {
  const std::string at = "/liver/trees/" + tree.name + "/";
  describe_count(at + "segments", {"1", "straight vessels of the tree"}, tree.segments, visit);
  describe_count(at + "terminals", {"1", "vessels without branches"}, tree.terminals, visit);
  visit.number(at + "volume", {"m3", "blood of the tree"}, tree.volume);
  visit.number(at + "root_radius", {"m", "radius of the trunk"}, tree.root_radius);
  visit.number(at + "flow", {"m3/s", "flow of the trunk at rest"}, tree.flow);
  visit.number(at + "pressure_drop", {"Pa", "drop between trunk and terminals at rest, mean by flow"},
               tree.pressure_drop);
  visit.number(at + "drop_cv", {"1", "CV of the pressure drop between terminals, by flow"}, tree.drop_cv);
  visit.number(at + "mean_transit", {"s", "transit time of the tree at rest, mean by flow"},
               tree.mean_transit);
  visit.number(at + "transit_cv2", {"1", "CV^2 of the transit time of the tree, by flow"}, tree.transit_cv2);
  const bool known = visit.part(at + "strahler", tree.orders > 0);  // older files do without
  if (!known) return;
  describe_count(at + "strahler/orders", {"1", "Strahler orders; terminals have order 1"}, tree.orders,
                 visit);
  visit.number(at + "strahler/branching_ratio", {"1", "vessels of an order over those of the next"},
               tree.branching_ratio);
  visit.number(at + "strahler/length_ratio", {"1", "mean length of an order over that of the one before"},
               tree.length_ratio);
  visit.number(at + "strahler/diameter_ratio", {"1", "mean diameter of an order over that of the one before"},
               tree.diameter_ratio);
}

template <class Star, class Visit>
void describe_star(const std::string& at, const std::string& units, const std::string& what, Star& star,
                   Visit& visit) {
  visit.number(at + "arterial", {units, what + ", arterial leg"}, star.arterial);
  visit.number(at + "portal", {units, what + ", portal leg"}, star.portal);
  visit.number(at + "venous", {units, what + ", venous leg"}, star.venous);
}

template <class Result, class Visit>
void describe_liver_flow(Result& result, Visit& visit) {
  describe_star("/liver/conductance/star/", "m3/(Pa s)", "conductance of the liver at rest",
                result.resting_star, visit);
  describe_star("/liver/conductance/tissue/", "1/(Pa s)", "conductance of tissue over its volume",
                result.voxels_per_volume, visit);
  auto& transit = result.transit;
  const std::string at = "/liver/transit/";
  visit.number(at + "sinusoid_mean", {"s", "transit time of the sinusoids at rest, mean by flow"},
               transit.sinusoid_mean);
  visit.number(at + "trees_cv2", {"1", "CV^2 that the vessel trees add"}, transit.trees);
  visit.number(at + "perfusion_cv2", {"1", "CV^2 that uneven flow of the voxels adds"}, transit.perfusion);
  visit.number(at + "sinusoids_cv2", {"1", "CV^2 of the sinusoids' tanks"}, transit.sinusoids);
  visit.number(at + "organ_cv2", {"1", "CV^2 of the body level's chain of tanks"}, transit.organ);
  const std::string plugged = "/liver/hemodynamics/";
  visit.series(plugged + "most_plugged_voxel", {"1", "plugged share of sinusoids in the worst voxel"},
               result.hemodynamics.most_plugged_voxel);
  auto& balance = result.balance;
  const std::string sheet = "/liver/balance/";
  visit.number(sheet + "worst_cells", {"1", "largest infused - living - lost of a population, over the dose"},
               balance.worst_cells);
  visit.number(sheet + "worst_dead", {"1", "largest imbalance of dead cells, over the dose"},
               balance.worst_dead);
  visit.number(sheet + "worst_label", {"1", "largest imbalance of the label"}, balance.worst_label);
  visit.number(sheet + "lowest_state", {"1", "smallest state met, over the dose"}, balance.lowest);
  auto& work = result.work;
  const std::string done = "/liver/work/";
  describe_work(done + "steps", {"1", "steps in time"}, work.steps, visit);
  describe_work(done + "flow_solves", {"1", "times the flow of the whole liver was solved"}, work.flow_solves,
                visit);
  describe_work(done + "flow_iterations", {"1", "iterations of the solver of the flow"}, work.flow_iterations,
                visit);
  visit.number(done + "worst_change",
               {"1", "largest difference of a step's two orders, over the living cells"}, work.worst_change);
}

/// What the body's group holds already.
inline void take_circulation(liver::LiverHemodynamics& liver, const body::Hemodynamics& body) {
  liver.arterial_pressure = body.arterial_pressure;
  liver.pulmonary_artery_pressure = body.pulmonary_artery_pressure;
  liver.portal_pressure = body.portal_pressure;
  liver.sinusoidal_pressure = body.sinusoidal_pressure;
  liver.hepatic_vein_pressure = body.hepatic_vein_pressure;
  liver.portal_flow = body.portal_flow;
  liver.arterial_flow = body.arterial_flow;
  liver.collateral_flow = body.collateral_flow;
  liver.shunt_flow = body.shunt_flow;
  liver.plugged_lung = body.plugged_lung;
  liver.plugged_liver = body.plugged_sinusoids;
  liver.peak_portal_pressure = body.peak_portal_pressure;
  liver.peak_portal_time = body.peak_portal_time;
  liver.peak_pulmonary_pressure = body.peak_pulmonary_pressure;
  liver.worst_residual = body.worst_residual;
}

/// Everything that came out, beginning with its times.
template <class Liver, class Visit>
void describe_liver_result(Liver& liver, Visit& visit) {
  auto& result = liver.result;
  visit.series("/liver/time", {"s", "time since the start"}, result.times);
  const std::string grid = "/liver/grid/";
  for (std::size_t i = 0; i < 3; ++i)
    describe_count(grid + "cells_" + axis_names[i],
                   {"1", std::string("voxels of the box along ") + axis_names[i]}, result.cells[i], visit);
  visit.number(grid + "spacing", {"m", "edge of a voxel"}, result.spacing);
  visit.number(grid + "volume", {"m3", "volume of the liver's voxels"}, result.volume);
  for (std::size_t s = 0; s < result.segments.size(); ++s) {
    if constexpr (!std::is_const_v<Liver>) result.segments[s].name = segment_name(s);
    describe_liver_segment(result.segments[s], visit);
  }
  for (std::size_t t = 0; t < result.trees.size(); ++t) {
    if constexpr (!std::is_const_v<Liver>) result.trees[t].name = tree_names[t];
    describe_liver_tree(result.trees[t], visit);
  }
  describe_liver_flow(result, visit);
  visit.texts("/liver/notes", {"none", "what a reader must know"}, result.notes);
}

}  // namespace cellroute::results
