#include "sim/sweep/liver_row.hpp"

#include <fmt/format.h>

#include "sim/levels/check.hpp"
#include "sim/liver/trees/grow.hpp"

namespace cellroute::sweep {
namespace {

struct Abandoned {};

}  // namespace

std::optional<levels::ResolvedLiver> liver_of(const scenario::Scenario& base, const BodyCase& body_case,
                                              levels::LiverShapes& shapes,
                                              const std::function<bool()>& stop) {
  scenario::Scenario scenario = base;
  scenario.body = body_case;
  levels::ResolvedLiver failed;
  // Whether a liver fits in memory is a question to the machine: rows must not depend on it.
  if (const auto wrong = levels::contradictions(scenario, infinity, shapes); !wrong.empty()) {
    failed.failure = fmt::format("liver: {}", fmt::join(wrong, "; "));
    return failed;
  }
  liver::Watchers watchers;
  watchers.after_step = [&](double) {
    if (stop && stop()) throw Abandoned();
  };
  try {
    return levels::resolve_liver(levels::prepare_liver(scenario, shapes), watchers);
  } catch (const Abandoned&) {
    return {};
  } catch (const liver::TreeError& error) {
    failed.failure = std::string("liver: ") + error.what();
    return failed;
  }
}

}  // namespace cellroute::sweep
