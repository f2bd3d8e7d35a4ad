// The batch kernel: the body's equations under the batch integrator, built once per instruction set.
#pragma once

#include <cstddef>

#include "sim/body/layout.hpp"
#include "sim/numerics/batch.hpp"

namespace cellroute::body {

/// Running extremes of a run, updated at every accepted step.
enum Monitor {
  peak_portal_pressure,
  peak_portal_time,
  peak_pulmonary_pressure,
  worst_imbalance,
  lowest_share,
  most_plugged_lung,
  most_plugged_sinusoids,
  most_plugged_venules,
  most_plugged_arterioles,  // S, not f
  monitor_count
};

/// Runs every job of the host on the widest instruction set this machine has.
/// `instruction_set` asks for one ("base" or "avx512", for one scenario at a time "single" or, without
/// AVX-512, "single_base"); "" chooses. The environment variable CELLROUTE_INSTRUCTION_SET overrules it.
void run_batch(const LayoutView& layout, numerics::Host& host, const char* instruction_set = "");
bool has_avx512();
/// Whether so many cases are done sooner side by side in lanes than one after the other. Measured
/// (bench/README.md): eight lanes cost six cases alone, two where no code is made for the number of
/// populations, and where there are very many the lanes' states outgrow the caches.
bool worth_lanes(const LayoutView& layout, std::size_t cases);

namespace kernel {
void run_base(const LayoutView& layout, numerics::Host& host);
void run_avx512(const LayoutView& layout, numerics::Host& host);
void run_single(const LayoutView& layout, numerics::Host& host);
void run_single_avx512(const LayoutView& layout, numerics::Host& host);
}  // namespace kernel

}  // namespace cellroute::body
