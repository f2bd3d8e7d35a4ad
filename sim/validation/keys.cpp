// The keys of a dataset file, in the declarations that the scenario reader understands.
#include "sim/validation/keys.hpp"

#include "sim/validation/measure.hpp"

namespace cellroute::validation {
namespace {

using scenario::Declared;
using scenario::Form;

Declared key(std::string name, Form form, std::string about) {
  Declared declared;
  declared.key = std::move(name);
  declared.form = form;
  declared.about = std::move(about);
  return declared;
}

Declared required(Declared declared) {
  declared.required = true;
  return declared;
}

Declared number(std::string name, Form form, const Spec& spec) {
  Declared declared = key(std::move(name), form, spec.about);
  declared.spec = spec;
  return declared;
}

Declared choice(std::string name, std::vector<std::string> choices, std::string about) {
  Declared declared = key(std::move(name), Form::choice, std::move(about));
  declared.choices = std::move(choices);
  return declared;
}

Declared group(std::string name, Form form, std::string about, std::vector<Declared> children) {
  Declared declared = key(std::move(name), form, std::move(about));
  declared.children = std::move(children);
  return declared;
}

Declared texts(std::string name, std::string about) {
  return group(name, Form::list, about, {key(name, Form::text, about)});
}

Declared region_list(std::string name, std::string about) {
  std::vector<std::string> names(regions().begin(), regions().end());
  return group(name, Form::list, about,
               {choice("region", names, "An organ, blood, or a zone of the liver.")});
}

std::vector<Declared> measure_children() {
  std::vector<std::string> names;
  for (const Operator& one : operators()) names.emplace_back(one.name);
  return {
      required(choice("measure", names, "The observation operator.")),
      key("arm", Form::text, "The scenario it is taken of; without it the only one."),
      region_list("region", "Where; regions are summed."),
      region_list("except", "Every organ and blood but these."),
      region_list("share_of", "The whole; without it the dose."),
      number("time", Form::quantity, {"s", 0, 1e9, "When; an output time of the scenario."}),
      number("since", Form::quantity, {"s", 0, 1e9, "How much less there is at `time` than at this one."}),
      key("path", Form::text, "A parameter."),
      number("background", Form::quantity,
             {"1", 0, 1, "Tracer around the region that the image adds to it."}),
      number("unattributed", Form::quantity, {"1", 0, 1, "Tracer that the image gives to no region."})};
}

Declared measure(std::string name, std::string about) {
  Declared one = group(std::move(name), Form::group, std::move(about), measure_children());
  one.children.push_back(group("relative_to", Form::group,
                               "Divides the measure, as the other arm of a study.", measure_children()));
  return one;
}

Declared expectation() {
  Declared one = measure("expect", "A direction that the row states.");
  one.children.push_back(required(choice("is", {"above", "below", "largest"}, "The direction.")));
  one.children.push_back(measure("than", "The other side."));
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
       measure("quantity", "The model's side of the row's number."),
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
