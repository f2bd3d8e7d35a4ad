// What is no segmentation is refused in words, whatever is wrong with it.
#include <catch2/catch.hpp>
#include <limits>

#include "sim/images/label_image.hpp"
#include "tests/images/write_image.hpp"

using namespace cellroute;
using namespace cellroute::images;
using namespace cellroute::images::test;
using Catch::Matchers::Contains;

namespace {

void refused(const std::string& path, const std::string& words, double memory = 8e9) {
  INFO(words);
  CHECK_THROWS_WITH(read_label_image(path, memory), Contains(words) && Contains(path));
}

class NiftiCase {
 public:
  void refuses(const NiftiFields& fields, const std::string& words, double memory = 8e9) {
    write_file(folder / "bad.nii", nifti_bytes(image, fields, data));
    refused(folder / "bad.nii", words, memory);
  }
  Scratch folder;
  LabelImage image = small_image();
  std::string data = bytes_of(image.labels) + std::string(1000, '\0');
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("A file that is not there, of another kind, or a folder is refused") {
  const Scratch folder;
  refused(folder / "absent.nii", "there is no such file");
  refused(folder / "liver.png",
          "segmentations are read from NIfTI (.nii, .nii.gz, .hdr) and MetaImage (.mha, .mhd)");
  std::filesystem::create_directory(folder / "folder.nii");
  refused(folder / "folder.nii", "this is no file");
}

TEST_CASE("NIfTI: damaged, short, of other dimensions or values is refused") {
  NiftiCase a;
  write_file(a.folder / "text.nii", std::string(5000, 'x'));
  refused(a.folder / "text.nii", "this is no NIfTI file, or its header is damaged");
  NiftiFields g;
  g.axes = 9;
  a.refuses(g, "this is no NIfTI file, or its header is damaged");
  g = {};
  g.datatype = 33;
  a.refuses(g, "this is no NIfTI file, or its header is damaged");
  write_file(a.folder / "empty.nii", "");
  refused(a.folder / "empty.nii", "this is no NIfTI file, or its header is damaged");
  const auto whole = nifti_bytes(a.image, {}, bytes_of(a.image.labels));
  write_file(a.folder / "short.nii", whole.substr(0, whole.size() - 1));
  refused(a.folder / "short.nii", "it ends before its last voxel, or its data are damaged");
  write_gzip(a.folder / "short.nii.gz", whole.substr(0, whole.size() - 1));
  refused(a.folder / "short.nii.gz", "it ends before its last voxel, or its data are damaged");

  NiftiFields f;
  f.axes = 4;
  f.extra = 7;
  a.refuses(f, "7 images along axis 4, one is needed");
  f = {};
  f.axes = 2;
  a.refuses(f, "2 axes, a liver has three");
  f = {};
  f.datatype = 128;
  f.bits = 24;
  a.refuses(f, "its values are of type RGB24: labels are one whole number for each voxel");
}

TEST_CASE("NIfTI: without voxel size, without a side, flat, or too large is refused") {
  NiftiCase a;
  NiftiFields f;
  f.size = {1, 0, 1};
  a.refuses(f, "its voxels have no size along axis j");
  f = {};
  f.sform = 0;
  a.refuses(f, "neither an sform nor a qform is set, so which side is right is not known");
  a.refuses({}, "24 voxels take 9.6e-08 GB to read, 5e-08 GB are allowed: crop the image to the liver", 50);
  auto image = a.image;
  for (std::size_t row = 0; row < 3; ++row) a.image.to_world[4 * row + 1] = a.image.to_world[4 * row];
  a.refuses({}, "its orientation is flat: two voxel axes point the same way");
  a.image = image;
  for (std::size_t row = 0; row < 3; ++row) a.image.to_world[4 * row + 2] = 0;
  a.refuses({}, "its voxels have no size along axis k");
  a.image = image;
  a.image.to_world[3] = std::numeric_limits<double>::quiet_NaN();
  a.refuses({}, "its orientation holds numbers that are not finite");
  a.image = image;
  a.image.cells = {30000, 30000, 30000};
  a.refuses({}, "2.7e+13 voxels take 1.08e+05 GB to read, 8 GB are allowed");
  a.refuses({}, "2.7e+13 voxels are more than can be numbered (2^31): crop the image", 1e30);
}

TEST_CASE("Values that are no labels are refused") {
  NiftiCase a;
  NiftiFields f;
  f.datatype = 16;
  f.bits = 32;
  std::vector<float> values(24, 1.0f);
  const auto with = [&](float value) {
    values[5] = value;
    a.data.assign(reinterpret_cast<const char*>(values.data()), values.size() * 4);
  };
  with(0.5f);
  a.refuses(f, "voxel 5 is 0.5: labels are whole numbers; is this an image and no segmentation?");
  with(-1.0f);
  a.refuses(f, "voxel 5 is -1, and a label is a whole number from 0 to 65535");
  with(70000.0f);
  a.refuses(f, "voxel 5 is 70000, and a label is a whole number from 0 to 65535");
}

TEST_CASE("ANALYZE files are refused: they do not say which side is right") {
  const Scratch folder;
  const auto image = small_image();
  auto bytes = nifti_bytes(image, {}, "").substr(0, 348);
  bytes[344] = bytes[345] = bytes[346] = '\0';
  write_file(folder / "old.hdr", bytes);
  write_file(folder / "old.img", bytes_of(image.labels));
  refused(folder / "old.hdr", "this is an ANALYZE file, which does not say which side is right");
}

TEST_CASE("MetaImage: what is missing, short, damaged or of another kind is refused") {
  const Scratch folder;
  const auto image = small_image();
  const auto bytes = bytes_of(image.labels);
  const auto header = meta_header(image, "LOCAL");
  const auto refuses = [&](const std::string& head, const std::string& words, const std::string& data) {
    write_file(folder / "bad.mha", head + data);
    refused(folder / "bad.mha", words);
  };
  const auto changed = [&](const std::string& from, const std::string& to, const std::string& words) {
    refuses(replaced(header, from, to), words, bytes);
  };
  refuses("", "this is no MetaImage", std::string(300000, 'x'));
  refuses(header, "it ends before its last voxel", bytes.substr(1));
  changed("NDims = 3", "NDims = 2", "2 axes, a liver has three");
  changed("NDims", "Dims", "1 numbers are expected for NDims, and there are 0");
  changed("DimSize = 4", "DimSize = 4.5", "4.5 voxels along axis i");
  changed("ElementSpacing", "Spacing", "its voxels have no size (ElementSpacing)");
  changed("ElementSpacing = 2", "ElementSpacing = 0", "its voxels have no size along axis i");
  changed("TransformMatrix", "Matrix", "it has no TransformMatrix, so which side is right is not known");
  changed("Offset = ", "Offset = 1 ", "3 numbers are expected for Offset, and there are 4");
  changed("MET_USHORT", "MET_STRING", "its values are of type MET_STRING");
  changed("BinaryData = True", "BinaryData = False", "its voxels are written as text");
  changed("ObjectType", "ElementNumberOfChannels = 3\nObjectType", "several channels");
  changed("DimSize = 4 3 2", "DimSize = 90000 90000 9", "are allowed: crop the image to the liver");
  changed("ObjectType", "HeaderSize = -2\nObjectType", "a header of -2 bytes");
  changed("LOCAL", "LIST", "its data are in a list of files");
  changed("LOCAL", "elsewhere.raw", "elsewhere.raw cannot be opened");
  const auto squeezed = deflated(bytes);
  const auto compressed = meta_header(image, "LOCAL", "CompressedData = True\n");
  refuses(compressed, "it ends before its last voxel", squeezed.substr(0, squeezed.size() / 2));
  refuses(compressed, "its compressed data are damaged", std::string(200, 'x'));
}

TEST_CASE("MetaImage with a fourth axis is read when it holds one image") {
  const Scratch folder;
  const auto image = small_image();
  auto header = meta_header(image, "LOCAL");
  const auto end_of_line = [&](const std::string& key) { return header.find('\n', header.find(key)); };
  header = replaced(header, "NDims = 3", "NDims = 4");
  for (const char* key : {"Offset", "ElementSpacing"}) header.insert(end_of_line(key), " 1");
  const auto first = header.find("TransformMatrix"), last = header.find('\n', first);
  const auto& m = image.to_world;
  std::ostringstream matrix;
  matrix.precision(17);
  matrix << "TransformMatrix = " << m[0] / 2e-3 * -1 << ' ' << m[4] / 2e-3 * -1 << " 0 0 " << m[1] / 3e-3 * -1
         << ' ' << m[5] / 3e-3 * -1 << " 0 0 0 0 1 0 0 0 0 1";
  header.replace(first, last - first, matrix.str());
  for (const int frames : {1, 2}) {
    auto one = header;
    one.insert(one.find('\n', one.find("DimSize")), " " + std::to_string(frames));
    write_file(folder / "four.mha", one + bytes_of(image.labels) + bytes_of(image.labels));
    if (frames == 2) {
      refused(folder / "four.mha", "2 images along axis 4, one is needed");
      continue;
    }
    const auto read = read_label_image(folder / "four.mha");
    CHECK(read.labels == image.labels);
    for (std::size_t e = 0; e < 12; ++e) CHECK(std::abs(read.to_world[e] - m[e]) < 1e-12);
  }
}
