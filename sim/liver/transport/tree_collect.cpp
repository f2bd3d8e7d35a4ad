#include "sim/liver/transport/tree_collect.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace cellroute::liver {

TreeCollect::TreeCollect(const VesselTree& tree, std::vector<double> volume, std::vector<double> loss)
    : volume_(std::move(volume)),
      loss_(std::move(loss)),
      parent_(tree.parent),
      terminals_(tree.terminals),
      lost_(loss_.size(), 0.0) {
  if (volume_.size() != tree.size() || tree.size() == 0)
    throw std::invalid_argument("the hepatic veins need one volume for each segment");
  if (!std::all_of(volume_.begin(), volume_.end(), [](double v) { return v > 0 && std::isfinite(v); }))
    throw std::invalid_argument("the volume of every segment must be positive");
  set_flow(std::vector<double>(volume_.size(), 0.0));
}

void TreeCollect::set_flow(std::span<const double> flow) {
  if (flow.size() != volume_.size())
    throw std::invalid_argument("the hepatic veins need one flow for each segment");
  flow_.resize(flow.size());
  std::vector<double> to_root(flow.size());
  constexpr double never = std::numeric_limits<double>::infinity();
  for (std::size_t s = 0; s < flow.size(); ++s) {
    flow_[s] = std::max(0.0, flow[s]);
    const double here = flow_[s] > 0 ? volume_[s] / flow_[s] : never;
    to_root[s] = here + (parent_[s] < 0 ? 0.0 : to_root[static_cast<std::size_t>(parent_[s])]);
  }
  transit_.resize(terminals_.size());
  double longest = 0;
  for (std::size_t j = 0; j < terminals_.size(); ++j) {
    transit_[j] = to_root[static_cast<std::size_t>(terminals_[j])];
    if (transit_[j] < never) longest = std::max(longest, transit_[j]);
  }
  order_.resize(terminals_.size());
  std::iota(order_.begin(), order_.end(), 0);
  std::stable_sort(order_.begin(), order_.end(), [this](std::int32_t a, std::int32_t b) {
    return transit_[static_cast<std::size_t>(a)] < transit_[static_cast<std::size_t>(b)];
  });
  sorted_delay_.resize(terminals_.size());
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const double transit = transit_[static_cast<std::size_t>(order_[i])];
    // No blood leaves where nothing flows; should rounding say otherwise, it goes the longest way.
    sorted_delay_[i] = (transit < never ? transit : longest) * flow_[0];
  }
}

std::vector<double> TreeCollect::transit_times() const { return transit_; }

void TreeCollect::same_step(double dt, std::span<double> share) const {
  for (std::size_t j = 0; j < terminals_.size(); ++j) share[j] = std::max(0.0, 1 - transit_[j] / dt);
}

template <class Arrive>
void TreeCollect::arrivals(const Batch& batch, double blood, Arrive&& arrive) {
  for (std::size_t i = batch.first; i < batch.delay.size(); ++i) {
    const double start = batch.begin + batch.delay[i], end = start + batch.width;
    if (start >= blood) break;
    const double from = std::max(0.0, start);
    arrive(i, end <= blood ? 1.0 : (blood - from) / (end - from));
  }
}

std::vector<double> TreeCollect::decay(double dt) const {
  std::vector<double> keep(loss_.size());
  for (std::size_t k = 0; k < keep.size(); ++k) keep[k] = std::exp(-loss_[k] * dt);
  return keep;
}

void TreeCollect::arriving(double dt, std::span<double> cells) const {
  const std::size_t n = loss_.size();
  const std::vector<double> keep = decay(dt);
  std::fill(cells.begin(), cells.end(), 0.0);
  for (const Batch& batch : batches_) {
    arrivals(batch, flow_[0] * dt, [&](std::size_t i, double share) {
      for (std::size_t k = 0; k < n; ++k)
        cells[k] += share * (batch.cells[i * n + k] * batch.kept[k] * keep[k]);
    });
  }
}

void TreeCollect::advance(double dt, std::span<const double> entering, std::span<double> arrived) {
  const std::size_t n = loss_.size(), count = terminals_.size();
  const double blood = flow_[0] * dt;
  const std::vector<double> keep = decay(dt), held = inside();
  for (std::size_t k = 0; k < n; ++k) lost_[k] += held[k] * (1 - keep[k]);
  for (Batch& batch : batches_)
    for (std::size_t k = 0; k < n; ++k) batch.kept[k] *= keep[k];

  Batch fresh;
  fresh.width = blood;
  fresh.delay = sorted_delay_;
  fresh.kept.assign(n, 1.0);
  fresh.cells.resize(count * n);
  for (std::size_t i = 0; i < count; ++i) {
    const auto j = static_cast<std::size_t>(order_[i]);
    std::copy_n(entering.begin() + static_cast<std::ptrdiff_t>(j * n), n,
                fresh.cells.begin() + static_cast<std::ptrdiff_t>(i * n));
  }
  batches_.push_back(std::move(fresh));

  std::fill(arrived.begin(), arrived.end(), 0.0);
  for (Batch& batch : batches_) {
    std::size_t first = batch.first;
    arrivals(batch, blood, [&](std::size_t i, double share) {
      for (std::size_t k = 0; k < n; ++k) {
        double& left = batch.cells[i * n + k];
        const double out = share * left;
        arrived[k] += out * batch.kept[k];
        left = share == 1 ? 0 : left - out;
      }
      if (share == 1) first = i + 1;
    });
    batch.first = first;
    batch.begin -= blood;
  }
  std::erase_if(batches_, [](const Batch& batch) { return batch.first == batch.delay.size(); });
}

std::vector<double> TreeCollect::inside() const {
  const std::size_t n = loss_.size();
  std::vector<double> total(n, 0.0);
  for (const Batch& batch : batches_) {
    std::vector<double> sum(n, 0.0);
    for (std::size_t i = batch.first; i < batch.delay.size(); ++i)
      for (std::size_t k = 0; k < n; ++k) sum[k] += batch.cells[i * n + k];
    for (std::size_t k = 0; k < n; ++k) total[k] += sum[k] * batch.kept[k];
  }
  return total;
}

std::size_t TreeCollect::memory() const {
  std::size_t bytes = 0;
  for (const Batch& batch : batches_) bytes += sizeof(double) * (batch.delay.size() + batch.cells.size());
  return bytes;
}

std::vector<double> TreeCollect::pack() const {
  std::vector<double> packed(lost_);
  packed.push_back(static_cast<double>(batches_.size()));
  for (const Batch& batch : batches_) {
    packed.insert(packed.end(), {batch.begin, batch.width, static_cast<double>(batch.first)});
    for (const auto* part : {&batch.delay, &batch.cells, &batch.kept})
      packed.insert(packed.end(), part->begin(), part->end());
  }
  return packed;
}

void TreeCollect::unpack(const std::vector<double>& packed) {
  const std::size_t n = loss_.size(), count = terminals_.size();
  const auto broken = [] {
    throw std::invalid_argument("a stored state of the hepatic veins does not fit this tree");
  };
  if (packed.size() < n + 1) broken();
  auto at = packed.begin();
  const auto take = [&](std::vector<double>& part, std::size_t size) {
    part.assign(at, at + static_cast<std::ptrdiff_t>(size));
    at += static_cast<std::ptrdiff_t>(size);
  };
  take(lost_, n);
  const auto batches = static_cast<std::size_t>(*at++);
  if (packed.size() != n + 1 + batches * (3 + count + count * n + n)) broken();
  batches_.assign(batches, Batch{});
  for (Batch& batch : batches_) {
    batch.begin = *at++;
    batch.width = *at++;
    batch.first = static_cast<std::size_t>(*at++);
    take(batch.delay, count);
    take(batch.cells, count * n);
    take(batch.kept, n);
  }
}

}  // namespace cellroute::liver
