// The XDMF text: what it refers to is there, of the shape and with the values it says.
#include "sim/results/field_xmf.hpp"

#include <regex>

#include "sim/results/field_file.hpp"
#include "sim/results/field_layout.hpp"
#include "sim/results/hdf5.hpp"
#include "tests/results/made_fields.hpp"
#include "tests/results/scratch.hpp"

using namespace cellroute::results;
using namespace cellroute::results::test;
using Catch::Contains;

namespace {

struct Reference {
  std::string name, kind, shape, file, path;
};

std::vector<Reference> references(const std::string& xmf) {
  static const std::regex pattern(
      "<Attribute Name=\"([^\"]*)\" AttributeType=\"(\\w+)\" Center=\"Node\">\\s*"
      "<DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"4\" Dimensions=\"([^\"]*)\">"
      "([^:<]*):([^<]*)</DataItem>");
  std::vector<Reference> all;
  for (std::sregex_iterator at(xmf.begin(), xmf.end(), pattern), end; at != end; ++at)
    all.push_back({(*at)[1], (*at)[2], (*at)[3], (*at)[4], (*at)[5]});
  return all;
}

std::vector<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
    all.push_back((*at)[1]);
  return all;
}

std::string words(const std::vector<std::uint64_t>& shape) {
  std::string text;
  for (auto extent : shape) text += (text.empty() ? "" : " ") + std::to_string(extent);
  return text;
}

std::string write(const Scratch& scratch, const FieldSet& set) {
  OutputFolder folder(scratch.path / "out", false);
  write_fields(folder, "sub/made", set);
  folder.commit();
  return read_file(scratch.path / "out" / "sub" / "made.xmf");
}

}  // namespace

TEST_CASE("Every array and time of the XDMF text is a dataset of that shape with the values of that time") {
  const Scratch scratch;
  const FieldSet set = made_fields({5, 4, 3}, 2);
  const auto found = references(write(scratch, set));
  const Hdf5Reader file(scratch.path / "out" / "sub" / "made.vtkhdf");
  REQUIRE(found.size() == 6);
  for (std::size_t at = 0; at < found.size(); ++at) {
    const std::size_t step = at / 3, array = at % 3;
    const auto& each = found[at];
    INFO(each.path);
    CHECK(each.name == stored_name(set.header.arrays[array]));
    CHECK(each.kind == (array == 2 ? "Vector" : "Scalar"));
    CHECK(each.file == "made.vtkhdf");
    CHECK(each.shape == (array == 2 ? "3 4 5 3" : "3 4 5"));
    CHECK(words(file.shape(each.path)) == each.shape);
    CHECK(file.floats(each.path) == (array == 1   ? set.fixed[0]
                                     : array == 0 ? set.steps[step][0]
                                                  : set.steps[step][1]));
  }
}

TEST_CASE("The XDMF text gives times to the last digit, and the grid from z to x") {
  const FieldSet set = made_fields({5, 4, 3}, 3);
  const std::string xmf = field_xmf(set.header, "made.vtkhdf", set.times);
  std::vector<double> times;
  for (const auto& text : matches(xmf, "<Time Value=\"([^\"]*)\"/>")) times.push_back(std::stod(text));
  CHECK(times == set.times);
  CHECK(matches(xmf, "TopologyType=\"3DCORECTMesh\" Dimensions=\"([^\"]*)\"") ==
        std::vector<std::string>(3, "3 4 5"));
  const auto numbers = matches(xmf, "Dimensions=\"3\">([^<]*)<");
  REQUIRE(numbers.size() == 6);
  double z = 0, y = 0, x = 0;
  REQUIRE(std::sscanf(numbers[0].c_str(), "%lf %lf %lf", &z, &y, &x) == 3);
  const auto centre = first_centre(set.header.grid);
  CHECK((x == centre[0] && y == centre[1] && z == centre[2]));
  REQUIRE(std::sscanf(numbers[1].c_str(), "%lf %lf %lf", &z, &y, &x) == 3);
  CHECK((x == 1e-5 && y == 1.25e-5 && z == 2e-5));
}

TEST_CASE("A title keeps its letters in XML") {
  const FieldSet set = made_fields({2, 2, 2}, 1);
  CHECK_THAT(field_xmf(set.header, "made.vtkhdf", set.times),
             Contains("<Grid Name=\"Made up: &lt;counts&gt; &amp; &quot;places&quot;\""));
}
