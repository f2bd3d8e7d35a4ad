// The production integrator against CVODE on every example scenario.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/body/library_case.hpp"
#include "tests/body/raw_run.hpp"
#include "tests/peers/cvode_body.hpp"

using namespace cellroute;

TEST_CASE("CVODE agrees to 1e-6 of the dose in every state at every output of every example") {
  for (const std::string& file : testing::example_scenarios()) {
    BodyCase one = testing::read_file(file).body;
    one.numerics.relative_tolerance = 1e-9;
    one.numerics.absolute_tolerance = 1e-11;
    const body::CompiledCase compiled = body::compile(one);
    const body::LayoutView& v = compiled.layout->view();
    const testing::RawStates ours = testing::raw_run(compiled);
    REQUIRE(ours.ending == numerics::Ending::complete);
    const peers::CvodeRun theirs = peers::CvodeBody(compiled).run({1e-10, 1e-12, 5});
    REQUIRE(theirs.outputs.size() == ours.at.size());
    double worst = 0;
    for (std::size_t t = 0; t < ours.at.size(); ++t) {
      for (int i = 0; i < v.states; ++i) {
        const double difference = std::fabs(ours.at[t][i] - theirs.outputs[t][i]) / compiled.scale[i];
        worst = std::max(worst, difference);
        INFO(file << ", output " << t << ", " << compiled.layout->describe_state(i));
        REQUIRE(difference < 1e-6);
      }
    }
    // The same at the tolerance a run uses unless told otherwise.
    const testing::RawStates usual = testing::raw_run(body::compile(testing::read_file(file).body));
    double usual_worst = 0;
    for (std::size_t t = 0; t < usual.at.size(); ++t) {
      for (int i = 0; i < v.states; ++i)
        usual_worst =
            std::max(usual_worst, std::fabs(usual.at[t][i] - theirs.outputs[t][i]) / compiled.scale[i]);
    }
    INFO(file << ": tight " << worst << ", default tolerance " << usual_worst);
    CHECK(usual_worst < 1e-6);
  }
}
