// One publication: its experiment as scenarios, and how each of its reported rows is compared.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/measures/measure.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/validation/published.hpp"

namespace cellroute::validation {

using measures::Arms;
using measures::Measure;

enum class Status {
  predicted,
  calibrated,  // its number set a parameter
  excluded     // for a reason that is stated
};
const char* name_of(Status status);

/// A direction that a row states.
struct Expectation {
  enum class Is { above, below, largest };
  Measure measure;
  Is is = Is::above;
  std::shared_ptr<const Measure> than;  // none: `limit`
  double factor = 1;                    // on `than`
  double limit = 0;                     // SI
};

struct Observation {
  PublishedRow row;
  std::string what;  // one line for the table
  Status status = Status::predicted;
  std::vector<std::string> sets;            // of a calibrated row: paths of the parameters its number set
  std::vector<std::string> in_view;         // assumptions chosen after a run of this experiment was seen
  std::string reason;                       // of an excluded row
  std::shared_ptr<const Measure> quantity;  // of a row compared by its number
  double reference = 1;                     // the quantity is relative to a count that another row reports
  std::string unit;                         // as written
  double unit_scale = 1;                    // SI over unit
  std::vector<Expectation> expect;          // of a row that states directions; all of them must hold
  std::string discussion;                   // why the model misses, if it does
};

struct Named {
  std::string name;
  scenario::Scenario scenario;
};

struct Dataset {
  std::string id, about;
  std::vector<std::string> cited_as;  // how the library's sources call it
  std::vector<std::string>
      inputs;  // parameters this publication set with numbers that are not rows of the table
  std::vector<Named> scenarios;
  std::vector<Observation> observations;
  std::filesystem::path file;
};

/// A scenario inside a dataset file may set these parameters only: they describe the dose, not the host.
inline constexpr std::string_view settable[] = {"label.labelled_fraction"};

/// Reads a dataset file; `published` is the whole table.
/// @throws scenario::InputError holding every mistake
Dataset read_dataset(const std::filesystem::path& file, const std::vector<PublishedRow>& published,
                     const scenario::LoadOptions& options);

/// Reads every .yaml file of a folder, in the order of the table.
/// @throws scenario::InputError when a file is wrong, a row of the table is in no file, or a file names a row
/// or dataset that does not exist
std::vector<Dataset> read_datasets(const std::filesystem::path& folder,
                                   const std::vector<PublishedRow>& published,
                                   const scenario::LoadOptions& options);

}  // namespace cellroute::validation
