#include "sim/sweep/keys.hpp"

#include "sim/scenario/declaring.hpp"

namespace cellroute::sweep {

using namespace scenario;

const Declared& sample_keys() {
  static const Declared keys = group(
      "sample", Form::group, "Points sampled in every cell of the grid; the same points in each.",
      {required(choice("design", {"latin_hypercube", "sobol", "morris", "saltelli"},
                       "How points fill the space of the sampled parameters.")),
       required(number("size", Form::integer,
                       {"1", 1, 1e9, "Points; of morris: trajectories; of saltelli: base points."})),
       otherwise(number("replicates", Form::integer,
                        {"1", 1, 1e6, "Independent randomisations of the design; they tell its error."}),
                 "1"),
       otherwise(
           key("parameters", Form::entries,
               "What is sampled: `uncertain` (all with a spread in the library that the scenario's levels "
               "read), `assumptions` (those of them without a published value), a list of paths (`liver.*` "
               "is a group), or paths with a spread of their "
               "own: `{uniform: [a, b]}`, `{loguniform: [a, b]}`, `{normal: [mean, sd]}`, `{lognormal: "
               "[median, cv]}`, `{triangular: [a, mode, b]}`, or `library`."),
           "uncertain"),
       group("except", Form::list, "Paths that are not sampled although `parameters` names them.",
             {key("except", Form::text, "A path or a group (`liver.*`).")}),
       group("correlate", Form::list, "Pairs of sampled parameters that go together.",
             {group("correlate", Form::group, "A pair.",
                    {required(texts("between", "Two paths.")),
                     required(number("rank_correlation", Form::number,
                                     {"1", -0.999, 0.999, "Spearman's rank correlation."})),
                     required(key("source", Form::text, "DOI, PMID or citation, or `assumption`."))})})});
  return keys;
}

const Declared& sweep_keys() {
  static const Declared keys = group(
      "", Form::group, "A sweep: one scenario, what is varied, and what is read off every run.",
      {otherwise(key("title", Form::text, "One line that names the sweep in every result."),
                 "the file's name"),
       required(key("scenario", Form::entries,
                    "The scenario that is varied: a path to its file, or its keys (a mapping).")),
       key("axes", Form::entries,
           "The grid. `route`, `species`, `condition`, `product`, `modifiers`, `label`, `host`, `closure` "
           "take a "
           "list of values; `case` takes a mapping from names to scenario keys that replace those of the "
           "scenario; a parameter's path, `regimen.cells`, `regimen.over`, `regimen.at` or `regimen.volume` "
           "takes "
           "a list of quantities, `{range: [a, b], steps: n}` or `{log_range: [a, b], steps: n}`."),
       sample_keys(),
       required(key("metrics", Form::entries,
                    "What is read off every run: names of shipped metrics, and measures with a name.")),
       otherwise(number("seed", Form::integer, {"1", 0, 9.2e18, "Seed of the sample."}), "0")});
  return keys;
}

}  // namespace cellroute::sweep
