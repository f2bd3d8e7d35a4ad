// Up to the root and down again; checks that a tree is one.
#include "sim/liver/flow/tree_elimination.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace cellroute::liver {
namespace {

[[noreturn]] void refuse(const VesselTree& tree, const std::string& what) {
  throw std::invalid_argument(std::string(tree_names[static_cast<std::size_t>(tree.kind)]) + ": " + what);
}

void check(const VesselTree& tree) {
  if (tree.parent.empty()) refuse(tree, "the tree has no segment");
  if (tree.parent[0] != -1) refuse(tree, "segment 0 is the trunk and has no parent");
  std::vector<char> leaf(tree.size(), 1);
  for (std::size_t s = 1; s < tree.size(); ++s) {
    const std::int32_t p = tree.parent[s];
    if (p < 0 || static_cast<std::size_t>(p) >= s) {
      refuse(tree, "the parent of segment " + std::to_string(s) + " does not come before it");
    }
    leaf[static_cast<std::size_t>(p)] = 0;
  }
  std::vector<std::int32_t> leaves;
  for (std::size_t s = 0; s < tree.size(); ++s) {
    if (leaf[s]) leaves.push_back(static_cast<std::int32_t>(s));
  }
  if (leaves != tree.terminals) refuse(tree, "terminals are not the segments without children, in order");
}

}  // namespace

TreeElimination::TreeElimination(const VesselTree& tree) {
  check(tree);
  const std::size_t n = tree.size();
  std::vector<std::int32_t> first(n + 1, 0), child(n > 1 ? n - 1 : 0), place(n);
  for (std::size_t s = 1; s < n; ++s) ++first[static_cast<std::size_t>(tree.parent[s]) + 1];
  for (std::size_t s = 0; s < n; ++s) first[s + 1] += first[s];
  std::vector<std::int32_t> next(first.begin(), first.end() - 1);
  for (std::size_t s = 1; s < n; ++s) {
    child[static_cast<std::size_t>(next[static_cast<std::size_t>(tree.parent[s])]++)] =
        static_cast<std::int32_t>(s);
  }
  segment_.reserve(n);
  parent_.reserve(n);
  std::vector<std::int32_t> ahead{0};
  while (!ahead.empty()) {
    const auto s = static_cast<std::size_t>(ahead.back());
    ahead.pop_back();
    place[s] = static_cast<std::int32_t>(segment_.size());
    segment_.push_back(static_cast<std::int32_t>(s));
    parent_.push_back(s == 0 ? 0 : place[static_cast<std::size_t>(tree.parent[s])] + 1);
    if (first[s] == first[s + 1]) terminal_.push_back(place[s]);
    for (std::int32_t c = first[s + 1]; c-- > first[s];) ahead.push_back(child[static_cast<std::size_t>(c)]);
  }
  for (const std::int32_t s : tree.terminals) {
    const auto at = std::lower_bound(terminal_.begin(), terminal_.end(), place[static_cast<std::size_t>(s)]);
    number_.push_back(static_cast<std::int32_t>(at - terminal_.begin()));
  }
  resistance_.assign(n, 0);
  closed_.assign(n, 0);
  keep_.assign(n, 1);
  sum_.assign(n + 2, 0);
  pressure_.assign(n + 2, 0);
  renew();
}

void TreeElimination::renew() {
  const std::size_t n = segments();
  shut_.assign(n, 0);
  drop_ = resistance_;
  for (std::size_t i = 0; i < n; ++i) {
    const bool before = parent_[i] > 0 && shut_[static_cast<std::size_t>(parent_[i]) - 1];
    shut_[i] = closed_[i] || before;
    if (shut_[i]) drop_[i] = 0;
  }
  slot_.resize(terminals());
  for (std::size_t t = 0; t < terminals(); ++t) {
    slot_[t] = open(t) ? terminal_[t] + 1 : static_cast<std::int32_t>(n) + 1;
  }
}

void TreeElimination::set_resistances(std::span<const double> resistance) {
  for (std::size_t i = 0; i < segments(); ++i) {
    resistance_[i] = resistance[static_cast<std::size_t>(segment_[i])];
  }
  renew();
}

void TreeElimination::close(std::int32_t segment) {
  for (std::size_t i = 0; i < segments(); ++i) {
    if (segment_[i] == segment) closed_[i] = 1;
  }
  renew();
}

void TreeElimination::open_all() {
  std::fill(closed_.begin(), closed_.end(), 0);
  renew();
}

void TreeElimination::set_loads(std::span<const double> load) {
  const std::size_t n = segments();
  double *const g = sum_.data(), *const keep = keep_.data();
  const double* const drop = drop_.data();
  const std::int32_t *const slot = slot_.data(), *const parent = parent_.data();
  for (std::size_t t = 0; t < slot_.size(); ++t) g[slot[t]] = load[t];
  for (std::size_t i = n; i-- > 0;) {
    const double behind = g[i + 1];
    g[i + 1] = 0;
    keep[i] = 1 / (1 + drop[i] * behind);
    g[parent[i]] += keep[i] * behind;
  }
  load_ = g[0];
  g[0] = g[n + 1] = 0;
}

double TreeElimination::solve(double port, std::span<const double> source, std::span<double> pressure) {
  const std::size_t n = segments();
  double *const m = sum_.data(), *const p = pressure_.data();
  const double *const keep = keep_.data(), *const drop = drop_.data();
  const std::int32_t *const slot = slot_.data(), *const parent = parent_.data();
  for (std::size_t t = 0; t < slot_.size(); ++t) m[slot[t]] = source[t];
  for (std::size_t i = n; i-- > 0;) {
    m[i + 1] *= keep[i];
    m[parent[i]] += m[i + 1];
  }
  const double inflow = load_ * port - m[0];
  p[0] = port;
  for (std::size_t i = 0; i < n; ++i) {
    p[i + 1] = keep[i] * p[parent[i]] + drop[i] * m[i + 1];
    m[i + 1] = 0;
  }
  m[0] = m[n + 1] = p[n + 1] = 0;
  for (std::size_t t = 0; t < slot_.size(); ++t) pressure[t] = p[slot[t]];
  return inflow;
}

void TreeElimination::pressures(std::span<double> pressure) const {
  for (std::size_t i = 0; i < segments(); ++i) {
    pressure[static_cast<std::size_t>(segment_[i])] = pressure_[i + 1];
  }
}

void TreeElimination::flows(std::span<const double> terminal_flow, std::span<double> flow) const {
  std::vector<double> sum(segments() + 1, 0.0);
  for (std::size_t t = 0; t < terminals(); ++t) {
    sum[static_cast<std::size_t>(terminal_[t]) + 1] = terminal_flow[t];
  }
  for (std::size_t i = segments(); i-- > 0;) {
    flow[static_cast<std::size_t>(segment_[i])] = sum[i + 1];
    sum[static_cast<std::size_t>(parent_[i])] += sum[i + 1];
  }
}

double TreeElimination::resistance(std::span<const double> share) const {
  std::vector<double> flow(segments());
  flows(share, flow);
  double dissipated = 0;
  for (std::size_t i = 0; i < segments(); ++i) {
    const double q = flow[static_cast<std::size_t>(segment_[i])];
    dissipated += drop_[i] * q * q;
  }
  const double total = flow[0];
  return total == 0 ? 0 : dissipated / (total * total);
}

}  // namespace cellroute::liver
