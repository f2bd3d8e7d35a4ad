#include "viz/report/report.hpp"

#include <fmt/format.h>

#include "viz/program/view.hpp"
#include "viz/program/write.hpp"
#include "viz/report/answer.hpp"
#include "viz/report/cases.hpp"
#include "viz/report/html.hpp"
#include "viz/report/sections.hpp"

namespace cellroute::viz {
namespace {

constexpr std::size_t shown_digits = 12;

/// Links to the sections that are there.
std::string contents(const std::string& body) {
  const std::pair<const char*, const char*> all[] = {
      {"routes", "Organs"},        {"sample", "How sure"},       {"label", "Label and cells"},
      {"pressure", "Pressure"},    {"pictures", "Pictures"},     {"validation", "Validation"},
      {"balance", "Mass balance"}, {"provenance", "Provenance"}, {"assumptions", "Assumptions"},
      {"appendix", "Appendix"}};
  std::string text = "<nav aria-label=\"Contents\"><ul>";
  for (const auto& [id, name] : all)
    if (body.find(fmt::format("<section id=\"{}\">", id)) != std::string::npos)
      text += fmt::format("<li><a href=\"#{}\">{}</a></li>", id, name);
  return text + "</ul></nav>\n";
}

}  // namespace

std::string report(const std::vector<std::filesystem::path>& inputs,
                   std::vector<std::filesystem::path>* skipped) {
  const Evidence evidence = gather(inputs);
  if (skipped != nullptr) *skipped = evidence.skipped;
  Matter matter{evidence, results::name_subjects(evidence.records), {}, {}, {}, {}, {}, 0};
  matter.names = results::names_of(matter.subjects);
  matter.heads = case_heads(matter.subjects);
  matter.marks = case_marks(matter.subjects);
  for (std::size_t i = 0; i < evidence.records.size(); ++i) {
    matter.inside.push_back({matter.names[i], &evidence.records[i], evidence.folders[i], true});
    for (const auto& one : evidence.inside)
      if (one.of == i) matter.inside.push_back({matter.names[i], &one.record, one.folder, false});
  }
  matter.time = time_of_report(matter.subjects);
  matter.paired = find_pairs(evidence, matter.subjects, matter.time);
  const Answer found = answer(evidence, matter.subjects, matter.time);
  std::string title = evidence.records.front().inputs.title;
  for (const auto& record : evidence.records)  // what they share, or a comparison
    if (record.inputs.title != evidence.records.front().inputs.title) title = "A comparison of results";
  const std::string sections = case_section(matter) + route_section(matter) + sample_section(matter) +
                               label_section(matter) + pressure_section(matter) + picture_section(matter) +
                               validation_section(matter) + balance_section(matter) +
                               provenance_section(matter) + assumption_section(matter) + appendix(matter);
  const std::string head = fmt::format(
      "<header><h1>{}</h1>\n<div class=\"answer{}\"><p>{}</p>\n<p class=\"sentence\" id=\"answer\">{}</p>\n"
      "{}{}{}</div>\n{}</header>\n",
      plot::escaped(title), found.decided ? "" : " open", plot::escaped(found.question),
      plot::escaped(found.sentence), html::paragraph(found.limits) + html::paragraph(found.warning),
      html::paragraph(found.decider), html::paragraph(found.basis, "quiet"), contents(sections));
  std::string foot;                   // enough of each fingerprint to tell reports apart
  constexpr std::size_t in_foot = 4;  // more have no room there; all are under Provenance
  for (std::size_t i = 0; i < evidence.records.size() && i < in_foot; ++i)
    foot += (foot.empty() ? "fingerprints " : ", ") +
            evidence.records[i].provenance.fingerprint.substr(0, shown_digits);
  if (evidence.records.size() > in_foot)
    foot += fmt::format(" and {} more", evidence.records.size() - in_foot);
  return html::page(title, foot,
                    head + "<main>\n" + sections +
                        "</main>\n<footer><p>A calculation for research, not for the care of a patient."
                        "</p></footer>\n");
}

void write_report(std::vector<std::filesystem::path> inputs, const std::filesystem::path& output) {
  namespace fs = std::filesystem;
  std::error_code none;
  const auto kind = fs::status(output, none).type();
  if (kind != fs::file_type::character && kind != fs::file_type::fifo && output.extension() != ".html" &&
      output.extension() != ".htm")
    throw RequestError(
        fmt::format("{}: a report is one HTML file\nhint: a name that ends in .html", output.string()));
  std::erase_if(inputs, [&](const fs::path& input) {
    std::error_code other;
    return input.lexically_normal() == output.lexically_normal() || fs::equivalent(input, output, other);
  });
  std::vector<fs::path> skipped;
  write_file(output, report(inputs, &skipped));
  for (const auto& input : skipped)
    fmt::print(stderr, "cellroute-render: skipped {}: nothing for a report is in it\n", input.string());
  fmt::print(stderr, "cellroute-render: wrote {}\n", output.string());
}

Tool report_tool() {
  return {"report", "One HTML file: the question, the answer, and why",
          "Results to set side by side, and folders of sweeps, sensitivities, claims or a validation",
          [](const std::vector<std::filesystem::path>& inputs, const std::filesystem::path& output) {
            write_report(inputs, output);
          }};
}

}  // namespace cellroute::viz
