// By ITK alone: reads an image, writes it as MetaImage or NIfTI, prints for each label its volume [mm3]
// and centroid [mm, RAS].
//
//     itk_convert IN OUT plain|compressed
#include <itkImage.h>
#include <itkImageFileReader.h>
#include <itkImageFileWriter.h>
#include <itkImageRegionConstIteratorWithIndex.h>
#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>

#include <array>
#include <cstdio>
#include <map>
#include <string>

namespace {

using Image = itk::Image<unsigned short, 3>;

itk::ImageIOBase::Pointer format_of(const std::string& name) {
  if (name.find(".nii") != std::string::npos) return itk::NiftiImageIO::New().GetPointer();
  return itk::MetaImageIO::New().GetPointer();
}

}  // namespace

int main(int, char** arguments) {
  itk::Object::SetGlobalWarningDisplay(false);  // of header fields that MetaImage has no place for
  const std::string in = arguments[1], out = arguments[2], how = arguments[3];
  auto reader = itk::ImageFileReader<Image>::New();
  reader->SetFileName(in);
  reader->SetImageIO(format_of(in));
  reader->Update();
  Image::Pointer image = reader->GetOutput();

  auto writer = itk::ImageFileWriter<Image>::New();
  writer->SetFileName(out);
  writer->SetImageIO(format_of(out));
  writer->SetInput(image);
  writer->SetUseCompression(how == "compressed");
  writer->Update();

  std::map<int, std::array<double, 4>> sums;
  itk::ImageRegionConstIteratorWithIndex<Image> voxel(image, image->GetLargestPossibleRegion());
  for (; !voxel.IsAtEnd(); ++voxel) {
    Image::PointType at;
    image->TransformIndexToPhysicalPoint(voxel.GetIndex(), at);
    auto& sum = sums[voxel.Get()];
    sum[0] += 1;
    for (unsigned d = 0; d < 3; ++d) sum[d + 1] += at[d];
  }
  const auto spacing = image->GetSpacing();
  for (const auto& [label, sum] : sums)
    if (label != 0)  // ITK's world is LPS
      std::printf("%d %.10g %.10g %.10g %.10g\n", label, sum[0] * spacing[0] * spacing[1] * spacing[2],
                  -sum[1] / sum[0], -sum[2] / sum[0], sum[3] / sum[0]);
}
