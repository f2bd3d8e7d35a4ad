#include "sim/results/array_store.hpp"

#include "sim/results/field_layout.hpp"
#include "sim/results/hdf5_write.hpp"

namespace cellroute::results {

void write_file_head(hid_t file, std::string_view type, std::uint64_t version, const FieldHeader& header) {
  Handle root = open_object(file, "/");
  write_text_attribute(root, "file_type", type);
  write_attribute(root, "format_version", H5T_STD_U64LE, H5T_NATIVE_UINT64, &version);
  write_text_attribute(root, "program", header.provenance.program);
  write_text_attribute(root, "program_version", header.provenance.version);
  write_text_attribute(root, "program_commit", header.provenance.commit);
  write_text_attribute(root, "fingerprint", header.provenance.fingerprint);
  write_attribute(root, "seed", H5T_STD_U64LE, H5T_NATIVE_UINT64, &header.provenance.seed);
  write_text_attribute(root, "title", header.title);
}

void write_times(hid_t file, const std::vector<double>& times) {
  const auto steps = static_cast<std::int64_t>(times.size());
  Handle group = open_object(file, "/VTKHDF/Steps");
  write_attribute(group, "NSteps", H5T_STD_I64LE, H5T_NATIVE_INT64, &steps);
  write_dataset(file, times_path, {times.size()}, {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, times.data(), false},
                timeless_dataset(), {"s", "time since the start"});
}

void write_view(hid_t file, const std::string& path, const std::vector<std::uint64_t>& shape,
                const std::string& dataset, hid_t part) {
  std::string source = dataset;
  for (std::size_t at = 0; (at = source.find('%', at)) != std::string::npos; at += 2)
    source.insert(at, 1, '%');  // a lone one would stand for the number of a block
  Handle space = make_space(shape);
  Handle creation = timeless_dataset();
  require(H5Pset_virtual(creation, space, ".", source.c_str(), part) >= 0, "refer to", source);
  make_dataset(file, path, H5T_IEEE_F32LE, space, creation);
}

}  // namespace cellroute::results
