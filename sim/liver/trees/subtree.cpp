// Adding and removing terminals; only the path to the root changes.
#include "sim/liver/trees/subtree.hpp"

#include <cmath>

#include "models/liver/bifurcation.hpp"

namespace cellroute::liver {

namespace {

/// What a piece's parent needs to know of it.
struct Load {
  double terminals, resistance, volume;
};

struct Joined {
  Load load;                // of the parent, with its own length
  BifurcationRatios ratio;  // of the two daughters
};

Joined join(double length, const Load& a, const Load& b, double gamma) {
  const BifurcationRatios r = bifurcation_ratios(a.terminals, a.resistance, b.terminals, b.resistance, gamma);
  return {{a.terminals + b.terminals, length + r.joined(a.resistance, b.resistance),
           length + r.first * r.first * a.volume + r.second * r.second * b.volume},
          r};
}

Load load_of(const Piece& p) { return {static_cast<double>(p.terminals), p.resistance, p.volume}; }

}  // namespace

Subtree::Subtree(const Point& start, const Point& end, double gamma) : gamma_(gamma) {
  fresh();
  place(0).start = start;
  place(0).end = end;
  at(0).length = at(0).resistance = at(0).volume = distance(start, end);
}

std::int32_t Subtree::sibling(std::int32_t p) const {
  const std::int32_t parent = (*this)[p].parent;
  if (parent < 0) return -1;
  const auto& child = (*this)[parent].child;
  return child[0] == p ? child[1] : child[0];
}

std::int32_t Subtree::fresh() {
  std::int32_t p = numbers();
  if (free_.empty()) {
    pieces_.emplace_back();
    places_.emplace_back();
  } else {
    p = free_.back();
    free_.pop_back();
  }
  place(p) = Place{};
  place(p).exists = true;
  return p;
}

void Subtree::drop(std::int32_t p) {
  at(p) = Piece{};
  place(p).exists = false;
  free_.push_back(p);
}

/// Of a piece from its children, which are settled.
void Subtree::settle(std::int32_t p) {
  Piece& piece = at(p);
  if (piece.child[1] >= 0) {
    const Joined joined =
        join(piece.length, load_of((*this)[piece.child[0]]), load_of((*this)[piece.child[1]]), gamma_);
    at(piece.child[0]).ratio = joined.ratio.first;
    at(piece.child[1]).ratio = joined.ratio.second;
    piece.resistance = joined.load.resistance;
    piece.volume = joined.load.volume;
    piece.terminals = (*this)[piece.child[0]].terminals + (*this)[piece.child[1]].terminals;
  } else if (piece.child[0] >= 0) {
    Piece& child = at(piece.child[0]);
    child.ratio = 1;
    piece.resistance = piece.length + child.resistance;
    piece.volume = piece.length + child.volume;
    piece.terminals = child.terminals;
  } else {
    piece.resistance = piece.volume = piece.length;
    piece.terminals = p == 0 ? 0 : 1;
  }
}

void Subtree::settle_to_root(std::int32_t p) {
  for (; p >= 0; p = (*this)[p].parent) settle(p);
}

double Subtree::width2(std::int32_t terminals) const { return std::pow(terminals, 2 / gamma_); }

Point Subtree::best_joint(std::int32_t at, const Point& tip) const {
  // Weiszfeld's iteration for the weighted sum of three distances; radii^2 ~ flow^(2/gamma).
  const Piece& piece = (*this)[at];
  const std::array<Point, 3> corner{place(at).start, place(at).end, tip};
  const std::array<double, 3> weight{width2(piece.terminals + 1), width2(piece.terminals), 1};
  const double total = weight[0] + weight[1] + weight[2];
  Point joint{};
  for (std::size_t d = 0; d < 3; ++d) {
    joint[d] = (weight[0] * corner[0][d] + weight[1] * corner[1][d] + weight[2] * corner[2][d]) / total;
  }
  for (int iteration = 0; iteration < 8; ++iteration) {
    Point sum{};
    double pull = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const double w = weight[k] / (distance(joint, corner[k]) + 1e-6 * piece.length);
      for (std::size_t d = 0; d < 3; ++d) sum[d] += w * corner[k][d];
      pull += w;
    }
    joint = {sum[0] / pull, sum[1] / pull, sum[2] / pull};
  }
  return joint;
}

void Subtree::weigh(Sprout& sprout) const {
  const Piece& piece = (*this)[sprout.at];
  const double reach = distance(sprout.joint, sprout.tip);
  const Load grown{1, reach, reach};
  Load load;
  double lower_ratio = 1, new_ratio = 1;
  if (sprout.split) {
    const double upper = distance(place(sprout.at).start, sprout.joint),
                 lower = distance(sprout.joint, place(sprout.at).end);
    const Load behind{static_cast<double>(piece.terminals), piece.resistance - piece.length + lower,
                      piece.volume - piece.length + lower};
    const Joined joined = join(upper, behind, grown, gamma_);
    load = joined.load;
    lower_ratio = joined.ratio.first;
    new_ratio = joined.ratio.second;
  } else if (piece.child[0] >= 0) {
    const Joined joined = join(piece.length, load_of((*this)[piece.child[0]]), grown, gamma_);
    load = joined.load;
    lower_ratio = joined.ratio.first;
    new_ratio = joined.ratio.second;
  } else {
    load = {1, piece.length + reach, piece.length + reach};
  }
  double ratio = 1;  // of piece `at` to the root
  for (std::int32_t p = sprout.at; (*this)[p].parent >= 0; p = (*this)[p].parent) {
    const Piece& parent = (*this)[(*this)[p].parent];
    const std::int32_t other = sibling(p);
    if (other < 0) {
      load.resistance += parent.length;
      load.volume += parent.length;
      continue;
    }
    const Joined joined = join(parent.length, load, load_of((*this)[other]), gamma_);
    load = joined.load;
    ratio *= joined.ratio.first;
  }
  sprout.cost = std::sqrt(load.resistance) * load.volume;
  sprout.upper_radius = places_[0].radius * ratio;
  sprout.lower_radius = sprout.upper_radius * lower_ratio;
  sprout.radius = sprout.upper_radius * new_ratio;
}

std::int32_t Subtree::add(const Sprout& sprout) {
  const std::int32_t grown = fresh();
  place(grown).start = sprout.joint;
  place(grown).end = sprout.tip;
  place(grown).radius = sprout.radius;
  place(grown).terminal = true;
  at(grown).length = distance(sprout.joint, sprout.tip);
  if (sprout.split) {
    const std::int32_t upper = fresh(), parent = (*this)[sprout.at].parent;
    place(upper).start = place(sprout.at).start;
    place(upper).end = place(sprout.at).start = sprout.joint;
    place(upper).radius = sprout.upper_radius;
    place(sprout.at).radius = sprout.lower_radius;
    Piece& u = at(upper);
    u.length = distance(place(upper).start, sprout.joint);
    u.parent = parent;
    u.child = {sprout.at, grown};
    auto& siblings = at(parent).child;
    siblings[siblings[0] == sprout.at ? 0 : 1] = upper;
    Piece& lower = at(sprout.at);
    lower.parent = upper;
    const double length = distance(sprout.joint, place(sprout.at).end);
    lower.resistance += length - lower.length;
    lower.volume += length - lower.length;
    lower.length = length;
    at(grown).parent = upper;
  } else {
    Piece& piece = at(sprout.at);
    piece.child[piece.child[0] < 0 ? 0 : 1] = grown;
    at(grown).parent = sprout.at;
  }
  settle_to_root(grown);
  return grown;
}

std::int32_t Subtree::remove(std::int32_t piece, std::vector<Point>& tips_gone) {
  while (piece != 0 && sibling(piece) < 0) piece = (*this)[piece].parent;  // what led to it alone
  std::vector<std::int32_t> stack;
  const std::int32_t parent = piece == 0 ? 0 : (*this)[piece].parent;
  if (piece != 0) {
    stack.push_back(piece);
    auto& child = at(parent).child;
    if (child[0] == piece) child[0] = child[1];
    child[1] = -1;
  } else {
    for (const std::int32_t c : pieces_[0].child) {
      if (c >= 0) stack.push_back(c);
    }
    pieces_[0].child = {-1, -1};
  }
  while (!stack.empty()) {
    const std::int32_t p = stack.back();
    stack.pop_back();
    if ((*this)[p].terminal()) tips_gone.push_back(place(p).end);
    for (const std::int32_t c : (*this)[p].child) {
      if (c >= 0) stack.push_back(c);
    }
    drop(p);
  }
  settle_to_root(parent);
  return parent == 0 ? -1 : parent;
}

void Subtree::straighten(std::int32_t bend) {
  const std::int32_t child = (*this)[bend].child[0], parent = (*this)[bend].parent;
  auto& siblings = at(parent).child;
  siblings[siblings[0] == bend ? 0 : 1] = child;
  at(child).parent = parent;
  place(child).start = place(bend).start;
  at(child).length = distance(place(child).start, place(child).end);
  drop(bend);
  settle_to_root(child);
}

void Subtree::spread_radii() {
  std::vector<std::int32_t> stack{0};
  while (!stack.empty()) {
    const std::int32_t p = stack.back();
    stack.pop_back();
    for (const std::int32_t c : (*this)[p].child) {
      if (c < 0) continue;
      place(c).radius = place(p).radius * (*this)[c].ratio;
      stack.push_back(c);
    }
  }
}

}  // namespace cellroute::liver
