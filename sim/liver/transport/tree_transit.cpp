#include "sim/liver/transport/tree_transit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "models/liver/poiseuille.hpp"
#include "sim/liver/trees/radii.hpp"

namespace cellroute::liver {

namespace {

/// Blood below this share of what a segment handles in a step is rounding, not a parcel.
constexpr double sliver = 1e-13;

}  // namespace

std::vector<double> segment_volumes(const VesselTree& tree) {
  std::vector<double> volume = lengths(tree);
  for (std::size_t s = 0; s < tree.size(); ++s) volume[s] = tube_volume(tree.radius[s], volume[s]);
  return volume;
}

TreeTransit::TreeTransit(const VesselTree& tree, std::vector<double> volume, std::vector<double> loss)
    : volume_(std::move(volume)),
      loss_(std::move(loss)),
      parent_(tree.parent),
      terminals_(tree.terminals),
      terminal_at_(tree.size(), -1) {
  const std::size_t n = tree.size();
  if (volume_.size() != n || n == 0)
    throw std::invalid_argument("a tree needs one volume for each of its segments");
  for (std::size_t s = 0; s < n; ++s) {
    if (!(volume_[s] > 0) || !std::isfinite(volume_[s]))
      throw std::invalid_argument("segment " + std::to_string(s) + " of a tree has no volume");
    if (parent_[s] >= static_cast<std::int32_t>(s) || (s > 0 && parent_[s] < 0))
      throw std::invalid_argument("a parent must come before its children in a tree");
  }
  first_child_.assign(n + 1, 0);
  for (std::size_t s = 1; s < n; ++s) ++first_child_[static_cast<std::size_t>(parent_[s]) + 1];
  for (std::size_t s = 0; s < n; ++s) first_child_[s + 1] += first_child_[s];
  child_.resize(n - 1);
  std::vector<std::int32_t> next(first_child_.begin(), first_child_.end() - 1);
  for (std::size_t s = 1; s < n; ++s)
    child_[static_cast<std::size_t>(next[static_cast<std::size_t>(parent_[s])]++)] =
        static_cast<std::int32_t>(s);
  for (std::size_t j = 0; j < terminals_.size(); ++j)
    terminal_at_[static_cast<std::size_t>(terminals_[j])] = static_cast<std::int32_t>(j);
  for (std::size_t s = 0; s < n; ++s)
    if ((first_child_[s] == first_child_[s + 1]) != (terminal_at_[s] >= 0))
      throw std::invalid_argument("the terminals of a tree must be its segments without children");

  boxes_.begin();
  for (std::size_t s = 0; s < n; ++s) {
    boxes_.volume.push_back(volume_[s]);
    boxes_.cells.insert(boxes_.cells.end(), loss_.size(), 0.0);
    boxes_.close();
  }
  continued_.assign(n, 0.0);
  lost_.assign(loss_.size(), 0.0);
  flow_.assign(n, 0.0);
  share_.assign(n * loss_.size(), 0.0);
}

void TreeTransit::Boxes::begin() {
  first.assign(1, 0);
  volume.clear();
  cells.clear();
}

std::vector<double> TreeTransit::Boxes::counts() const {
  std::vector<double> count(first.size() - 1);
  for (std::size_t s = 0; s < count.size(); ++s) count[s] = static_cast<double>(first[s + 1] - first[s]);
  return count;
}

void TreeTransit::Boxes::take_counts(const std::vector<double>& count) {
  if (count.size() + 1 != first.size())
    throw std::invalid_argument("a stored state does not fit the number of segments of this tree");
  for (std::size_t s = 0; s < count.size(); ++s) first[s + 1] = first[s] + static_cast<std::size_t>(count[s]);
}

void TreeTransit::set_flow(std::span<const double> flow) {
  const std::size_t n = volume_.size(), carriers = loss_.size();
  if (flow.size() != n) throw std::invalid_argument("a tree needs one flow for each of its segments");
  std::vector<double> behind(n, 0.0);  // what the children take
  for (std::size_t s = n; s-- > 0;) {
    flow_[s] = std::max(0.0, flow[s]);
    if (terminal_at_[s] < 0 && behind[s] == 0) flow_[s] = 0;
    if (parent_[s] >= 0) behind[static_cast<std::size_t>(parent_[s])] += flow_[s];
  }
  std::vector<double> shares;
  const std::vector<double> before = share_;
  for (std::size_t s = 0; s < n; ++s) {
    const auto first = static_cast<std::size_t>(first_child_[s]),
               last = static_cast<std::size_t>(first_child_[s + 1]);
    if (first == last) continue;
    shares.assign((last - first) * carriers, 0.0);
    for (std::size_t i = first; i < last; ++i) {
      const double share = behind[s] > 0 ? flow_[static_cast<std::size_t>(child_[i])] / behind[s] : 0.0;
      std::fill_n(shares.begin() + static_cast<std::ptrdiff_t>((i - first) * carriers), carriers, share);
    }
    if (skimming_ && behind[s] > 0 && last - first > 1)
      skimming_(static_cast<std::int32_t>(s), {child_.data() + first, last - first}, shares);
    for (std::size_t i = first; i < last; ++i)
      std::copy_n(
          shares.begin() + static_cast<std::ptrdiff_t>((i - first) * carriers), carriers,
          share_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(child_[i]) * carriers));
  }
  // With the blood, a parcel is as dense in a child as in its parent whatever the flows; skimmed, it is not.
  if (skimming_ && share_ != before) continued_.assign(n, 0.0);
}

/// One segment during a step: its parcels, those nearest its end first.
struct TreeTransit::Queue {
  std::size_t carriers;
  std::vector<double> volume, cells;

  double* last() { return cells.data() + (volume.size() - 1) * carriers; }
  void append(double blood) {
    volume.push_back(blood);
    cells.insert(cells.end(), carriers, 0.0);
  }
  double blood() const {
    double total = 0;
    for (const double v : volume) total += v;
    return total;
  }
};

/// What the segment holds, with those that die during the step gone.
void TreeTransit::begin(std::size_t s, const std::vector<double>& keep, Queue& queue) const {
  const std::size_t carriers = loss_.size();
  const auto first = static_cast<std::ptrdiff_t>(boxes_.first[s]),
             last = static_cast<std::ptrdiff_t>(boxes_.first[s + 1]),
             each = static_cast<std::ptrdiff_t>(carriers);
  queue.volume.assign(boxes_.volume.begin() + first, boxes_.volume.begin() + last);
  queue.cells.assign(boxes_.cells.begin() + first * each, boxes_.cells.begin() + last * each);
  for (std::size_t i = 0; i < queue.cells.size(); ++i) queue.cells[i] *= keep[i % carriers];
}

/// What enters from the parent, whose parcels `leaving` are, as `blood` [m3] of the segment's own; `join`:
/// the first of them is the rest of the segment's last. Returns the first parcel that is not from before.
std::size_t TreeTransit::enter(std::size_t s, double blood, const Boxes& leaving, bool join,
                               Queue& queue) const {
  const std::size_t fresh = queue.volume.size(), carriers = loss_.size();
  const auto up = static_cast<std::size_t>(std::max(0, parent_[s]));
  const std::size_t begin = s > 0 ? leaving.first[up] : 0, end = s > 0 ? leaving.first[up + 1] : 0;
  double total = 0;
  for (std::size_t i = begin; i < end; ++i) total += leaving.volume[i];
  if (!(total > 0)) {  // the root, or a parent whose blood stands still
    queue.append(blood);
    return fresh;
  }
  for (std::size_t i = begin; i < end; ++i) {
    const double piece = leaving.volume[i] * (blood / total);
    if (join && i == begin && !queue.volume.empty()) {  // empty: too little blood to be a parcel
      queue.volume.back() += piece;
    } else {
      queue.append(piece);
    }
    for (std::size_t k = 0; k < carriers; ++k)
      queue.last()[k] += leaving.cells[i * carriers + k] * share_[s * carriers + k];
  }
  return fresh;
}

/// Hands on what the segment cannot hold; returns the first parcel that stays, and whether a part of it left.
template <class Leave>
std::pair<std::size_t, bool> TreeTransit::release(double holds, Queue& queue, Leave&& leave) {
  const double total = queue.blood(), least = sliver * total;
  double out = total - holds;
  std::size_t i = 0;
  for (; i < queue.volume.size() && out > least; ++i) {
    double* what = queue.cells.data() + i * queue.carriers;
    if (queue.volume[i] <= out + least) {
      leave(queue.volume[i], what, 1.0);
      out -= queue.volume[i];
      continue;
    }
    const double share = out / queue.volume[i];
    leave(out, what, share);
    for (std::size_t k = 0; k < queue.carriers; ++k) what[k] -= share * what[k];
    queue.volume[i] -= out;
    return {i, true};
  }
  return {i, false};
}

/// Keeps the parcels from `first` on; neighbours without cells are one.
void TreeTransit::Boxes::keep(const Queue& queue, std::size_t first_kept) {
  const std::size_t begin = volume.size(), carriers = queue.carriers;
  bool empty_before = false;
  for (std::size_t i = first_kept; i < queue.volume.size(); ++i) {
    const double* what = queue.cells.data() + i * carriers;
    const bool empty = std::all_of(what, what + carriers, [](double x) { return x == 0; });
    if (empty && empty_before && volume.size() > begin) {
      volume.back() += queue.volume[i];
      continue;
    }
    volume.push_back(queue.volume[i]);
    cells.insert(cells.end(), what, what + carriers);
    empty_before = empty;
  }
  close();
}

void TreeTransit::march(double dt, std::span<const BranchEntry> entries, std::span<const double> root,
                        std::span<double> cells, Boxes& leaving, Boxes* staying,
                        std::vector<double>* continued) const {
  const std::size_t n = volume_.size(), carriers = loss_.size();
  std::vector<double> keep(carriers);
  for (std::size_t k = 0; k < carriers; ++k) keep[k] = std::exp(-loss_[k] * dt);
  // [cell] entering each of these segments during the step, besides what its parent hands on.
  std::map<std::size_t, std::vector<double>> entering;
  entering[0].assign(carriers, 0.0);
  for (std::size_t k = 0; k < root.size(); ++k) entering[0][k] = root[k] * dt;
  for (const BranchEntry& entry : entries) {
    const auto s = static_cast<std::size_t>(entry.segment);
    if (!(flow_[s] > 0))
      throw std::domain_error("no blood flows in the branch that cells enter (segment " +
                              std::to_string(entry.segment) + ")");
    auto& sum = entering[s];
    sum.resize(carriers, 0.0);
    for (std::size_t k = 0; k < carriers; ++k) sum[k] += entry.rate[k] * dt;
  }

  std::fill(cells.begin(), cells.end(), 0.0);
  std::vector<char> partial(n, 0);  // a part of the segment's next parcel has left
  Queue queue{carriers, {}, {}};
  leaving.begin();
  if (staying) staying->begin();
  for (std::size_t s = 0; s < n; ++s) {
    const double blood = flow_[s] * dt;
    const auto up = static_cast<std::size_t>(std::max(0, parent_[s]));
    const auto entry = entering.find(s);
    const bool alone = entry == entering.end();
    bool goes_on = alone && continued_[s] != 0 && flow_[up] == 0;
    std::pair<std::size_t, bool> stays{0, false};
    begin(s, keep, queue);
    if (blood > 0) {
      const std::size_t fresh = enter(s, blood, leaving, alone && continued_[s] != 0, queue);
      if (!alone)
        for (std::size_t i = fresh; i < queue.volume.size(); ++i)
          for (std::size_t k = 0; k < carriers; ++k)
            queue.cells[i * carriers + k] += entry->second[k] * (queue.volume[i] / blood);
      goes_on = alone && partial[up];
      const std::int32_t terminal = terminal_at_[s];
      stays = release(volume_[s], queue, [&](double piece, const double* what, double share) {
        if (terminal >= 0) {
          double* to = cells.data() + static_cast<std::size_t>(terminal) * carriers;
          for (std::size_t k = 0; k < carriers; ++k) to[k] += share * what[k];
          return;
        }
        leaving.volume.push_back(piece);
        for (std::size_t k = 0; k < carriers; ++k) leaving.cells.push_back(share * what[k]);
      });
    }
    partial[s] = stays.second;
    leaving.close();
    if (!staying) continue;
    staying->keep(queue, stays.first);
    (*continued)[s] = goes_on;
  }
}

void TreeTransit::arriving(double dt, std::span<const BranchEntry> entries, std::span<double> cells) const {
  march(dt, entries, {}, cells, leaving_, nullptr, nullptr);
}

void TreeTransit::advance(double dt, std::span<const BranchEntry> entries, std::span<const double> root,
                          std::span<double> cells) {
  const std::vector<double> held = inside();
  if (!(flow_[0] > 0) && std::any_of(root.begin(), root.end(), [](double rate) { return rate != 0; }))
    throw std::domain_error("no blood flows in the trunk that cells enter");
  next_continued_.assign(volume_.size(), 0.0);
  march(dt, entries, root, cells, leaving_, &next_, &next_continued_);
  std::swap(boxes_, next_);
  std::swap(continued_, next_continued_);
  for (std::size_t k = 0; k < loss_.size(); ++k) lost_[k] += held[k] * -std::expm1(-loss_[k] * dt);
}

void TreeTransit::unit_response(double dt, std::span<double> seconds) const {
  const std::size_t carriers = loss_.size();
  std::vector<double> share(volume_.size() * carriers), transit(volume_.size());
  for (std::size_t s = 0; s < volume_.size(); ++s) {
    const auto up = static_cast<std::size_t>(std::max(0, parent_[s]));
    transit[s] = (s > 0 ? transit[up] : 0) +
                 (flow_[s] > 0 ? volume_[s] / flow_[s] : std::numeric_limits<double>::infinity());
    for (std::size_t k = 0; k < carriers; ++k) {
      share[s * carriers + k] = s > 0 ? share[up * carriers + k] * share_[s * carriers + k] : 1.0;
      if (terminal_at_[s] >= 0)
        seconds[static_cast<std::size_t>(terminal_at_[s]) * carriers + k] =
            share[s * carriers + k] * std::max(0.0, dt - transit[s]);
    }
  }
}

std::vector<double> TreeTransit::transit_times() const {
  std::vector<double> transit(volume_.size()), at(terminals_.size());
  for (std::size_t s = 0; s < volume_.size(); ++s) {
    transit[s] = (s > 0 ? transit[static_cast<std::size_t>(parent_[s])] : 0) +
                 (flow_[s] > 0 ? volume_[s] / flow_[s] : std::numeric_limits<double>::infinity());
  }
  for (std::size_t j = 0; j < at.size(); ++j) at[j] = transit[static_cast<std::size_t>(terminals_[j])];
  return at;
}

std::vector<double> TreeTransit::inside_segments() const {
  const std::size_t carriers = loss_.size();
  std::vector<double> total(volume_.size() * carriers, 0.0);
  for (std::size_t s = 0; s < volume_.size(); ++s)
    for (std::size_t i = boxes_.first[s]; i < boxes_.first[s + 1]; ++i)
      for (std::size_t k = 0; k < carriers; ++k) total[s * carriers + k] += boxes_.cells[i * carriers + k];
  return total;
}

std::vector<double> TreeTransit::inside() const {
  const std::size_t carriers = loss_.size();
  const std::vector<double> of_segment = inside_segments();
  std::vector<double> total(carriers, 0.0);
  for (std::size_t i = 0; i < of_segment.size(); ++i) total[i % carriers] += of_segment[i];
  return total;
}

std::size_t TreeTransit::memory() const {
  return sizeof(double) * (boxes_.volume.size() + boxes_.cells.size() + next_.volume.size() +
                           next_.cells.size() + leaving_.volume.size() + leaving_.cells.size());
}

}  // namespace cellroute::liver
