#include "sim/scenario/liver_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "models/liver/branch.hpp"
#include "sim/scenario/declaring.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/quantity.hpp"

namespace cellroute::scenario {
namespace {

Declared labels(std::string name, std::string about) {
  Declared label = number("label", Form::integer, {"1", 1, 65535, "A label of the mask."});
  return group(std::move(name), Form::list, std::move(about), {std::move(label)});
}

Declared point(std::string name, std::string about) {
  Declared coordinate =
      number("coordinate", Form::quantity, {"m", -10, 10, "A coordinate in the mask's world."});
  return otherwise(group(std::move(name), Form::list, std::move(about), {std::move(coordinate)}), "found");
}

Declared on_off(std::string name, bool fallback, const char* about) {
  return otherwise(choice(std::move(name), {"on", "off"}, about), fallback ? "on" : "off");
}

std::string segment_key(std::size_t s) { return "segment_" + std::to_string(s + 1); }

Declared mask_keys() {
  std::vector<Declared> children{
      required(key("file", Form::text, "A NIfTI (.nii, .nii.gz) or MetaImage (.mha, .mhd) file.")),
      otherwise(labels("liver",
                       "Labels of liver without known segment: [1]; it is then cut into segments as "
                       "the built-in liver is."),
                "every label above 0, when no segment is named")};
  for (std::size_t s = 0; s < couinaud_segments; ++s)
    children.push_back(
        labels(segment_key(s), fmt::format("Labels of Couinaud segment {}; all eight or none.", s + 1)));
  children.push_back(point("portal_hilum", "Where the portal vein enters: [x, y, z], RAS."));
  children.push_back(point("arterial_hilum", "Where the hepatic artery enters: [x, y, z], RAS."));
  children.push_back(point("caval_outlet", "Where the hepatic veins leave: [x, y, z], RAS."));
  return group("mask", Form::group, "A segmentation to take the liver's shape from.", std::move(children));
}

std::vector<int> read_labels(const Value& mask, const std::string& name) {
  std::vector<int> all;
  if (const Value* list = mask.find(name))
    for (const Value& one : list->items) all.push_back(static_cast<int>(one.integer));
  return all;
}

std::optional<Point> read_point(const Value& mask, const char* name, std::vector<Diagnostic>& problems) {
  const Value* list = mask.find(name);
  if (!list) return std::nullopt;
  if (list->items.size() != 3) {
    problems.push_back(list->node->mistake(fmt::format("`{}` has {} coordinates", name, list->items.size()),
                                           "", "write three, as in [12 mm, -30 mm, 55 mm]"));
    return std::nullopt;
  }
  return Point{list->items[0].number, list->items[1].number, list->items[2].number};
}

LiverMask read_mask(const Value& given, const std::filesystem::path& folder,
                    std::vector<Diagnostic>& problems) {
  LiverMask mask;
  if (const Value* file = given.find("file")) {
    std::filesystem::path path = file->text;
    if (path.is_relative()) path = folder / path;
    mask.file = path.string();
    if (!std::filesystem::exists(path))
      problems.push_back(file->node->mistake(fmt::format("there is no file `{}`", file->text), "",
                                             "paths start at the scenario's folder"));
  }
  mask.liver = read_labels(given, "liver");
  std::size_t named = 0;
  for (std::size_t s = 0; s < couinaud_segments; ++s) {
    mask.segments[s] = read_labels(given, segment_key(s));
    named += mask.segments[s].empty() ? 0 : 1;
  }
  if (named > 0 && named < couinaud_segments)
    problems.push_back(given.node->mistake(fmt::format("{} of eight segments have labels", named),
                                           "a segment without a label would not be liver",
                                           "name all eight, or `liver` alone"));
  if (named > 0 && !mask.liver.empty())
    problems.push_back(given.node->mistake("both segments and the whole liver have labels", "",
                                           "name all eight segments, or `liver` alone"));
  mask.portal_hilum = read_point(given, "portal_hilum", problems);
  mask.arterial_hilum = read_point(given, "arterial_hilum", problems);
  mask.caval_outlet = read_point(given, "caval_outlet", problems);
  return mask;
}

}  // namespace

Declared liver_keys() {
  const LiverNumerics n;
  const LiverStepping s;
  return group(
      "liver", Form::group, "How the liver level is resolved and stepped.",
      {otherwise(number("spacing", Form::quantity, {"m", 1e-5, 0.05, "Edge of the voxels."}),
                 "such that there are `voxels`"),
       otherwise(number("voxels", Form::number, {"1", 100, 1e9, "About how many voxels the liver has."}),
                 short_number(n.voxels)),
       otherwise(number("terminals", Form::integer,
                        {"1", 8, 1e7, "Terminal branches of each tree; at most as many as voxels."}),
                 std::to_string(n.terminals)),
       mask_keys(),
       otherwise(key("trees", Form::text, "A trees.vtkhdf of another run, to take the trees from."),
                 "they are grown"),
       texts("embolised", "Branches that are closed from the start: [portal_vein.right]."),
       otherwise(
           choice("tanks", {"organ", "body"},
                  "Sinusoids as tanks so narrow that trees and sinusoids together spread transit times as "
                  "the whole organ does, or as the body level's four."),
           "organ"),
       on_off("skimming", n.skimming,
              "Whether cells leave joints by size, as red cells do, or with the blood."),
       on_off("plugging", n.plugging, "Whether lodged cells lower the conductance of their voxel."),
       on_off("heterogeneity", n.heterogeneity,
              "Whether trees resist; without, every voxel has the flow of its volume."),
       on_off("delay", n.delay, "Whether trees hold blood; without, what they hold is mixed in the trunks."),
       otherwise(
           number("tolerance", Form::number,
                  {"1", 1e-10, 1e-1,
                   "Difference of a step to its embedded first order, as a share of the living cells."}),
           short_number(s.tolerance))});
}

void read_liver_keys(const Value& given, const std::filesystem::path& folder, LiverNumerics& numerics,
                     LiverStepping& stepping, std::vector<Diagnostic>& problems) {
  const auto quantity = [&](const char* name, double& number) {
    if (const Value* value = given.find(name)) number = value->number;
  };
  const auto flag = [&](const char* name, bool& on) {
    if (const Value* value = given.find(name)) on = value->text == "on";
  };
  quantity("spacing", numerics.spacing);
  quantity("voxels", numerics.voxels);
  quantity("tolerance", stepping.tolerance);
  if (const Value* terminals = given.find("terminals"))
    numerics.terminals = static_cast<int>(terminals->integer);
  if (given.find("spacing") && given.find("voxels"))
    problems.push_back(given.find("voxels")->node->mistake("`spacing` says how many voxels there are", "",
                                                           "give one of the two"));
  if (const Value* trees = given.find("trees")) {
    const std::filesystem::path path = folder / trees->text;  // an absolute one stands for itself
    numerics.trees = path.string();
    if (!std::filesystem::exists(path))
      problems.push_back(trees->node->mistake(fmt::format("there is no file `{}`", trees->text), "",
                                              "paths start at the scenario's folder"));
    if (const Value* terminals = given.find("terminals"))
      problems.push_back(
          terminals->node->mistake("`trees` says how many terminals there are", "", "give one of the two"));
  }
  if (const Value* mask = given.find("mask")) numerics.mask = read_mask(*mask, folder, problems);
  if (const Value* closed = given.find("embolised"))
    for (const Value& one : closed->items) {
      if (!branch_of_tree(one.text))
        problems.push_back(one.node->mistake(
            fmt::format("`{}` is no branch of a tree", one.text), "",
            "write tree and branch, as in `portal_vein.right` or `hepatic_artery.segment_6`"));
      numerics.embolised.push_back(one.text);
    }
  if (const Value* tanks = given.find("tanks"))
    numerics.tanks = tanks->text == "body" ? SinusoidTanks::body : SinusoidTanks::organ;
  flag("skimming", numerics.skimming);
  flag("plugging", numerics.plugging);
  flag("heterogeneity", numerics.heterogeneity);
  flag("delay", numerics.delay);
}

}  // namespace cellroute::scenario
