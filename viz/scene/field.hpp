// One array of a field file at one time, and how people name it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/results/field_reader.hpp"
#include "viz/program/view.hpp"
#include "viz/scene/legend.hpp"
#include "viz/style/colour_map.hpp"

namespace cellroute::viz {

/// The array called `name`, with or without its unit.
/// @throws RequestError naming the arrays there are
const results::FieldArray& find_array(const results::FieldHeader& header, const std::string& name,
                                      const std::string& file);

/// `living`, the array's name without its unit; and its unit as people write it: `cells/mL`.
std::string name_of(const results::FieldArray& array);
std::string unit_of(const results::FieldArray& array);

/// The name as words: `portal_arrival` is "portal arrival".
std::string words_of(const results::FieldArray& array);

/// Whether the values are numbers of something, such as segments, which have no more and less.
bool is_numbering(const results::FieldArray& array);

/// What bright or dark stands for, by the unit: "much", "late", "high".
std::string much_of(const results::FieldArray& array);

/// Colour map for an array: by what its unit says it is.
const ColourMap& map_of(const results::FieldArray& array);

/// "1 h after the start"; nothing where the result has no times.
std::string time_text(const std::vector<double>& times, std::size_t step);

/// The ways of infusion that a result had, ", by portal vein (trunk)", to stand behind what a picture shows;
/// nothing where there is no result.h5 of the same input beside the fields.
std::string by_route(const std::filesystem::path& fields, const std::string& fingerprint);

/// Values where `inside` is above 0, everywhere without it, are numbers, and amounts are not below 0 by more
/// than rounding; else the file is damaged, and a picture of it would mislead.
/// @throws results::FileError that counts those that are not
void check_values(const results::FieldArray& array, const results::FieldValues& values,
                  const results::FieldValues& inside, const std::string& file);

/// The array and the time that a request asks for; `living` and the last one where it does not say.
struct AskedField {
  /// @throws RequestError, results::FileError
  AskedField(const Request& request, const std::string& file_name);

  std::filesystem::path path;
  results::FieldReader file;
  std::size_t step;
  results::FieldArray array;
  results::FieldValues inside;  // segments in a liver, nothing in a lobule, which is a block
  results::FieldValues values;

  /// Another array at the same time.
  results::FieldValues other(const std::string& name) const;
  const results::FieldArray& find(const std::string& name) const;
  /// A legend that says what it is, when, and of which route.
  /// @param place where of it the picture is, after the title
  Legend legend(Stage& stage, const std::string& view, const std::string& place = "") const;

 private:
  results::FieldValues checked(const results::FieldArray& wanted) const;
};

/// From 0 to the highest value at the step, or at any time, of this result and those beside it, as the
/// request says.
Scale scale_of(const AskedField& asked, const Request& request);

/// The field's sum over space, over that of the fullest of this result and those beside it, at the step or,
/// as the request says, at any time [1].
double share_of_fullest(const AskedField& asked, const Request& request);

/// A view of one file of a result that takes these options, by a reader that knows its times.
template <class Reader>
View file_view(const std::string& name, const std::string& about, const std::string& level,
               const std::string& file, std::string (*draw)(const Request&),
               const std::vector<std::string>& takes) {
  return {name,
          about,
          "needs a resolved " + level + " (" + file + ")",
          {"png"},
          [file](const std::filesystem::path& result) { return has_file(result, file); },
          [file](const Request& request) { return Reader(find_file(request.result, file)).times(); },
          draw,
          takes};
}

}  // namespace cellroute::viz
