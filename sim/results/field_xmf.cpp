// XDMF counts axes from the slowest, z, to the fastest, x.
#include "sim/results/field_xmf.hpp"

#include <fmt/format.h>

#include "sim/results/field_layout.hpp"
#include "sim/results/format.hpp"

namespace cellroute::results {
namespace {

std::string three_numbers(const std::array<double, 3>& axes) {
  return fmt::format(
      "<DataItem Format=\"XML\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"3\">{} {} {}</DataItem>",
      exact(axes[2]), exact(axes[1]), exact(axes[0]));
}

}  // namespace

std::string xml_text(const std::string& text) {
  std::string safe;
  for (char letter : text) switch (letter) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += letter;
    }
  return safe;
}

std::string xmf_attribute(const FieldArray& array, const char* kind, const char* centre,
                          const std::vector<std::uint64_t>& shape, const std::string& reference) {
  return fmt::format(
      "        <Attribute Name=\"{}\" AttributeType=\"{}\" Center=\"{}\">\n"
      "          <DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"4\" "
      "Dimensions=\"{}\">{}</DataItem>\n"
      "        </Attribute>\n",
      xml_text(stored_name(array)), kind, centre, fmt::join(shape, " "), reference);
}

std::string xmf_head(const std::string& title) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<Xdmf Version=\"3.0\">\n"
      "  <Domain>\n"
      "    <Grid Name=\"{}\" GridType=\"Collection\" CollectionType=\"Temporal\">\n",
      xml_text(title));
}

std::string field_xmf(const FieldHeader& header, const std::string& file, const std::vector<double>& times) {
  const auto& [nx, ny, nz] = header.grid.cells;
  const bool timed = has_times(header);
  std::string text = xmf_head(header.title);
  for (std::size_t step = 0; step < (timed ? times.size() : 1); ++step) {
    text += "      <Grid Name=\"block\" GridType=\"Uniform\">\n";
    if (timed) text += fmt::format("        <Time Value=\"{}\"/>\n", exact(times[step]));
    text += fmt::format(
        "        <Topology TopologyType=\"3DCORECTMesh\" Dimensions=\"{} {} {}\"/>\n"
        "        <Geometry GeometryType=\"ORIGIN_DXDYDZ\">\n"
        "          {}\n"
        "          {}\n"
        "        </Geometry>\n",
        nz, ny, nx, three_numbers(first_centre(header.grid)), three_numbers(header.grid.spacing));
    for (const auto& array : header.arrays)
      text += xmf_attribute(array, array.components == 1 ? "Scalar" : "Vector", "Node",
                            view_shape(header.grid, array), file + ":" + view_path(array, step));
    text += "      </Grid>\n";
  }
  return text + "    </Grid>\n  </Domain>\n</Xdmf>\n";
}

}  // namespace cellroute::results
