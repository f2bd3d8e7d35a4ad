#include "sim/sweep/lobule_row.hpp"

#include <fmt/format.h>

#include "sim/levels/check.hpp"

namespace cellroute::sweep {
namespace {

struct Abandoned {};

}  // namespace

std::optional<levels::Resolved> lobule_of(const scenario::Scenario& base, const BodyCase& body_case,
                                          const std::function<bool()>& stop,
                                          const levels::FeedingLiver* liver) {
  scenario::Scenario scenario = base;
  scenario.body = body_case;
  // Whether a block fits in memory is a question to the machine: rows must not depend on it.
  if (const auto wrong = liver ? std::vector<std::string>{} : levels::contradictions(scenario, infinity);
      !wrong.empty())
    return levels::Resolved{{}, fmt::format("lobule: {}", fmt::join(wrong, "; "))};
  try {
    const auto after_step = [&](double) {
      if (stop && stop()) throw Abandoned();
    };
    return levels::resolve_lobule(scenario, {}, after_step, liver);
  } catch (const Abandoned&) {
    return {};
  }
}

measures::LobuleArm arm_of(const results::LobuleRecord& record) {
  return {&record.result, &record.entered, record.territory.volume};
}

}  // namespace cellroute::sweep
