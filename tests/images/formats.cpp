// Round trips through our own writers: numbers, orientation, byte order and compression.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>

#include "sim/images/label_image.hpp"
#include "tests/images/write_image.hpp"

using namespace cellroute;
using namespace cellroute::images;
using namespace cellroute::images::test;

namespace {

void check_same(const LabelImage& read, const LabelImage& written) {
  CHECK(read.cells == written.cells);
  CHECK(read.labels == written.labels);
  for (std::size_t e = 0; e < 12; ++e) CHECK(std::abs(read.to_world[e] - written.to_world[e]) < 1e-7);
}

template <class Value>
std::string stored_as(const std::vector<std::uint16_t>& labels, double slope = 1, double intercept = 0) {
  std::string bytes;
  for (const std::uint16_t label : labels) {
    const auto value = static_cast<Value>((label - intercept) / slope);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  return bytes;
}

}  // namespace

TEST_CASE("NIfTI from our own writer, plain and compressed") {
  const Scratch folder;
  const auto image = small_image();
  const auto bytes = nifti_bytes(image, {}, bytes_of(image.labels));
  write_file(folder / "a.nii", bytes);
  write_gzip(folder / "a.nii.gz", bytes);
  check_same(read_label_image(folder / "a.nii"), image);
  check_same(read_label_image(folder / "a.nii.gz"), image);
  CHECK(read_label_image(folder / "a.nii").notes.empty());
}

TEST_CASE("NIfTI by quaternion: turned about z, with the third axis as it is and flipped") {
  const Scratch folder;
  for (const float qfac : {1.0f, -1.0f}) {
    // A rotation of 0.8 rad about z is the quaternion (cos 0.4, 0, 0, sin 0.4).
    auto image = small_image();
    const double c = std::cos(0.8), s = std::sin(0.8), angle = 0.8;
    image.to_world = {2e-3 * c, -3e-3 * s, 0, 0.01, 2e-3 * s, 3e-3 * c, 0, 0.02, 0, 0, 5e-3 * qfac, 0.03};
    NiftiFields fields;
    fields.sform = 0;
    fields.qform = 1;
    fields.size = {2, 3, 5};
    fields.qfac = qfac;
    fields.quaternion = {0, 0, static_cast<float>(std::sin(angle / 2)), 10, 20, 30};
    write_file(folder / "q.nii", nifti_bytes(image, fields, bytes_of(image.labels)));
    check_same(read_label_image(folder / "q.nii"), image);
  }
}

TEST_CASE("NIfTI of every number type, and scaled ones") {
  const Scratch folder;
  auto image = small_image();
  for (auto& label : image.labels) label = static_cast<std::uint16_t>(label - 290);
  const auto as = [&](short datatype, short bits, const std::string& data, float slope = 0,
                      float intercept = 0) {
    INFO(datatype);
    NiftiFields fields;
    fields.datatype = datatype;
    fields.bits = bits;
    fields.slope = slope;
    fields.intercept = intercept;
    write_file(folder / "t.nii", nifti_bytes(image, fields, data));
    check_same(read_label_image(folder / "t.nii"), image);
  };
  as(2, 8, stored_as<std::uint8_t>(image.labels));
  as(256, 8, stored_as<std::int8_t>(image.labels));
  as(4, 16, stored_as<std::int16_t>(image.labels));
  as(512, 16, stored_as<std::uint16_t>(image.labels));
  as(8, 32, stored_as<std::int32_t>(image.labels));
  as(768, 32, stored_as<std::uint32_t>(image.labels));
  as(1024, 64, stored_as<std::int64_t>(image.labels));
  as(1280, 64, stored_as<std::uint64_t>(image.labels));
  as(16, 32, stored_as<float>(image.labels));
  as(64, 64, stored_as<double>(image.labels));
  as(4, 16, stored_as<std::int16_t>(image.labels, 0.5, 3), 0.5f, 3.0f);
}

TEST_CASE("NIfTI lengths in metres and micrometres, and a note where no unit is given") {
  const Scratch folder;
  const auto image = small_image();
  for (const auto& [units, factor] : {std::pair{1, 1e3}, {3, 1e-3}, {0, 1.0}}) {
    NiftiFields fields;
    fields.units = static_cast<char>(units);
    write_file(folder / "u.nii", nifti_bytes(image, fields, bytes_of(image.labels)));
    const auto read = read_label_image(folder / "u.nii");
    for (std::size_t e = 0; e < 12; ++e)
      CHECK(read.to_world[e] == Approx(image.to_world[e] * factor).margin(1e-7 * factor));
    CHECK(read.notes.size() == (units == 0 ? 1 : 0));
  }
}

TEST_CASE(
    "MetaImage from our own writer: inside and beside its header, compressed, of the other byte order") {
  const Scratch folder;
  const auto image = small_image();
  const auto bytes = bytes_of(image.labels);
  write_file(folder / "a.mha", meta_header(image, "LOCAL") + bytes);
  check_same(read_label_image(folder / "a.mha"), image);

  const auto squeezed = deflated(bytes);
  const std::string compressed = "CompressedData = True\n";
  write_file(folder / "b.mha", meta_header(image, "LOCAL", compressed) + squeezed);
  check_same(read_label_image(folder / "b.mha"), image);

  write_file(folder / "c.raw", bytes);
  write_file(folder / "c.mhd", meta_header(image, "c.raw"));
  check_same(read_label_image(folder / "c.mhd"), image);

  write_file(folder / "d.zraw", squeezed);
  write_file(folder / "d.mhd", meta_header(image, "d.zraw", compressed));
  check_same(read_label_image(folder / "d.mhd"), image);

  write_file(folder / "e.raw", "forty bytes of somebody else's header ..." + bytes);
  write_file(folder / "e.mhd", meta_header(image, "e.raw", "HeaderSize = -1\n"));
  check_same(read_label_image(folder / "e.mhd"), image);
  write_file(folder / "f.mhd", meta_header(image, "e.raw", "HeaderSize = 41\n"));
  check_same(read_label_image(folder / "f.mhd"), image);

  std::string swapped = bytes;
  for (std::size_t b = 0; b < swapped.size(); b += 2) std::swap(swapped[b], swapped[b + 1]);
  auto header = meta_header(image, "LOCAL");
  header.replace(header.find("MSB = False"), 11, "MSB = True");
  write_file(folder / "g.mha", header + swapped);
  check_same(read_label_image(folder / "g.mha"), image);
}
