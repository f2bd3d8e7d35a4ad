// A system of cells that exchange, and the ladder of coarser systems that helps to solve it.
//
//     sum_n (rate(c -> n) x_c - rate(n -> c) x_n) + leave_c x_c = b_c,       rates and leave at least 0
//
// The matrix has no positive entry off its diagonal, and its columns sum to `leave`: an M-matrix whose
// solution is not negative when b is not, and for which what enters is what leaves.
#pragma once

#include <array>
#include <vector>

#include "sim/numerics/grid.hpp"

namespace cellroute::numerics {

/// Cells are renumbered: position p is cell order[p], and everything else speaks of positions. An order
/// that follows the flow makes one sweep through it solve pure advection. Row p receives rate[e] from
/// position from[e], start[p] <= e < start[p + 1]; if p lists n, then n lists p, if need be with 0.
struct Exchange {
  std::vector<int> order;
  std::vector<int> start;
  std::vector<int> from;
  std::vector<double> rate;
  std::vector<double> away;  // sum of the rates from a position to all others
  // The order follows a flow that dominates: one sweep nearly solves the system if it is not cut into
  // blocks, which is worth more than threads.
  bool along_flow = false;
};

/// One rung. Rows are cut into blocks of fixed length, so that threads can sweep through blocks side by
/// side with the same result for any number of threads. Rates are single precision and in units of the
/// ladder's scale: a rung only proposes corrections, which the solver judges in double precision.
struct Rung {
  struct Entry {
    int from;
    float rate;
  };
  int size = 0;
  int block = 0;           // rows in a block
  std::vector<int> start;  // [size + 1] of the entries inside the row's own block
  std::vector<int> later;  // [size] where the entries of later positions begin
  std::vector<Entry> entry;
  std::vector<int> border;  // rows that receive from other blocks
  std::vector<int> border_start;
  std::vector<Entry> border_entry;
  std::vector<float> away;
  std::vector<int> coarse;         // [size] the unknown of the next rung, empty on the last
  std::vector<int> first, member;  // what unknown c joins: member[first[c]] .. member[first[c + 1] - 1]

  int blocks() const { return (size + block - 1) / block; }
  void join(std::vector<int> to, int joined);
};

struct Ladder {
  std::vector<Rung> rung;
  double scale = 1;  // [unit of the rates] of 1 in a rung
};

/// Each rung joins cells that exchange strongly, in blocks of 2 x 2 x 2 where those hold together, else as
/// pairs of pairs. The symmetric part of an
/// exchange is scaled by the ratio of distances (what two cells exchange by dispersion falls with their
/// distance), the other part, the flow, is summed, and upwinding added where the sum needs it.
Ladder make_ladder(const Grid& grid, const Exchange& exchange);

}  // namespace cellroute::numerics
