set(HDF5_PREFER_PARALLEL OFF)
find_package(HDF5 REQUIRED COMPONENTS C)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(yaml-cpp REQUIRED)
find_package(OpenMP REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_path(UDUNITS2_INCLUDE udunits2.h PATH_SUFFIXES udunits2 REQUIRED)
find_library(UDUNITS2_LIBRARY udunits2 REQUIRED)
find_path(XXHASH_INCLUDE xxhash.h REQUIRED)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
find_path(NIFTI_INCLUDE nifti2_io.h PATH_SUFFIXES nifti REQUIRED)
find_library(NIFTI2_LIBRARY nifti2 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)

# For sweeps on several machines: sim/sweep alone.
if(CELLROUTE_MPI)
  find_package(MPI REQUIRED COMPONENTS C)
endif()
# Headers alone: Boost.Math, and the direction numbers of Boost.Random.
find_path(BOOST_INCLUDE boost/random/detail/sobol_table.hpp REQUIRED)

# Reference solvers, for tests/peers and bench alone: one target that brings CVODE with KLU.
if(CELLROUTE_PEERS)
  find_package(SUNDIALS REQUIRED COMPONENTS cvode nvecserial sunmatrixsparse sunmatrixdense sunlinsolklu sunlinsoldense)
  add_library(cellroute_peers INTERFACE)
  target_link_libraries(cellroute_peers INTERFACE SUNDIALS::cvode SUNDIALS::nvecserial SUNDIALS::sunmatrixsparse
    SUNDIALS::sunmatrixdense SUNDIALS::sunlinsolklu SUNDIALS::sunlinsoldense)
  # hypre on one rank, for bench/darcy alone.
  find_path(HYPRE_INCLUDE HYPRE.h PATH_SUFFIXES hypre REQUIRED)
  find_library(HYPRE_LIBRARY HYPRE REQUIRED)
  find_package(MPI REQUIRED COMPONENTS C)
  add_library(cellroute_hypre INTERFACE)
  target_include_directories(cellroute_hypre SYSTEM INTERFACE ${HYPRE_INCLUDE})
  target_compile_definitions(cellroute_hypre INTERFACE OMPI_SKIP_MPICXX)
  target_link_libraries(cellroute_hypre INTERFACE ${HYPRE_LIBRARY} MPI::MPI_C)
endif()

# Pictures, for viz alone.
if(CELLROUTE_VIZ)
  find_package(VTK 9.1 REQUIRED COMPONENTS CommonCore CommonDataModel CommonExecutionModel CommonTransforms
    FiltersCore FiltersFlowPaths FiltersGeneral FiltersGeometry FiltersModeling FiltersSources IOImage IOLegacy IOXML
    ImagingCore ImagingGeneral InteractionStyle RenderingCore RenderingFreeType RenderingOpenGL2
    RenderingVolume RenderingVolumeOpenGL2)
  find_package(OpenGL REQUIRED COMPONENTS EGL)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(LIBRSVG REQUIRED IMPORTED_TARGET librsvg-2.0 cairo fontconfig)  # plots as PNG and PDF
endif()
