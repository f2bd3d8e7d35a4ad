// Small results made up for pictures: a ball of a liver with three trees, and a plane of one lobule.
#pragma once

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

#include "sim/results/field_file.hpp"
#include "tests/results/scratch.hpp"

namespace cellroute::viz::test {

using results::test::Scratch;

inline results::FieldHeader header_of(const std::string& title) {
  results::FieldHeader header;
  header.title = title;
  header.provenance = {"cellroute", "0.1.0", "0123456789ab", "00112233445566778899aabbccddeeff", 7};
  return header;
}

inline constexpr int ball = 20;  // cells along each edge
inline const std::vector<double> liver_times{600, 3600};

/// Value of `living` in a cell of the liver at a step; what a test changes.
using Living = std::function<float(int i, int j, int k, std::size_t step)>;

inline float usual_living(int i, int, int, std::size_t step) {
  return static_cast<float>((step + 1) * 1000 * (i + 1));
}

/// Segments 1 to 8 in a ball's octants, 0 outside.
inline float segment_at(int i, int j, int k) {
  const double x = i + 0.5 - ball / 2, y = j + 0.5 - ball / 2, z = k + 0.5 - ball / 2;
  if (std::hypot(x, y, z) > ball / 2 - 1) return 0;
  return static_cast<float>(1 + (x > 0) + 2 * (y > 0) + 4 * (z > 0));
}

inline results::FieldValues over_ball(const std::function<float(int, int, int)>& value) {
  results::FieldValues all;
  for (int k = 0; k < ball; ++k)
    for (int j = 0; j < ball; ++j)
      for (int i = 0; i < ball; ++i) all.push_back(value(i, j, k));
  return all;
}

inline results::FieldSet liver_fields(const Living& living) {
  results::FieldSet set;
  set.header = header_of("A ball of a liver");
  const double edge = 0.15 / ball;
  set.header.grid = {{ball, ball, ball}, {edge, edge, edge}, {-0.075, -0.075, -0.075}};
  set.header.arrays = {{"segment [1]", "1", "Couinaud segment, 0 outside the liver", 1, false},
                       {"living [cells/mL]", "mL-1", "density of living cells", 1, true}};
  set.fixed = {over_ball(segment_at)};
  set.times = liver_times;
  for (std::size_t step = 0; step < set.times.size(); ++step)
    set.steps.push_back({over_ball(
        [&](int i, int j, int k) { return segment_at(i, j, k) > 0 ? living(i, j, k, step) : 0.0f; })});
  return set;
}

/// A trunk along x with two branches, of three widths.
inline VesselTree small_tree(TreeKind kind) {
  VesselTree tree;
  tree.kind = kind;
  const double side = 0.012 * static_cast<double>(kind);
  tree.root = {-0.05, side, 0};
  tree.end = {{0, side, 0}, {0.04, side, 0.03}, {0.04, side, -0.03}};
  tree.parent = {-1, 0, 0};
  tree.radius = {0.004, 0.003, 0.0005};
  tree.terminals = {1, 2};
  tree.named = {{"trunk", 0}};
  tree.terminal_of_voxel = {0, 1};
  return tree;
}

inline constexpr std::size_t vessels = 9;

inline void write_liver(const std::filesystem::path& folder, const Living& living = usual_living,
                        float trunk_flow = 100) {
  const results::Trees trees{small_tree(TreeKind::hepatic_artery), small_tree(TreeKind::portal_vein),
                             small_tree(TreeKind::hepatic_vein)};
  results::OutputFolder out(folder, true);
  results::write_fields(out, "liver", liver_fields(living));
  auto header = header_of("A ball of a liver");
  header.arrays = {{"arrival [s]", "s", "time from the root", 2, false},
                   {"flow [mL/min]", "mL min-1", "blood flow", 1, true}};
  results::FieldFile file(out, "trees", header, trees);
  results::FieldValues arrival, flow;
  for (std::size_t v = 0; v < vessels; ++v) {
    arrival.push_back(static_cast<float>(v));
    arrival.push_back(static_cast<float>(v) + 1);
    flow.push_back(v % 3 == 0 ? trunk_flow : trunk_flow / 2);
  }
  file.fix("arrival [s]", arrival);
  for (const double time : liver_times) file.append(time, {std::span<const float>(flow)});
  file.finish();
  out.commit();
}

inline constexpr std::array<int, 2> plane{24, 24};

/// Blood comes from the left and leaves in the middle of the right side; zones are three stripes.
inline void write_lobule(const std::filesystem::path& folder, float densest = 5000) {
  results::FieldSet set;
  set.header = header_of("A plane of a lobule");
  set.header.grid = {{plane[0], plane[1], 1}, {1e-5, 1e-5, 1e-5}, {0, 0, 0}};
  set.header.arrays = {{"zone [1]", "1", "1 periportal, 2 midzonal, 3 pericentral", 1, false},
                       {"living [cells/mL]", "mL-1", "density of living cells", 1, true},
                       {"pressure [mmHg]", "mmHg", "pressure", 1, true},
                       {"velocity [um/s]", "um s-1", "velocity of blood", 3, true}};
  results::FieldValues zone, living, pressure, velocity;
  for (int j = 0; j < plane[1]; ++j)
    for (int i = 0; i < plane[0]; ++i) {
      zone.push_back(static_cast<float>(1 + i / 8));
      living.push_back(i == 3 && j == 12 ? densest : 1000.0f + 100.0f * static_cast<float>(i));
      pressure.push_back(
          static_cast<float>(10 - std::hypot(i - 2, j - 12) * 0.1 + 8 / (1 + std::hypot(i - 2, j - 12))));
      for (const float c : {10.0f, static_cast<float>(12 - j) * 0.5f, 0.0f}) velocity.push_back(c);
    }
  set.fixed = {zone};
  set.times = {60};
  set.steps = {{living, pressure, velocity}};
  results::OutputFolder out(folder, true);
  results::write_fields(out, "lobule", set);
  out.commit();
}

}  // namespace cellroute::viz::test
