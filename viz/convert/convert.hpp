// `cellroute-render convert IN -o OUT`: segmentations to NIfTI, vessel trees to VTK's XML.
#pragma once

#include <filesystem>

#include "viz/program/tools.hpp"

namespace cellroute::viz {

/// An image in .vti, .vtk, .nrrd or .nhdr to .nii or .nii.gz, voxel by voxel, with where its voxels are.
/// World axes of VTK's files are taken as RAS in millimetres, as they do not say.
/// @throws RequestError: another format, three axes missing, directions that are not right angles
void convert_image(const std::filesystem::path& from, const std::filesystem::path& to);

/// The trees of a run, with every array at the last time, to .vtp: lines, RAS in millimetres.
/// @throws RequestError, results::FileError
void convert_trees(const std::filesystem::path& from, const std::filesystem::path& to);

Tool convert_tool();

}  // namespace cellroute::viz
