// The voxels' state and coefficients as bare numbers and pointers, for the kernels.
//
// Eight voxels side by side are a block, and a row is one number of each. A block's rows, in order: for each
// bed the states of each population and then C and X of the dead; C of every carrier in the arterial space;
// g_T and g_A of each bed at the beginning of the last step; with label that lodged in each bed and that
// retained. Blocks are sorted by Couinaud segment; a chunk is a stretch of blocks of one segment.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cellroute::liver {

inline constexpr int block_voxels = 8;
inline constexpr int living_states = 6;  // of a population in a bed: C, T1, T2, A, H, X
inline constexpr int dead_states = 2;    // of the dead: C, X

/// A bed during one step of stage length h.
struct BedStep {
  double inverse_blood;                                  // [1/m3] of one voxel's bed
  double inverse_trap, inverse_adhesion, inverse_paths;  // of one voxel
  double filter, kappa, adhere, detach, migrate, loss_circulating, loss_trapped, loss_adherent, loss_homed,
      clearance, plugging_exponent, dead_extraction;
  double held, home, dead;  // 1/(1 + h rates) of A, H and X
  double stays_caught;      // 1 - h k_off held: of what adheres, not back in the blood within the stage
  double openness_share;    // of the sinusoids' resistance
  const double *extraction, *release_fast, *release_slow;  // by population
};

/// Places in the row of sums that each chunk adds up.
struct SumPlaces {
  int held, error, lost, lowest, living_time, lodged_label, retained_label, label_lost, dead_label_lost,
      label_debris, label_freed, entered, left, count;
  int reached = -1;  // -1: nobody asks
};

struct VoxelView {
  int populations, carriers, beds, blocks;
  int bed_rows, space_row, free_row, label_row, rows;  // rows of a bed, of a block, and where parts begin
  double* state;                                       // [blocks][rows][8]

  const double* flow;            // [blocks][3][8] arterial, portal, through the tanks [m3/s]
  const double* share;           // [blocks][2][8] of its arterial and portal terminal's inflow
  const std::int32_t* terminal;  // [blocks][3][8] artery, portal vein, hepatic vein
  const double* uptake;          // [blocks][8] share of the liver's uptake of debris

  // The step.
  double dt, h, ahead;  // ahead: dt/(2 dt_last), 0 for the first step
  const BedStep* bed;
  const double* weight;  // by population
  double dead_weight, fast_share, lodged_share;
  double space_flow, inverse_space, space_loss;
  const double* inflow[2];   // [terminals][carriers] cells/s at the arterial and the portal terminals
  const double* on_cell[2];  // [1/cell] by population at the stages; null: no label
  double on_dead, retained_share, retained_leak, debris_rate;

  // Results. `node` holds what enters the tanks when neighbours are joined (else null).
  double* node;  // [blocks][node_rows][8]
  int node_rows;
  double* left;      // [blocks][carriers][8] cells that left
  double* openness;  // [blocks][3][8]

  // respond() only.
  const double* unit[2];  // [terminals][carriers] [s], arterial and portal
  const double* arrives;  // [venous terminals]
};

/// What a pass over blocks does: all of it, or the part before or behind the node where neighbours meet.
enum class PassPart { whole, entry, tanks };

/// Rows that a kernel needs for itself.
inline int scratch_rows(int carriers) { return 10 * carriers + 2; }

namespace kernel {
// Blocks [first, last), one after the other. `sums` [SumPlaces::count][8] are added to; for respond() they
// are [3][carriers][8]: left, and per unit at the artery and at the portal vein. `scratch` as said above.
// Equal bits on both.
void step_base(const VoxelView& view, const SumPlaces& places, PassPart part, int first, int last,
               double* sums, double* scratch);
void step_avx512(const VoxelView& view, const SumPlaces& places, PassPart part, int first, int last,
                 double* sums, double* scratch);
void respond_base(const VoxelView& view, PassPart part, int first, int last, double* sums, double* scratch);
void respond_avx512(const VoxelView& view, PassPart part, int first, int last, double* sums, double* scratch);
}  // namespace kernel

}  // namespace cellroute::liver
