// The section of pictures: livers and lobules that were resolved, by the program's own views on shared
// scales.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/results/format.hpp"
#include "sim/results/liver_measures.hpp"
#include "sim/results/lobule_measures.hpp"
#include "sim/results/measures.hpp"
#include "viz/program/view.hpp"
#include "viz/report/html.hpp"
#include "viz/report/numbers.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {

namespace {

constexpr std::size_t most_pictures = 6;   // of a view: more make a file that is slow to send
constexpr int width = 1000, height = 750;  // [px] a page is 760 wide

/// Living cells by Couinaud segment, where the liver was resolved.
std::string segments(const Matter& matter) {
  html::Table table{fmt::format("Alive in the liver's segments {} after the start [% of the dose], and in "
                                "brackets [% of the liver's living cells]",
                                results::duration(matter.time)),
                    {"Couinaud segment"},
                    {},
                    "numbers",
                    38};
  std::vector<const results::Record*> livers;
  for (const auto& one : matter.inside)
    if (one.record->liver && results::time_index(*one.record, matter.time) >= 0) {
      livers.push_back(one.record);
      table.heads.push_back(one.name);
    }
  if (livers.empty()) return "";
  std::vector<std::vector<double>> shares(couinaud_segments, std::vector<double>(livers.size()));
  std::vector<double> whole(livers.size(), 0);
  for (std::size_t s = 0; s < couinaud_segments; ++s)
    for (std::size_t i = 0; i < livers.size(); ++i) {
      shares[s][i] = results::segment_share(*livers[i], s, results::time_index(*livers[i], matter.time));
      whole[i] += shares[s][i];
    }
  const auto add = [&](const std::string& name, const std::vector<double>& of_dose) {
    auto row = percents(of_dose);
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] += " (" + (whole[i] > 0 ? fixed(100 * of_dose[i] / whole[i], 1) : "-") + ")";
    row.insert(row.begin(), name);
    table.rows.push_back(std::move(row));
  };
  for (std::size_t s = 0; s < couinaud_segments; ++s) add(results::couinaud_words[s], shares[s]);
  add("whole liver", whole);
  return in_parts(table);
}

std::string liver_words(const results::Record& record, double time) {
  const int t = results::time_index(record, time);
  if (!record.liver || t < 0) return "";  // fields may have times of their own
  std::vector<double> shares;
  double whole = 0;
  for (std::size_t s = 0; s < couinaud_segments; ++s) {
    shares.push_back(results::segment_share(record, s, t));
    whole += shares.back();
  }
  if (std::isnan(whole)) return "";
  const auto fullest =
      static_cast<std::size_t>(std::max_element(shares.begin(), shares.end()) - shares.begin());
  double left = 0;
  for (std::size_t s = results::left_liver.first; s < results::left_liver.end; ++s) left += shares[s];
  return fmt::format(
      " Alive in it: {} per cent of the dose, {} in the left liver and {} in the right, most in segment {}, "
      "{}.",
      results::percent(whole), results::percent(left), results::percent(whole - left),
      results::couinaud_words[fullest], results::percent(shares[fullest]));
}

/// How the grown vessels branch, each liver once: routes of a case share theirs.
std::string tree_words(const Matter& matter) {
  std::vector<std::pair<std::string, std::string>> told;  // words and whose they are
  for (const auto& one : matter.inside) {
    if (!one.record->liver) continue;
    std::string words;
    for (const auto& tree : one.record->liver->result.trees)
      if (tree.orders > 1)
        words += fmt::format("{}{} {}, {} and {} over {} orders", words.empty() ? "" : "; ",
                             results::words(tree.name), results::number(tree.branching_ratio),
                             results::number(tree.length_ratio), results::number(tree.diameter_ratio),
                             tree.orders);
    if (words.empty()) continue;
    const auto same = std::find_if(told.begin(), told.end(), [&](const auto& x) { return x.first == words; });
    if (same == told.end())
      told.emplace_back(words, one.name);
    else
      same->second += ", " + one.name;
  }
  std::string text;
  for (const auto& [words, whose] : told)
    text += fmt::format("{}{}{}.", text.empty() ? "" : " ", told.size() > 1 ? whose + ": " : "", words);
  if (text.empty()) return "";
  return html::paragraph(
      "Vessel trees, from one of Strahler's orders to the next how many times fewer, longer and "
      "wider: " +
          text + " No published values of human livers have been traced to set beside them.",
      "quiet");
}

std::string lobule_words(const results::Record& record, double time) {
  if (!record.lobule) return "";
  const int t = results::time_index(*record.lobule, time);
  if (t < 0) return "";
  const char* const zones[] = {"periportal", "midzonal", "pericentral"};
  std::string text = record.liver ? fmt::format(" They stand for: {}.", record.lobule->territory.name) : "";
  text += " Of its living cells";
  for (std::size_t z = 0; z < 3; ++z)
    text += fmt::format("{} {} per cent {}",
                        z == 0   ? ""
                        : z == 1 ? ","
                                 : " and",
                        results::percent(results::zone_share(*record.lobule, z, t)), zones[z]);
  return text + ".";
}

std::string picture(const Matter& matter, const View& view, const Inside& one,
                    const std::vector<std::filesystem::path>& all) {
  Request request;
  request.result = one.folder;
  request.width = width;
  request.height = height;
  request.beside = all;
  const auto times = view.times(request);
  for (const double time : times)
    if (time == matter.time) request.time = time;
  const double shown = request.time ? *request.time : times.empty() ? matter.time : times.back();
  const auto& record = *one.record;
  const auto numbers = view.name == "liver" ? liver_words(record, shown) : lobule_words(record, shown);
  try {
    return html::picture(
        view.draw(request),
        fmt::format("{} of the result {}, {} after the start: {}.{}",
                    view.name == "liver" ? "Liver" : "Lobules", one.name, results::duration(shown),
                    view.about, numbers),
        fmt::format("{}, {} after the start.{}", one.name, results::duration(shown),
                    all.size() > 1 ? " Colours and dots stand for the same in all pictures." : ""));
  } catch (const std::exception& error) {  // a report without a picture is still a report, if it says so
    return html::paragraph(
        fmt::format("{}: the {} could not be drawn ({}).", one.name, view.name, error.what()));
  }
}

}  // namespace

std::string picture_section(const Matter& matter) {
  std::string body = segments(matter) + tree_words(matter);
  for (const auto& view : views()) {
    if (view.name != "liver" && view.name != "lobule") continue;
    std::vector<const Inside*> shown;
    std::vector<std::filesystem::path> folders;
    for (const auto& one : matter.inside)
      if (view.fits(one.folder)) {
        shown.push_back(&one);
        folders.push_back(one.folder);
      }
    for (std::size_t k = 0; k < std::min(shown.size(), most_pictures); ++k)
      body += picture(matter, view, *shown[k], folders);
    if (shown.size() > most_pictures)
      body += html::paragraph(fmt::format("The {} views of {} more results are left out.", view.name,
                                          shown.size() - most_pictures));
  }
  return html::section("pictures", "Inside the liver", body);
}

}  // namespace cellroute::viz
