// The tables behind the reader, the reference page and the JSON schemas.
#include "sim/scenario/keys.hpp"

#include <algorithm>

#include "models/liver/place.hpp"
#include "models/lobule/case.hpp"
#include "models/therapy/infusion.hpp"
#include "sim/scenario/declaring.hpp"
#include "sim/scenario/liver_keys.hpp"
#include "sim/scenario/quantity.hpp"

namespace cellroute::scenario {
namespace {

Declared reference(std::string name, const char* kind, std::string about) {
  Declared declared = key(std::move(name), Form::reference, std::move(about));
  declared.kind = kind;
  return declared;
}

Declared infusion() {
  Declared table = declare<Infusion>("infusion", "One infusion.");
  std::vector<std::string> route_names, catheter_names;
  for (const Route& route : routes()) {
    route_names.emplace_back(route.name);
    for (const Catheter& catheter : route.catheters)
      if (std::find(catheter_names.begin(), catheter_names.end(), catheter.name) == catheter_names.end())
        catheter_names.emplace_back(catheter.name);
  }
  for (Declared& declared : table.children) {
    declared.required = declared.key == "cells" || declared.key == "over";
    if (declared.key == "cells") declared.also = "cell/kg";
    if (declared.key == "at" || declared.key == "volume") declared.fallback = "0";
    if (declared.key == "washout") declared.fallback = "required for punctures, refused elsewhere";
  }
  Declared catheter = key("catheter", Form::text, "Position of the catheter, for routes that have several.");
  catheter.choices = catheter_names;
  catheter.fallback = "the first position of the route";
  table.children.insert(table.children.begin(), std::move(catheter));
  table.children.insert(table.children.begin(),
                        required(choice("route", route_names, "Where the dose enters.")));
  return table;
}

Declared whole_number(std::string name, int low, int high, int fallback, const char* about) {
  return otherwise(number(std::move(name), Form::integer, {"1", double(low), double(high), about}),
                   std::to_string(fallback));
}

Declared length(std::string name, double low, double high, double fallback, const char* about) {
  const Spec spec{"m", low, high, about};
  return otherwise(number(std::move(name), Form::quantity, spec), short_number(fallback * 1e6) + " um");
}

Declared lobule_settings() {
  const LobuleNumerics n;
  const LobuleStepping s;
  Declared place = choice("place", {liver_place_names.begin(), liver_place_names.end()},
                          "Where the lobules lie in the liver of the level `liver`: everywhere, in a segment "
                          "of Couinaud's, or in the one that most or fewest living cells enter per volume.");
  return group(
      "lobule", Form::group, "How the lobule level is resolved and stepped.",
      {otherwise(std::move(place), liver_place_names.front()),
       length("spacing", 1e-6, 1e-4, n.spacing, "Wanted size of a grid cell in the plane of the lobule."),
       whole_number("columns", 1, 100, n.columns, "Unit cells of two lobules along x, sqrt(3) sides wide."),
       whole_number("rows", 1, 100, n.rows, "Unit cells along y, three sides high."),
       whole_number("layers", 1, 1000, n.layers, "Grid cells along the central vein; 1 is two-dimensional."),
       length("layer_thickness", 1e-6, 1e-3, n.layer_thickness, "Thickness of a layer."),
       otherwise(choice("boundary", {"periodic", "walled", "reduced"},
                        "What surrounds the block: itself, or mirror planes; `reduced` is half a lobule."),
                 "periodic"),
       otherwise(
           choice("zones", {"radius", "area", "transit_time"}, "What is cut into thirds for the zones."),
           "radius"),
       otherwise(choice("transport", {"quasi_steady", "transient"},
                        "Steps of circulating cells: as long as the slow states allow, or within a transit."),
                 "quasi_steady"),
       otherwise(choice("plugging", {"on", "off"}, "Whether lodged cells lower the permeability."), "on"),
       otherwise(number("tolerance", Form::number,
                        {"1", 1e-10, 1e-1, "Error of a step in the slow states, as a share of the cells."}),
                 short_number(s.tolerance))});
}

Declared build_scenario_keys() {
  const Numerics numerics;
  Declared output_time = number("times", Form::quantity,
                                {"s", 0, 1e9, "A time at which results are wanted, within the horizon."});
  Declared level = key("level", Form::text, "A level of detail.");
  level.choices = {"body", "liver", "lobule"};
  return group(
      "", Form::group, "A scenario: who is infused with what, and what is wanted of the run.",
      {otherwise(key("title", Form::text, "One line that names the scenario in every result."),
                 "the file's name"),
       required(reference("species", "species", "The host's species.")),
       required(reference("condition", "condition", "The host's liver disease, or `healthy`.")),
       required(group("product", Form::product, "The cell product: a name, or a name with modifiers.",
                      {required(reference("name", "product", "The cell product.")),
                       group("modifiers", Form::list, "What was done to the product, in order.",
                             {reference("modifiers", "modifier", "A modifier.")})})),
       otherwise(reference("label", "label", "The tracer that images show."), "none"),
       otherwise(choice("host", {"autologous", "syngeneic", "allogeneic", "xenogeneic"},
                        "Relation of the product's donor to the host."),
                 "allogeneic"),
       otherwise(choice("decay", {"corrected", "applied"}, "Whether reported label is corrected for decay."),
                 "corrected"),
       required(group("regimen", Form::list, "The infusions.", {infusion()})),
       otherwise(group("levels", Form::list, "The levels of detail to simulate.", {std::move(level)}),
                 "[body]"),
       required(number("horizon", Form::quantity, {"s", 1e-3, 1e9, "Length of the simulated time."})),
       required(group("output", Form::group, "What is wanted of the run.",
                      {required(group("times", Form::list, "Times at which results are wanted, ascending.",
                                      {std::move(output_time)}))})),
       group("numerics", Form::group, "Numerical settings.",
             {otherwise(number("size_classes", Form::integer,
                               {"1", 1, 20, "Size classes of equal probability a product is cut into."}),
                        std::to_string(numerics.size_classes)),
              otherwise(number("relative_tolerance", Form::number,
                               {"1", 1e-12, 1e-2, "Error of a state in one step."}),
                        short_number(numerics.relative_tolerance)),
              otherwise(number("absolute_tolerance", Form::number,
                               {"1", 1e-16, 1e-2, "Error of a state in one step, as a share of the dose."}),
                        short_number(numerics.absolute_tolerance))}),
       liver_keys(), lobule_settings(),
       otherwise(choice("closure", {"tanks", "lobule"},
                        "How the body's sinusoids stop cells: as mixed tanks, or by a table of the resolved "
                        "lobule."),
                 "tanks"),
       otherwise(number("seed", Form::integer, {"1", 0, 9.2e18, "Seed of everything random in the run."}),
                 "0"),
       group("set", Form::settings, "Parameters by path, over every library file.",
             parameter_tree().children)});
}

}  // namespace

const Declared& parameter_tree() {
  static const Declared tree =
      declare<Parameters>("", "Every parameter of a patient, a product and a label.");
  return tree;
}

const Declared& scenario_keys() {
  static const Declared keys = build_scenario_keys();
  return keys;
}

const Declared& library_keys() {
  static const Declared keys = [] {
    std::vector<std::string> kinds;
    for (const LibraryKind& kind : library_kinds) kinds.emplace_back(kind.name);
    return group("", Form::group, "A library file: parameters with their units and sources.",
                 {required(choice("kind", kinds, "What the file describes.")),
                  required(key("name", Form::text, "The file's name without its ending.")),
                  required(key("about", Form::text, "One or two sentences.")),
                  reference("inherits", "", "A file of the same kind that this one is laid over."),
                  key("parameters", Form::entries, "Entries, nested as the parameter tree.")});
  }();
  return keys;
}

const Declared& entry_keys() {
  static const Declared keys = group(
      "", Form::group, "A value with its unit and source.",
      {number("value", Form::number, {"1", -infinity, infinity, "The number, in `unit`."}),
       number("scale", Form::number, {"1", 0, 1e12, "A factor on what the layers below set."}),
       key("unit", Form::text,
           "Unit of `value`, `range` and `sd`; ratios, counts and cells may leave it out."),
       required(key("source", Form::text, "DOI, PMID or citation; `assumption` needs a range.")),
       group("range", Form::interval, "Plausible values `[low, high]`, in `unit` (of a scale: factors).", {}),
       number("cv", Form::number, {"1", 0, 100, "Coefficient of variation between individuals."}),
       number("sd", Form::number, {"1", 0, infinity, "Standard deviation between individuals, in `unit`."}),
       choice("distribution", {"normal", "lognormal", "uniform", "loguniform"}, "How a sweep samples it."),
       key("note", Form::text, "Anything a reader should know.")});
  return keys;
}

}  // namespace cellroute::scenario
