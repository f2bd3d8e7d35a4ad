// A label image by the ending of its file's name.
#include "sim/images/label_image.hpp"

#include <string>

#include "sim/images/formats.hpp"

namespace cellroute::images {

namespace {

bool ends_with(const std::string& name, const std::string& ending) {
  return name.size() >= ending.size() &&
         name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
}

}  // namespace

LabelImage read_label_image(const std::filesystem::path& path, double memory) {
  const std::string name = path.string();
  std::error_code error;
  const bool nifti = ends_with(name, ".nii") || ends_with(name, ".nii.gz") || ends_with(name, ".hdr");
  const bool meta = ends_with(name, ".mha") || ends_with(name, ".mhd");
  if (!nifti && !meta)
    throw ImageError(name +
                     ": segmentations are read from NIfTI (.nii, .nii.gz, .hdr) and MetaImage (.mha, .mhd)");
  if (!std::filesystem::exists(path, error)) throw ImageError(name + ": there is no such file");
  if (!std::filesystem::is_regular_file(path, error)) throw ImageError(name + ": this is no file");
  return nifti ? read_nifti(path, memory) : read_meta_image(path, memory);
}

}  // namespace cellroute::images
