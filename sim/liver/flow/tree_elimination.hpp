// Pressures of one tree, from the leaves to the root and back: linear in the number of segments.
//
// Behind segment i lies a conductance G_i and a source J_i, so that its flow is k_i (G_i p - J_i) for the
// pressure p before it, with
//
//     k_i = 1/(1 + R_i G_i),   G_parent = sum k_i G_i,   J_parent = sum k_i J_i,
//     p_i = k_i p_parent + R_i k_i J_i.
//
// Segments are kept depth first, each branch in one piece, so that what is near in the tree is near in
// memory.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/liver/vessel_tree.hpp"

namespace cellroute::liver {

class TreeElimination {
 public:
  /// Throws std::invalid_argument, in words, unless a parent comes before its children and `terminals` are
  /// the segments without children, in order.
  explicit TreeElimination(const VesselTree& tree);

  std::size_t segments() const { return parent_.size(); }
  std::size_t terminals() const { return terminal_.size(); }
  /// Terminals are numbered depth first here: the number of the tree's own terminal t.
  std::int32_t number(std::size_t t) const { return number_[t]; }

  void set_resistances(std::span<const double> resistance);
  void close(std::int32_t segment);
  void open_all();
  /// Whether nothing lies between terminal t and the root that is closed.
  bool open(std::size_t terminal) const { return !shut_[terminal_[terminal]]; }

  /// Sets G of the terminals: the sum of the conductances that hang on each (0 where it is not open).
  void set_loads(std::span<const double> load);
  /// Sets the pressures of the terminals for a port pressure and J of the terminals: the sum of each
  /// conductance times the pressure at its other end. Returns the flow into the tree at the port.
  double solve(double port, std::span<const double> source, std::span<double> pressure);
  /// What solve() found, by segment in the tree's own order, at the end away from the root. Behind a closed
  /// branch: the pressure before it.
  void pressures(std::span<double> pressure) const;
  /// Flows of all segments that deliver the given flows of the terminals, in the tree's own order.
  void flows(std::span<const double> terminal_flow, std::span<double> flow) const;
  /// Resistance [Pa s/m3] of the tree, as dissipation over flow squared, if terminals take these shares.
  double resistance(std::span<const double> share) const;

 private:
  void renew();
  std::vector<std::int32_t> segment_;   // the tree's own number
  std::vector<std::int32_t> parent_;    // one more than the parent's place; 0: the port
  std::vector<std::int32_t> terminal_;  // where terminal t is
  std::vector<std::int32_t> number_;
  std::vector<double> resistance_;
  std::vector<char> closed_, shut_;  // closed itself; or behind a closed one
  std::vector<std::int32_t> slot_;   // of terminal t in what follows; if it is shut, one that nothing reads
  std::vector<double> keep_;         // k, 0 where shut
  std::vector<double> drop_;         // R, 0 where shut
  double load_ = 0;                  // G behind the port
  std::vector<double> sum_;          // k J by place + 1; between calls all 0, as both passes leave it
  std::vector<double> pressure_;     // by place + 1; first the port's
};

}  // namespace cellroute::liver
