// The keys of a dataset file, in the declarations that the scenario reader understands.
#include "sim/validation/keys.hpp"

#include "sim/measures/reader.hpp"
#include "sim/scenario/declaring.hpp"

namespace cellroute::validation {
namespace {

using namespace scenario;
using measures::measure_keys;

Declared expectation() {
  Declared one = measure_keys("expect", "A direction that the row states.");
  one.children.push_back(required(choice("is", {"above", "below", "largest"}, "The direction.")));
  one.children.push_back(measure_keys("than", "The other side."));
  one.children.push_back(number("factor", Form::number, {"1", 0, 1e6, "On the other side."}));
  one.children.push_back(key("limit", Form::text, "The other side, as a fixed quantity."));
  return one;
}

Declared observation() {
  return group(
      "observations", Form::group, "One row of the published table.",
      {required(number("row", Form::integer,
                       {"1", 1, 1000, "The row's number among those of its dataset, from 1."})),
       required(key("organ", Form::text, "The row's `organ`, word for word.")),
       key("what", Form::text, "One line for the table."),
       required(
           choice("status", {"predicted", "calibrated", "excluded"}, "Whether its number set a parameter.")),
       texts("sets", "Parameters that a calibrated row set."),
       texts("in_view", "Parameters whose assumption was chosen after this row's run was seen."),
       key("reason", Form::text, "Why a row is excluded."),
       measure_keys("quantity", "The model's side of the row's number."),
       key("unit", Form::text, "The unit of the row's number."),
       number("times_row", Form::integer,
              {"1", 1, 1000, "The quantity is relative; it is multiplied by the value of this row."}),
       group("expect", Form::list, "Directions that the row states; all must hold.", {expectation()}),
       key("discussion", Form::text, "Why the model misses the row, if it does.")});
}

}  // namespace

const Declared& dataset_keys() {
  static const Declared keys = group(
      "", Form::group, "A publication: its experiment, and its rows of the published table.",
      {required(key("dataset", Form::text, "The `dataset_id` of the published table, and the file's name.")),
       required(key("about", Form::text, "What was done, and what had to be assumed about it.")),
       texts("cited_as", "How sources of the library name it, besides the `dataset_id`."),
       texts("inputs", "Parameters that it set with numbers that are not rows of the table."),
       key("common", Form::entries, "Keys of a scenario file that all scenarios share."),
       key("scenarios", Form::entries, "Scenarios by name; each has the keys of a scenario file."),
       required(group("observations", Form::list, "The rows of the table.", {observation()}))});
  return keys;
}

}  // namespace cellroute::validation
