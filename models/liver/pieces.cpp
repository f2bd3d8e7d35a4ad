// Which voxels of a labelled box hang together through their faces.
#include "models/liver/pieces.hpp"

namespace cellroute {

Pieces connected_pieces(const VoxelGrid& grid, const std::vector<std::uint8_t>& label) {
  Pieces pieces;
  pieces.of.assign(label.size(), -1);
  std::vector<std::size_t> open;
  for (std::size_t first = 0; first < label.size(); ++first) {
    if (label[first] == 0 || pieces.of[first] >= 0) continue;
    const auto piece = static_cast<std::int32_t>(pieces.size.size());
    pieces.size.push_back(0);
    pieces.label.push_back(label[first]);
    pieces.of[first] = piece;
    open.assign(1, first);
    while (!open.empty()) {
      const std::size_t voxel = open.back();
      open.pop_back();
      ++pieces.size.back();
      for_each_face_neighbour(grid, voxel, [&](std::size_t next) {
        if (label[next] != label[first] || pieces.of[next] >= 0) return;
        pieces.of[next] = piece;
        open.push_back(next);
      });
    }
  }
  return pieces;
}

std::size_t join_stray_pieces(const VoxelGrid& grid, std::vector<std::uint8_t>& label) {
  const Pieces pieces = connected_pieces(grid, label);
  std::vector<std::int32_t> largest(256, -1);
  for (std::size_t p = 0; p < pieces.size.size(); ++p) {
    std::int32_t& best = largest[pieces.label[p]];
    if (best < 0 || pieces.size[p] > pieces.size[static_cast<std::size_t>(best)])
      best = static_cast<std::int32_t>(p);
  }
  const auto stray = [&](std::size_t v) { return label[v] != 0 && pieces.of[v] != largest[label[v]]; };

  // The strays of each round are decided from the labels before it, so the order of voxels is no matter.
  std::vector<std::size_t> waiting;
  for (std::size_t v = 0; v < label.size(); ++v)
    if (stray(v)) waiting.push_back(v);
  std::vector<bool> is_waiting(waiting.empty() ? 0 : label.size(), false);
  for (const std::size_t v : waiting) is_waiting[v] = true;
  std::size_t changed = 0;
  while (!waiting.empty()) {
    std::vector<std::size_t> left;
    std::vector<std::pair<std::size_t, std::uint8_t>> taken;
    for (const std::size_t v : waiting) {
      std::uint8_t next = 0;
      for_each_face_neighbour(grid, v, [&](std::size_t n) {
        if (next == 0 && label[n] != 0 && !is_waiting[n]) next = label[n];
      });
      if (next == 0)
        left.push_back(v);
      else
        taken.emplace_back(v, next);
    }
    if (taken.empty()) break;
    for (const auto& [v, next] : taken) {
      changed += label[v] != next;
      label[v] = next;
      is_waiting[v] = false;
    }
    waiting.swap(left);
  }
  return changed;
}

}  // namespace cellroute
