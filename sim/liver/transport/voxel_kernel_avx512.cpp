// Steps of the voxels in 512-bit registers.
#include "sim/liver/transport/voxel_respond.hpp"
#include "sim/liver/transport/voxel_step.hpp"

namespace cellroute::liver::kernel {

void step_avx512(const VoxelView& view, const SumPlaces& places, PassPart part, int first, int last,
                 double* sums, double* scratch) {
  step_blocks(view, places, part, first, last, sums, scratch);
}
void respond_avx512(const VoxelView& view, PassPart part, int first, int last, double* sums,
                    double* scratch) {
  respond_blocks(view, part, first, last, sums, scratch);
}

}  // namespace cellroute::liver::kernel
