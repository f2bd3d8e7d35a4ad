# One set of flags for every target. Contraction is off because results are compared bit for bit:
# fused multiply-adds appear only where the code asks for them.
add_library(cellroute_flags INTERFACE)
target_compile_options(cellroute_flags INTERFACE
  -Wall -Wextra -Wpedantic -ffp-contract=off
  $<$<CXX_COMPILER_ID:GNU>:-Wno-psabi>
  $<$<BOOL:${CELLROUTE_ARCH}>:-march=${CELLROUTE_ARCH}>)
target_include_directories(cellroute_flags INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)
