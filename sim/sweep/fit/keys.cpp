#include "sim/sweep/fit/keys.hpp"

#include "sim/scenario/declaring.hpp"
#include "sim/scenario/keys.hpp"

namespace cellroute::sweep {

using namespace scenario;

const Declared& fit_keys() {
  static const Declared keys = group(
      "", Form::group, "Parameters estimated from a table of measurements.",
      {key("title", Form::text, "One line."),
       required(key("scenario", Form::entries,
                    "The scenario all arms start from: a path, or a mapping of its keys.")),
       key("arms", Form::entries,
           "The groups of the study by name, each a mapping of scenario keys that replace those of the "
           "scenario, as the "
           "`case` axis of a sweep. Without it there is one arm, the scenario itself."),
       required(
           key("metrics", Form::entries, "What was measured: shipped metrics, and measures with a name.")),
       required(key(
           "data", Form::text,
           "The table: a CSV file with the columns dataset, arm, metric, value, sd, unit (any order; arm may "
           "be missing with one arm; a path relative to this file).")),
       required(
           key("parameters", Form::entries,
               "What is estimated: paths, each with `{range: [low, high]}` or `{log_range: [low, high]}`.")),
       group("fixed", Form::settings, "Parameters held at these values in every arm.",
             parameter_tree().children),
       group("leave_out", Form::list, "Datasets that are predicted, not fitted.",
             {key("leave_out", Form::text, "A dataset.")}),
       otherwise(
           choice("deviation", {"known", "estimated"},
                  "Whether `sd` is the standard deviation of a value, or only its weight beside the others."),
           "known"),
       otherwise(number("starts", Form::integer,
                        {"1", 1, 10000, "Starting points: the library's values, then a Latin hypercube."}),
                 "8"),
       otherwise(number("confidence", Form::number, {"1", 0.5, 0.999, "Of the intervals."}), "0.95"),
       otherwise(number("seed", Form::integer, {"1", 0, 9.2e18, "Seed of the starting points."}), "0")});
  return keys;
}

}  // namespace cellroute::sweep
