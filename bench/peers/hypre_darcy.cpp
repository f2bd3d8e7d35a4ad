// hypre's Struct and IJ interfaces on one rank.
#include "bench/peers/hypre_darcy.hpp"

#include <HYPRE.h>
#include <HYPRE_krylov.h>
#include <HYPRE_parcsr_ls.h>
#include <HYPRE_struct_ls.h>
#include <mpi.h>

#include <array>
#include <cstdio>
#include <utility>
#include <vector>

namespace cellroute::bench {
namespace {

/// MPI wants to be started once, and ended.
void start() {
  static const struct Session {
    Session() {
      MPI_Init(nullptr, nullptr);
      HYPRE_Init();
    }
    ~Session() {
      HYPRE_Finalize();
      MPI_Finalize();
    }
  } session;
}

/// Row c of the matrix: the six neighbours' entries (0 at walls) and the diagonal.
struct Coefficients {
  const numerics::Grid& grid;
  const numerics::Faces& face;
  std::span<const double> sink;

  double before(int axis, std::size_t c, const std::array<int, 3>& at) const {
    const std::array<std::size_t, 3> stride{
        1, static_cast<std::size_t>(grid.cells[0]),
        static_cast<std::size_t>(grid.cells[0]) * static_cast<std::size_t>(grid.cells[1])};
    return at[axis] > 0 ? face[axis][c - stride[axis]] : 0;
  }
  double diagonal(std::size_t c, const std::array<int, 3>& at) const {
    double sum = sink[c];
    for (int a = 0; a < 3; ++a) sum += face[a][c] + before(a, c, at);
    return sum;
  }
};

template <typename Visit>
void for_each_cell(const numerics::Grid& grid, Visit visit) {
  std::size_t c = 0;
  for (int k = 0; k < grid.cells[2]; ++k) {
    for (int j = 0; j < grid.cells[1]; ++j) {
      for (int i = 0; i < grid.cells[0]; ++i, ++c) visit(c, std::array<int, 3>{i, j, k});
    }
  }
}

/// Grid, symmetric stencil, matrix and vectors of the Struct interface.
class StructSystem {
 public:
  StructSystem(const numerics::Grid& grid, const numerics::Faces& face, std::span<const double> sink,
               std::span<const double> rhs, std::span<const double> x)
      : dimension_(grid.cells[2] > 1 ? 3 : 2) {
    start();
    for (int a = 0; a < 3; ++a) last_[a] = grid.cells[a] - 1;
    HYPRE_StructGridCreate(MPI_COMM_SELF, dimension_, &grid_);
    HYPRE_StructGridSetExtents(grid_, first_, last_);
    HYPRE_StructGridAssemble(grid_);
    const int entries = dimension_ + 1;
    HYPRE_StructStencilCreate(dimension_, entries, &stencil_);
    int offsets[4][3] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int e = 0; e < entries; ++e) HYPRE_StructStencilSetElement(stencil_, e, offsets[e]);
    HYPRE_StructMatrixCreate(MPI_COMM_SELF, grid_, stencil_, &matrix);
    HYPRE_StructMatrixSetSymmetric(matrix, 1);
    HYPRE_StructMatrixInitialize(matrix);
    const Coefficients row{grid, face, sink};
    std::vector<double> values(grid.size() * static_cast<std::size_t>(entries));
    for_each_cell(grid, [&](std::size_t c, const std::array<int, 3>& at) {
      double* const v = values.data() + c * static_cast<std::size_t>(entries);
      v[0] = row.diagonal(c, at);
      for (int a = 0; a < dimension_; ++a) v[a + 1] = -face[a][c];
    });
    std::array<int, 4> which{0, 1, 2, 3};
    HYPRE_StructMatrixSetBoxValues(matrix, first_, last_, entries, which.data(), values.data());
    HYPRE_StructMatrixAssemble(matrix);
    b = vector(rhs);
    u = vector(x);
  }
  ~StructSystem() {
    HYPRE_StructVectorDestroy(u);
    HYPRE_StructVectorDestroy(b);
    HYPRE_StructMatrixDestroy(matrix);
    HYPRE_StructStencilDestroy(stencil_);
    HYPRE_StructGridDestroy(grid_);
  }
  StructSystem(const StructSystem&) = delete;
  StructSystem& operator=(const StructSystem&) = delete;

  void read(std::span<double> x) { HYPRE_StructVectorGetBoxValues(u, first_, last_, x.data()); }

  HYPRE_StructMatrix matrix;
  HYPRE_StructVector b, u;

 private:
  HYPRE_StructVector vector(std::span<const double> numbers) {
    HYPRE_StructVector v;
    HYPRE_StructVectorCreate(MPI_COMM_SELF, grid_, &v);
    HYPRE_StructVectorInitialize(v);
    HYPRE_StructVectorSetBoxValues(v, first_, last_, const_cast<double*>(numbers.data()));
    HYPRE_StructVectorAssemble(v);
    return v;
  }

  int dimension_;
  HYPRE_StructGrid grid_;
  HYPRE_StructStencil stencil_;
  int first_[3] = {0, 0, 0}, last_[3];
};

template <typename Precondition, typename Setup>
void struct_pcg(StructSystem& system, HYPRE_StructSolver inner, Precondition precondition, Setup setup,
                double tolerance, PeerReport& report) {
  HYPRE_StructSolver pcg;
  HYPRE_StructPCGCreate(MPI_COMM_SELF, &pcg);
  HYPRE_StructPCGSetTol(pcg, tolerance);
  HYPRE_StructPCGSetTwoNorm(pcg, 1);
  HYPRE_StructPCGSetMaxIter(pcg, 200);
  HYPRE_StructPCGSetPrecond(pcg, precondition, setup, inner);
  HYPRE_StructPCGSetup(pcg, system.matrix, system.b, system.u);
  HYPRE_StructPCGSolve(pcg, system.matrix, system.b, system.u);
  HYPRE_StructPCGGetNumIterations(pcg, &report.iterations);
  HYPRE_StructPCGGetFinalRelativeResidualNorm(pcg, &report.residual);
  HYPRE_StructPCGDestroy(pcg);
}

}  // namespace

PeerReport solve_pfmg(const numerics::Grid& grid, const numerics::Faces& conductance,
                      std::span<const double> sink, std::span<const double> rhs, std::span<double> x,
                      double tolerance) {
  PeerReport report;
  report.settings = "PFMG-CG: one V(1,1) cycle, symmetric red-black Gauss-Seidel, Galerkin coarse grids";
  StructSystem system(grid, conductance, sink, rhs, x);
  HYPRE_StructSolver pfmg;
  HYPRE_StructPFMGCreate(MPI_COMM_SELF, &pfmg);
  HYPRE_StructPFMGSetMaxIter(pfmg, 1);
  HYPRE_StructPFMGSetTol(pfmg, 0);
  HYPRE_StructPFMGSetZeroGuess(pfmg);
  HYPRE_StructPFMGSetRAPType(pfmg, 0);
  HYPRE_StructPFMGSetRelaxType(pfmg, 2);
  HYPRE_StructPFMGSetNumPreRelax(pfmg, 1);
  HYPRE_StructPFMGSetNumPostRelax(pfmg, 1);
  struct_pcg(system, pfmg, HYPRE_StructPFMGSolve, HYPRE_StructPFMGSetup, tolerance, report);
  HYPRE_StructPFMGDestroy(pfmg);
  system.read(x);
  return report;
}

PeerReport solve_smg(const numerics::Grid& grid, const numerics::Faces& conductance,
                     std::span<const double> sink, std::span<const double> rhs, std::span<double> x,
                     double tolerance) {
  PeerReport report;
  report.settings = "SMG-CG: one V(1,1) cycle";
  StructSystem system(grid, conductance, sink, rhs, x);
  HYPRE_StructSolver smg;
  HYPRE_StructSMGCreate(MPI_COMM_SELF, &smg);
  HYPRE_StructSMGSetMaxIter(smg, 1);
  HYPRE_StructSMGSetTol(smg, 0);
  HYPRE_StructSMGSetZeroGuess(smg);
  HYPRE_StructSMGSetNumPreRelax(smg, 1);
  HYPRE_StructSMGSetNumPostRelax(smg, 1);
  struct_pcg(system, smg, HYPRE_StructSMGSolve, HYPRE_StructSMGSetup, tolerance, report);
  HYPRE_StructSMGDestroy(smg);
  system.read(x);
  return report;
}

PeerReport solve_boomeramg(const numerics::Grid& grid, const numerics::Faces& conductance,
                           std::span<const double> sink, std::span<const double> rhs, std::span<double> x,
                           double tolerance, double strong, int aggressive) {
  start();
  char text[160];
  std::snprintf(text, sizeof text,
                "BoomerAMG-CG: HMIS, extended+i, 4 per row, strong %.2f, aggressive levels %d, l1 symmetric "
                "Gauss-Seidel V(1,1)",
                strong, aggressive);
  PeerReport report;
  report.settings = text;
  const int n = static_cast<int>(grid.size());
  HYPRE_IJMatrix matrix;
  HYPRE_IJMatrixCreate(MPI_COMM_SELF, 0, n - 1, 0, n - 1, &matrix);
  HYPRE_IJMatrixSetObjectType(matrix, HYPRE_PARCSR);
  std::vector<int> sizes(grid.size()), rows(grid.size()), columns;
  std::vector<double> values;
  columns.reserve(7 * grid.size());
  values.reserve(7 * grid.size());
  const Coefficients row{grid, conductance, sink};
  const std::array<int, 3> stride{1, grid.cells[0], grid.cells[0] * grid.cells[1]};
  for_each_cell(grid, [&](std::size_t c, const std::array<int, 3>& at) {
    const int here = static_cast<int>(c);
    rows[c] = here;
    columns.push_back(here);
    values.push_back(row.diagonal(c, at));
    for (int a = 0; a < 3; ++a) {
      if (const double t = row.before(a, c, at); t > 0) {
        columns.push_back(here - stride[a]);
        values.push_back(-t);
      }
      if (at[a] + 1 < grid.cells[a] && conductance[a][c] > 0) {
        columns.push_back(here + stride[a]);
        values.push_back(-conductance[a][c]);
      }
    }
    sizes[c] = static_cast<int>(columns.size());
  });
  for (std::size_t c = grid.size(); c-- > 1;) sizes[c] -= sizes[c - 1];
  HYPRE_IJMatrixSetRowSizes(matrix, sizes.data());
  HYPRE_IJMatrixInitialize(matrix);
  HYPRE_IJMatrixSetValues(matrix, n, sizes.data(), rows.data(), columns.data(), values.data());
  HYPRE_IJMatrixAssemble(matrix);
  HYPRE_IJVector b, u;
  for (auto [v, numbers] : {std::pair{&b, rhs}, std::pair{&u, std::span<const double>(x)}}) {
    HYPRE_IJVectorCreate(MPI_COMM_SELF, 0, n - 1, v);
    HYPRE_IJVectorSetObjectType(*v, HYPRE_PARCSR);
    HYPRE_IJVectorInitialize(*v);
    HYPRE_IJVectorSetValues(*v, n, rows.data(), numbers.data());
    HYPRE_IJVectorAssemble(*v);
  }
  void *a = nullptr, *bb = nullptr, *uu = nullptr;
  HYPRE_IJMatrixGetObject(matrix, &a);
  HYPRE_IJVectorGetObject(b, &bb);
  HYPRE_IJVectorGetObject(u, &uu);
  HYPRE_Solver amg, pcg;
  HYPRE_BoomerAMGCreate(&amg);
  HYPRE_BoomerAMGSetMaxIter(amg, 1);
  HYPRE_BoomerAMGSetTol(amg, 0);
  HYPRE_BoomerAMGSetCoarsenType(amg, 10);
  HYPRE_BoomerAMGSetInterpType(amg, 6);
  HYPRE_BoomerAMGSetPMaxElmts(amg, 4);
  HYPRE_BoomerAMGSetStrongThreshold(amg, strong);
  HYPRE_BoomerAMGSetAggNumLevels(amg, aggressive);
  HYPRE_BoomerAMGSetRelaxType(amg, 8);
  HYPRE_BoomerAMGSetNumSweeps(amg, 1);
  HYPRE_BoomerAMGSetPrintLevel(amg, 0);
  HYPRE_ParCSRPCGCreate(MPI_COMM_SELF, &pcg);
  HYPRE_PCGSetTol(pcg, tolerance);
  HYPRE_PCGSetTwoNorm(pcg, 1);
  HYPRE_PCGSetMaxIter(pcg, 200);
  HYPRE_PCGSetPrecond(pcg, reinterpret_cast<HYPRE_PtrToSolverFcn>(HYPRE_BoomerAMGSolve),
                      reinterpret_cast<HYPRE_PtrToSolverFcn>(HYPRE_BoomerAMGSetup), amg);
  HYPRE_ParCSRPCGSetup(pcg, static_cast<HYPRE_ParCSRMatrix>(a), static_cast<HYPRE_ParVector>(bb),
                       static_cast<HYPRE_ParVector>(uu));
  HYPRE_ParCSRPCGSolve(pcg, static_cast<HYPRE_ParCSRMatrix>(a), static_cast<HYPRE_ParVector>(bb),
                       static_cast<HYPRE_ParVector>(uu));
  HYPRE_PCGGetNumIterations(pcg, &report.iterations);
  HYPRE_PCGGetFinalRelativeResidualNorm(pcg, &report.residual);
  HYPRE_IJVectorGetValues(u, n, rows.data(), x.data());
  HYPRE_ParCSRPCGDestroy(pcg);
  HYPRE_BoomerAMGDestroy(amg);
  HYPRE_IJVectorDestroy(u);
  HYPRE_IJVectorDestroy(b);
  HYPRE_IJMatrixDestroy(matrix);
  return report;
}

}  // namespace cellroute::bench
