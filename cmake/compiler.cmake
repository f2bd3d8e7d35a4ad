# One set of flags for every target. Contraction is off because results are compared bit for bit:
# fused multiply-adds appear only where the code asks for them.
option(CELLROUTE_WERROR "Treat warnings as errors" OFF)
set(CELLROUTE_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")

# The instruction set of everything but the dispatched kernels: what the last ten years' x86
# processors share, unless this machine is older or something else.
set(arch "")
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(arch "x86-64-v3")
  if(EXISTS /proc/cpuinfo)
    file(STRINGS /proc/cpuinfo flags LIMIT_COUNT 1 REGEX "^flags.* avx2 ")
    if(NOT flags)
      set(arch "x86-64")
    endif()
  endif()
endif()
set(CELLROUTE_ARCH "${arch}" CACHE STRING "-march of everything but the dispatched kernels")

find_program(CCACHE ccache)
if(CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# -O2 for all but the kernels: -O3 buys nothing there, and GCC 12 then warns of what is not so.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
add_library(cellroute_flags INTERFACE)
target_compile_options(cellroute_flags INTERFACE
  -Wall -Wextra -Wpedantic -ffp-contract=off
  $<$<CXX_COMPILER_ID:GNU>:-Wno-psabi>
  $<$<BOOL:${CELLROUTE_WERROR}>:-Werror>
  $<$<BOOL:${CELLROUTE_ARCH}>:-march=${CELLROUTE_ARCH}>)
# Compiling takes most of a sanitizer's time, and half of that without optimisation: only what computes
# gets some. Left out there is what the address sanitizer finds too, where memory is touched.
set(sanitized_loops -O1)
if(CELLROUTE_SANITIZE MATCHES "address.*undefined")
  list(APPEND sanitized_loops -fno-sanitize=null,pointer-overflow,object-size)
endif()
if(CELLROUTE_SANITIZE)
  target_compile_options(cellroute_flags INTERFACE -fsanitize=${CELLROUTE_SANITIZE}
    -fno-sanitize-recover=all -fno-omit-frame-pointer
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>  # false alarms with sanitizers in GCC 12
    "$<$<BOOL:$<TARGET_PROPERTY:CELLROUTE_COMPUTES>>:${sanitized_loops}>")
  target_compile_definitions(cellroute_flags INTERFACE CELLROUTE_SANITIZED)
  target_link_options(cellroute_flags INTERFACE -fsanitize=${CELLROUTE_SANITIZE})
endif()
target_include_directories(cellroute_flags INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)

# Under sanitizers: others' templates, which take minutes to compile with optimisation, go without it.
function(compile_plainly_under_sanitizers)
  if(CELLROUTE_SANITIZE)
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -O0)
  endif()
endfunction()
# Where one source is compiled for several instruction sets, or is no code of ours: addresses alone are watched.
function(watch_addresses_only)
  if(CELLROUTE_SANITIZE MATCHES "undefined")
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -fno-sanitize=undefined)
  endif()
endfunction()
