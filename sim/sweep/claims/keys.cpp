#include "sim/sweep/claims/keys.hpp"

#include "sim/scenario/declaring.hpp"

namespace cellroute::sweep {

using namespace scenario;

namespace {

Declared scenario_key() {
  return key("scenario", Form::entries,
             "The scenario both arms start from: a path, or a mapping of its keys.");
}

Declared sample_key() {
  return group(
      "sample", Form::group, "The patients a claim is tried on.",
      {otherwise(number("runs", Form::integer, {"1", 16, 1e7, "Sampled patients, each run in every arm."}),
                 "512"),
       otherwise(
           number("shares", Form::integer,
                  {"1", 0, 1e6,
                   "Base points of the design that finds each assumption's share of the variance; 0: none."}),
           "256"),
       otherwise(key("parameters", Form::entries, "What is sampled; as in a sweep."), "uncertain"),
       group("except", Form::list, "Paths that are not sampled although `parameters` names them.",
             {key("except", Form::text, "A path or a group (`liver.*`).")}),
       key("correlate", Form::entries,
           "Pairs of parameters that go together, as in a sweep; then there are no shares."),
       otherwise(number("seed", Form::integer, {"1", 0, 9.2e18, "Seed of the sample."}), "0")});
}

}  // namespace

const Declared& claim_keys() {
  static const Declared keys = group(
      "claim", Form::group, "One statement, to be tried and not believed.",
      {required(key("statement", Form::text, "What is claimed, in a sentence.")),
       required(key("source", Form::text, "Who says so: DOI, PMID, citation, or `assumption`.")),
       scenario_key(), sample_key(),
       required(key(
           "arms", Form::entries,
           "One or two arms by name, each a mapping of scenario keys that replace those of the scenario; "
           "`route: portal_vein:right` and `modifiers: [...]` are short for changing every infusion and the "
           "product.")),
       required(key("metric", Form::entries, "What is compared: a shipped metric, or a measure.")),
       required(group(
           "expect", Form::group, "The relation.",
           {required(key("arm", Form::text, "The arm the claim speaks of.")),
            required(choice("is", {"above", "below", "alike"}, "The relation.")),
            key("than", Form::text, "The other arm."),
            key("limit", Form::text, "A fixed quantity instead of another arm, in the metric's unit."),
            otherwise(number("by", Form::quantity,
                             {"1", 0, 1e3,
                              "Above or below by this share of the other side; alike: within this share of "
                              "the larger."}),
                      "0")}))});
  return keys;
}

const Declared& claims_keys() {
  static const Declared keys = group("", Form::group, "Statements about routes, products and patients.",
                                     {key("title", Form::text, "One line."), scenario_key(), sample_key(),
                                      required(key("claims", Form::entries, "The claims by name."))});
  return keys;
}

}  // namespace cellroute::sweep
