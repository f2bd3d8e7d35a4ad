// What enters the sinusoids of the liver's parts over a run: blood and cells by Couinaud segment.
//
// Cells are counted where portal and arterial blood meet, behind trees, venules, arterioles and peribiliary
// space, so that delay and arrest in these are taken away already. What neighbouring voxels hand on to each
// other from there is counted where it entered.
#pragma once

#include <vector>

#include "models/liver/perfusion.hpp"
#include "sim/liver/case.hpp"
#include "sim/liver/simulate.hpp"

namespace cellroute::liver {

class SinusoidInflow {
 public:
  static constexpr int segments = VoxelSums::segments;  // 0: the whole liver, then Couinaud's eight
  enum Entry { portal, arterial, entries };

  /// Adds the step that ends at `time` [s]. @param flow of the step, @param sums of the step, sinusoids
  /// watched
  void take(double time, const LiverAnatomy& anatomy, const LiverPerfusion& flow, const VoxelSums& sums);

  /// A continued run goes on with what is there.
  void visit(StateVisitor& visitor);

  std::size_t steps() const { return times_.size(); }
  double end(std::size_t step) const { return times_[step]; }  // [s]
  double begin(std::size_t step) const { return step == 0 ? 0 : times_[step - 1]; }
  /// [m3/s] during a step
  double flow(std::size_t step, int segment, Entry entry) const {
    return flow_[(step * segments + static_cast<std::size_t>(segment)) * entries + entry];
  }
  /// [cell] of a carrier during a step
  double cells(std::size_t step, int segment, Entry entry, int carrier) const {
    return reached_[at(step, segment, entry, 0, carrier)];
  }
  /// [cell/s] of a carrier at the end of a step
  double rate(std::size_t step, int segment, Entry entry, int carrier) const {
    return reached_[at(step, segment, entry, 1, carrier)];
  }
  int carriers() const {
    return times_.empty() ? 0 : static_cast<int>(reached_.size() / times_.size() / row);
  }

 private:
  static constexpr std::size_t row = 2 * entries * segments;  // of a step and carrier: cells and rates
  std::size_t at(std::size_t step, int segment, Entry entry, int kind, int carrier) const {
    const auto each = static_cast<std::size_t>(carriers());
    return (((step * segments + static_cast<std::size_t>(segment)) * entries + entry) * 2 +
            static_cast<std::size_t>(kind)) *
               each +
           static_cast<std::size_t>(carrier);
  }

  std::vector<double> times_;    // ends of steps
  std::vector<double> flow_;     // [step][segment][entry]
  std::vector<double> reached_;  // [step][segment][entry][cells, rate][carrier]
};

}  // namespace cellroute::liver
