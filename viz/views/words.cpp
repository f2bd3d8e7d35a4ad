#include "viz/views/words.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>
#include <vector>

#include "sim/results/format.hpp"

namespace cellroute::viz {
namespace {

/// What results::words leaves as file names have it.
std::string spelt(const std::string& name) {
  static const std::map<std::string, std::string> others{
      {"hvpg", "HVPG"}, {"ligand", "adhesion ligand"}, {"kupffer", "Kupffer"}, {"sd", "SD"}};
  std::istringstream words(results::words(name));
  std::string text;
  for (std::string word; words >> word;) {
    const auto found = others.find(word);
    text += (text.empty() ? "" : " ") + (found == others.end() ? word : found->second);
  }
  return text;
}

}  // namespace

std::string parameter_words(const std::string& path) {
  std::istringstream parts(path);
  std::vector<std::string> all;
  for (std::string part; std::getline(parts, part, '.');)
    if (part != "tissue" || all.empty()) all.push_back(spelt(part));
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i)
    text += (i == 0 ? "" : i + 1 == all.size() ? ": " : ", ") + all[i];
  return text;
}

std::string metric_words(const std::string& name) {
  static const std::map<std::string, std::string> known{
      {"liver_living_1h", "living cells in the liver after 1 h"},
      {"liver_living_24h", "living cells in the liver after 24 h"},
      {"liver_cell_days", "time that living cells spend in the liver"},
      {"body_cell_days", "time that living cells spend in the body"},
      {"liver_first_pass", "share of cells stopped by the liver on first pass"},
      {"lung_first_pass", "share of cells stopped by the lungs on first pass"},
      {"lung_peak", "largest number of living cells in the lungs"},
      {"spleen_24h", "living cells in the spleen after 24 h"},
      {"periportal_share", "periportal share of living cells after 24 h"},
      {"midzonal_share", "midzonal share of living cells after 24 h"},
      {"pericentral_share", "pericentral share of living cells after 24 h"},
      {"kupffer_contact", "contact with Kupffer cells"},
      {"lost_24h", "share of cells lost within 24 h"},
      {"portal_peak", "highest portal pressure"},
      {"portal_rise", "rise of portal pressure"},
      {"pulmonary_peak", "highest pulmonary pressure"},
      {"stop_rule_share", "share of the closest stop rule's limit"},
      {"liver_label_24h", "label in the liver after 24 h"},
      {"lung_label_1h", "label in the lungs after 1 h"},
      {"lung_to_liver_label_1h", "label in lungs over liver after 1 h"},
      {"lobule_periportal_24h", "periportal share in the lobule after 24 h"},
      {"lobule_pericentral_24h", "pericentral share in the lobule after 24 h"},
      {"lobule_living_24h", "living cells in the lobule after 24 h"},
      {"lobule_homed_24h", "homed cells in the lobule after 24 h"},
      {"lobule_cell_days", "time that living cells spend in the lobule"},
      {"lobule_extraction", "share of cells stopped by the lobule on first pass"},
      {"lobule_periportal_extraction", "share of the stopped cells in the periportal zone"}};
  const auto found = known.find(name);
  return found != known.end() ? found->second : spelt(name);
}

std::string statement_words(const std::string& name) {
  std::string text = spelt(name);
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string as_title(const std::string& sentence) {
  const bool stop = sentence.ends_with('.') && !sentence.ends_with("..");
  return stop ? sentence.substr(0, sentence.size() - 1) : sentence;
}

}  // namespace cellroute::viz
