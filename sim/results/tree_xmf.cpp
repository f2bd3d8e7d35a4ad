// XDMF for vessel trees: lines of two points each. The lines stand once and are referred to at every time.
#include <fmt/format.h>

#include "sim/results/field_layout.hpp"
#include "sim/results/field_xmf.hpp"
#include "sim/results/format.hpp"
#include "sim/results/tree_layout.hpp"

namespace cellroute::results {
std::string tree_xmf(const FieldHeader& header, std::uint64_t vessels, const std::string& file,
                     const std::vector<double>& times) {
  std::string text = xmf_head(header.title);
  for (std::size_t step = 0; step < times.size(); ++step) {
    text += fmt::format(
        "      <Grid Name=\"vessels\" GridType=\"Uniform\">\n"
        "        <Time Value=\"{}\"/>\n"
        "        <Topology TopologyType=\"Polyline\" NodesPerElement=\"2\" NumberOfElements=\"{}\">\n"
        "          <DataItem Format=\"HDF\" NumberType=\"Int\" Precision=\"8\" "
        "Dimensions=\"{}\">{}:/VTKHDF/Lines/Connectivity</DataItem>\n"
        "        </Topology>\n"
        "        <Geometry GeometryType=\"XYZ\">\n"
        "          <DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"4\" "
        "Dimensions=\"{} 3\">{}:/VTKHDF/Points</DataItem>\n"
        "        </Geometry>\n",
        exact(times[step]), vessels, 2 * vessels, file, 2 * vessels, file);
    for (const auto& array : all_arrays(header))
      text += xmf_attribute(array, "Scalar", array.components == 2 ? "Node" : "Cell",
                            {vessels * static_cast<std::uint64_t>(array.components)},
                            file + ":" + view_path(array, step));
    text += "      </Grid>\n";
  }
  return text + "    </Grid>\n  </Domain>\n</Xdmf>\n";
}

}  // namespace cellroute::results
