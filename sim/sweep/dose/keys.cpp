#include "sim/sweep/dose/keys.hpp"

#include "sim/scenario/declaring.hpp"

namespace cellroute::sweep {

using namespace scenario;

const Declared& dose_keys() {
  static const Declared keys = group(
      "", Form::group, "The dose at which a pressure reaches a stop rule in a share of the patients.",
      {key("title", Form::text, "One line."),
       required(key("scenario", Form::entries, "The scenario: a path, or a mapping of its keys.")),
       key("axes", Form::entries,
           "Routes, conditions, products, ... compared, as in a sweep. An axis of numbers is not taken."),
       required(key("sample", Form::entries, "The patients, as in a sweep; `latin_hypercube` or `sobol`.")),
       required(
           key("metric", Form::entries, "What must stay below the limit: a shipped metric, or a measure.")),
       required(key("limit", Form::text, "The stop rule, in the metric's unit.")),
       required(key("source", Form::text, "Of the limit: DOI, PMID, citation, or `assumption`.")),
       otherwise(
           number("patients", Form::quantity, {"1", 1e-6, 0.5, "Share of the patients who may reach it."}),
           "5 %"),
       required(group(
           "dose", Form::list, "The lowest and the highest dose tried.",
           {number("dose", Form::quantity, {"cell", 1, 1e13, "Cells infused over the whole regimen."})})),
       group("over", Form::list, "Durations of every infusion; without them the scenario's own.",
             {number("over", Form::quantity, {"s", 1e-3, 1e7, "Duration of every infusion."})}),
       otherwise(number("seed", Form::integer, {"1", 0, 9.2e18, "Seed of the sample."}), "0")});
  return keys;
}

}  // namespace cellroute::sweep
