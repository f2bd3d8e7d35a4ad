// The ranks of an MPI job, when the program is built with MPI.
#pragma once

#include <memory>

namespace cellroute::sweep {

class Team;

#ifdef CELLROUTE_MPI
inline constexpr bool has_mpi = true;
std::unique_ptr<Team> join_mpi_team();
#else
inline constexpr bool has_mpi = false;
inline std::unique_ptr<Team> join_mpi_team() { return nullptr; }
#endif

}  // namespace cellroute::sweep
