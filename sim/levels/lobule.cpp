#include "sim/levels/lobule.hpp"

#include "sim/body/simulate.hpp"
#include "sim/levels/surroundings.hpp"
#include "sim/liver/simulate.hpp"
#include "sim/lobule/simulate.hpp"
#include "sim/results/lobule_measures.hpp"

namespace cellroute::levels {

Resolved resolve_lobule(const scenario::Scenario& scenario, const FieldSink& sink,
                        const std::function<void(double)>& after_step, const FeedingLiver* liver) {
  Resolved resolved;
  try {
    auto [lobule_case, territory] = liver ? surroundings_at(scenario.lobule->place, *liver, scenario.body)
                                          : surroundings_of(scenario.body);
    lobule_case.numerics = scenario.lobule->numerics;
    lobule_case.stepping = scenario.lobule->stepping;
    lobule::LobuleResult result = lobule::simulate(lobule_case, sink, after_step);
    resolved.failure = results::broken_balance(result.balance);
    if (resolved.failure.empty())
      resolved.record = results::make_lobule_record(lobule_case, std::move(result), std::move(territory));
  } catch (const lobule::SimulationError& error) {
    resolved.failure = std::string("lobule: ") + error.what();
  } catch (const lobule::LobuleError& error) {
    resolved.failure = std::string("lobule: ") + error.what();
  } catch (const liver::LiverError& error) {
    resolved.failure = std::string("lobule: ") + error.what();
  } catch (const body::SimulationError& error) {
    resolved.failure = error.what();
  }
  return resolved;
}

}  // namespace cellroute::levels
