// The plan of the house: which room may see which, and in which rooms a guest library may be.
#pragma once

#include <string>
#include <vector>

namespace cellroute::house {

/// A room is a folder of the tree; `sees` are the folders or single headers it may include.
/// A room always sees itself. The empty string stands for everything.
struct Room {
  std::string folder;
  std::vector<std::string> sees;
  std::vector<std::string> closed_to;  // standard headers that have no business here
};

/// A library from outside: how its headers and link targets begin, and the rooms it may be in.
struct Guest {
  std::string name;
  std::vector<std::string> headers;
  std::vector<std::string> targets;
  std::vector<std::string> rooms;
};

struct Plan {
  std::vector<Room> rooms;
  std::vector<Guest> guests;
};

/// Simulators read and print nothing and look at no clock. Standard distributions and engines differ
/// between libraries, so <random> is nowhere.
inline const std::vector<std::string> silent = {"iostream", "ostream", "fstream", "filesystem",
                                                "chrono",   "ctime",   "random"};
/// Laws are pure: besides, they know of no threads.
inline const std::vector<std::string> pure = {"iostream", "ostream", "fstream", "filesystem",
                                              "chrono",   "ctime",   "random",  "thread",
                                              "mutex",    "atomic",  "future"};

inline const Plan plan = {
    {
        {"models", {}, pure},
        {"sim/numerics", {"models"}, silent},
        {"sim/body", {"models", "sim/numerics"}, silent},
        {"sim/liver", {"models", "sim/numerics"}, silent},
        {"sim/lobule", {"models", "sim/numerics"}, silent},
        {"sim/images", {"models"}, {"random"}},
        {"sim/scenario", {"models"}, {"random"}},
        {"sim/results",
         {"models", "sim/scenario", "sim/body/result.hpp", "sim/liver/result.hpp", "sim/lobule/result.hpp",
          "sim/lobule/reading.hpp"},
         {"random"}},
        {"sim/measures",
         {"models", "sim/numerics", "sim/body/result.hpp", "sim/body/first_pass.hpp", "sim/lobule/result.hpp",
          "sim/lobule/reading.hpp", "sim/scenario"},
         {"random"}},
        {"sim/levels",
         {"models", "sim/numerics", "sim/body", "sim/liver", "sim/lobule", "sim/images", "sim/scenario",
          "sim/results"},
         {"random"}},
        {"sim/sweep",
         {"models", "sim/numerics", "sim/body", "sim/liver", "sim/lobule", "sim/scenario", "sim/results",
          "sim/measures", "sim/levels"},
         {"random"}},
        {"sim/validation",
         {"models", "sim/numerics", "sim/body", "sim/scenario", "sim/measures"},
         {"random"}},
        {"sim/cli", {"models", "sim"}, {"random"}},
        {"viz", {"models", "sim/results", "sim/scenario/quantity.hpp"}, {"random"}},
        {"bench", {""}, {}},
        {"tests", {""}, {}},
    },
    {
        {"yaml-cpp", {"yaml-cpp/"}, {"yaml-cpp"}, {"sim/scenario", "tests"}},
        {"UDUNITS-2", {"udunits2"}, {"udunits2"}, {"sim/scenario"}},
        {"xxHash", {"xxh"}, {"xxhash"}, {"sim/scenario"}},
        {"HDF5", {"hdf5", "H5"}, {"hdf5"}, {"sim/results", "tests"}},
        {"CLI11", {"CLI/"}, {"CLI11"}, {"sim/cli", "viz"}},
        {"fmt",
         {"fmt/"},
         {"fmt::"},
         {"sim/images", "sim/scenario", "sim/results", "sim/measures", "sim/levels", "sim/sweep",
          "sim/validation", "sim/cli", "viz", "tests", "bench"}},
        {"NIfTI", {"nifti"}, {"nifti"}, {"sim/images"}},
        {"zlib", {"zlib.h", "zconf.h"}, {"ZLIB::", "zlib"}, {"sim/images", "viz", "tests"}},
        {"JSON",
         {"nlohmann/"},
         {"nlohmann"},
         {"sim/scenario", "sim/results", "sim/sweep", "sim/validation", "sim/cli", "viz", "tests"}},
        {"Random123", {"Random123/"}, {}, {"sim/numerics"}},
        {"Boost", {"boost/"}, {}, {"sim/numerics"}},
        {"Eigen", {"Eigen/"}, {"Eigen3"}, {"sim/numerics", "sim/liver", "sim/lobule", "tests", "bench"}},
        {"OpenMP", {"omp.h"}, {"OpenMP"}, {"sim/numerics", "sim/body", "sim/sweep", "tests", "bench"}},
        {"threads", {}, {"Threads::"}, {"sim/sweep"}},
        {"vector instructions", {"immintrin.h", "x86intrin.h"}, {}, {"sim/numerics", "sim/body"}},
        {"SUNDIALS",
         {"cvode", "sundials/", "nvector/", "sunlinsol/", "sunmatrix/", "sunnonlinsol/"},
         {"SUNDIALS", "sundials"},
         {"tests/peers", "bench"}},
        {"hypre", {"HYPRE"}, {"HYPRE"}, {"bench"}},
        {"MPI", {"mpi.h"}, {"MPI::"}, {"sim/sweep", "bench"}},
        {"VTK", {"vtk"}, {"VTK::", "vtk"}, {"viz", "tests/viz"}},
        {"librsvg, cairo and fontconfig",
         {"librsvg/", "cairo", "fontconfig/"},
         {"PkgConfig::LIBRSVG"},
         {"viz"}},
        {"EGL", {"EGL/"}, {"OpenGL::EGL"}, {"viz"}},
        {"Catch2", {"catch2/"}, {"Catch2"}, {"tests"}},
        {"Google Benchmark", {"benchmark/"}, {"benchmark"}, {"bench"}},
        {"the header that the build writes", {"version.hpp"}, {}, {"sim/results"}},
        {"the operating system",
         {"stdlib.h", "unistd.h", "fcntl.h", "signal.h", "poll.h", "dlfcn.h", "spawn.h", "sys/"},
         {},
         {"sim/scenario", "sim/results", "sim/sweep", "sim/cli", "viz", "tests", "bench"}},
    },
};

}  // namespace cellroute::house
