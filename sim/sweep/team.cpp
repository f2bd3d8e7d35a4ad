// A team of one, and how many there are.
#include "sim/sweep/team.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "sim/sweep/mpi_team.hpp"

namespace cellroute::sweep {
namespace {

class Alone : public Team {
 public:
  int rank() const override { return 0; }
  int size() const override { return 1; }
  std::string agree(const std::string& trouble, const std::string&) override { return trouble; }
  bool serve(ChunkSource&, ChunkSink&) override { return true; }
  bool stop_asked() const override { return false; }
  void stop() override {}
  int help(const Plan*, int, const std::function<bool()>&) override { return 0; }
  void finish(int) override {}
};

int number_in(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::atoi(text);
}

/// Set by mpirun and srun in every process they start.
constexpr const char* signs[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK"};

}  // namespace

int launched_processes() {
  for (const char* size : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"})
    if (const int count = number_in(size); count > 0) return count;
  // A step of srun; a batch script itself has no step.
  if (std::getenv("SLURM_STEP_ID") != nullptr) return std::max(1, number_in("SLURM_STEP_NUM_TASKS"));
  return 1;
}

std::unique_ptr<Team> join_team() {
  bool launched = false;
  for (const char* sign : signs) launched = launched || std::getenv(sign) != nullptr;
  if (has_mpi && launched) return join_mpi_team();
  if (const int count = launched_processes(); count > 1)
    throw TeamRefused(
        fmt::format("a launcher started {} of this program, but {}: each would run the whole sweep\n"
                    "{}start it once, or each with a part of its own: --shard 1/{} ... --shard {}/{}, then "
                    "cellroute merge",
                    count, has_mpi ? "gave them no way to find one another" : "it was built without MPI",
                    has_mpi ? "" : "build it with -DCELLROUTE_MPI=ON, ", count, count, count));
  return std::make_unique<Alone>();
}

}  // namespace cellroute::sweep
