// The page that `cellroute validate` prints.
#include "sim/validation/report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace cellroute::validation {
namespace {

constexpr std::size_t width = 100;

std::string number(double value) {
  if (std::isinf(value)) return "never";  // a half-life that is not reached
  return fmt::format("{:.3g}", value);
}

std::string cut(const std::string& text, std::size_t most) {
  return text.size() <= most ? text : text.substr(0, most - 2) + "..";
}

std::string wrapped(const std::string& text, std::size_t indent) {
  std::string out, line;
  const auto flush = [&] {
    if (!line.empty()) out += std::string(indent, ' ') + line + "\n";
    line.clear();
  };
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ' && c != '\n') {
      word += c;
      continue;
    }
    if (!word.empty() && !line.empty() && indent + line.size() + 1 + word.size() > width) flush();
    if (!word.empty()) line += (line.empty() ? "" : " ") + word;
    word.clear();
  }
  flush();
  return out;
}

std::string heading(const std::string& text) {
  return "\n" + text + "\n" + std::string(text.size(), '-') + "\n";
}

std::string name_of_row(const Judged& row) {
  return fmt::format("{} row {}: {}", row.dataset->id, row.observation->row.number, row.observation->what);
}

std::string unit_of(const Observation& observation) {
  return observation.unit.empty() || observation.unit == "1" ? "" : " " + observation.unit;
}

std::string spread_of(const PublishedRow& row) {
  if (row.upper_bound) return row.value_text;
  return row.spread.empty() || row.spread_kind == "range" ? row.spread : "+/- " + row.spread;
}

std::string line_of(const Judged& row) {
  const Observation& o = *row.observation;
  std::string sides, fold;  // prediction and observation, or a direction across both columns
  if (o.quantity) {
    const std::string predicted = row.model.prediction ? number(*row.model.prediction) : "";
    sides = fmt::format("{:>12} {:>13}", predicted, cut(o.row.value_text + unit_of(o), 13));
    if (row.model.fold) fold = fmt::format("{:.2f}", *row.model.fold);
  } else if (row.model.right) {
    sides = fmt::format("{:>26}", row.model.shown);
    fold = *row.model.right ? "right" : "wrong";
  } else if (o.row.value) {
    sides = fmt::format("{:>26}", cut(o.row.value_text + " " + o.row.unit, 13));
  }
  return fmt::format("{:<20} {:<25} {:>26} {:>9} {:>5} {}\n", o.row.number == 1 ? row.dataset->id : "",
                     cut(o.what, 25), sides, spread_of(o.row), fold, name_of(o.status));
}

std::string score_line(const std::string& name, const Score& score) {
  return fmt::format("  {:<26} {:>3} of {:<3} ({:>3.0f} %) {:>9.2f} {:>10} of {}\n", name, score.within_two,
                     score.numbers, score.numbers ? 100.0 * score.within_two / score.numbers : 0.0,
                     score.gmfe, score.right, score.directions);
}

std::string scores(const Summary& summary) {
  std::string text = heading("Predicted rows: no number of theirs set a parameter");
  text += fmt::format("  {:<26} {:>18} {:>9} {:>14}\n", "", "within 2-fold", "GMFE", "directions");
  text += score_line("cellroute", summary.model);
  for (std::size_t i = 0; i < nulls.size(); ++i) text += score_line(name_of(nulls[i]), summary.null[i]);
  text += "  without rows in view (*)\n" + score_line("cellroute", summary.unseen);
  for (std::size_t i = 0; i < nulls.size(); ++i)
    text += score_line(name_of(nulls[i]), summary.null_unseen[i]);
  text +=
      wrapped(fmt::format("GMFE: exp(mean |ln(prediction / observation)|); a fold error beyond {:.0f} counts "
                          "as {:.0f}. Both other predictors have no kinetics: label is cells.",
                          fold_cap, fold_cap),
              2);
  for (std::size_t i = 0; i < nulls.size(); ++i) {
    const auto say = [&](const std::vector<std::string>& columns, const char* where) {
      if (columns.empty()) return;
      text += wrapped(fmt::format("The model does NOT beat `{}` in {}{}.", name_of(nulls[i]),
                                  fmt::join(columns, ", "), where),
                      2);
    };
    say(unbeaten(summary.model, summary.null[i]), "");
    say(unbeaten(summary.unseen, summary.null_unseen[i]), " without rows in view");
  }
  return text;
}

}  // namespace

std::vector<std::string> unbeaten(const Score& model, const Score& other) {
  std::vector<std::string> columns;
  if (!(model.within_two > other.within_two)) columns.emplace_back("numbers within 2-fold");
  if (!(model.gmfe < other.gmfe)) columns.emplace_back("GMFE");
  if (!(model.right > other.right)) columns.emplace_back("directions");
  return columns;
}

Summary summarize(const std::vector<Judged>& rows) {
  const auto score_rows = [&](bool with_seen, const auto& verdict_of) {
    std::vector<Verdict> verdicts;
    for (const Judged& row : rows)
      if (row.observation->status == Status::predicted && (with_seen || row.observation->in_view.empty()))
        verdicts.push_back(verdict_of(row));
    return score(verdicts);
  };
  const auto of_model = [](const Judged& row) { return row.model; };
  Summary summary;
  summary.model = score_rows(true, of_model);
  summary.unseen = score_rows(false, of_model);
  for (std::size_t i = 0; i < nulls.size(); ++i) {
    const auto of_null = [i](const Judged& row) { return row.null[i]; };
    summary.null[i] = score_rows(true, of_null);
    summary.null_unseen[i] = score_rows(false, of_null);
  }
  return summary;
}

std::string summary_line(const Summary& summary) {
  const Score& m = summary.model;
  std::string others;
  for (std::size_t i = 0; i < nulls.size(); ++i)
    others += fmt::format("; {}: {}, {:.2f}, {}", name_of(nulls[i]), summary.null[i].within_two,
                          summary.null[i].gmfe, summary.null[i].right);
  return fmt::format(
      "{} of {} predicted numbers within 2-fold, geometric mean fold error {:.2f}, {} of {} directions "
      "right{}",
      m.within_two, m.numbers, m.gmfe, m.right, m.directions, others);
}

std::string report(const std::vector<Judged>& rows) {
  int counts[3] = {};
  for (const Judged& row : rows) ++counts[static_cast<int>(row.observation->status)];
  std::string text =
      wrapped(fmt::format("Predictions against published measurements: {} rows of {}, {} predicted, {} "
                          "calibrated, {} excluded.",
                          rows.size(), "data/biodistribution.csv", counts[0], counts[1], counts[2]),
              0);
  text += "\n" + fmt::format("{:<20} {:<25} {:>12} {:>13} {:>9} {:>5} {}\n", "dataset", "organ, time",
                             "prediction", "observation", "spread", "fold", "status");
  text += std::string(width, '-') + "\n";
  for (const Judged& row : rows) text += line_of(row);
  const Summary summary = summarize(rows);
  text += scores(summary);

  text += heading("Where the model misses");
  for (const Judged& row : rows) {
    if (!row.missed()) continue;
    text += wrapped(fmt::format("{} ({})", name_of_row(row), name_of(row.observation->status)), 2);
    if (!row.model.failed.empty()) text += wrapped(row.model.failed + ".", 6);
    text +=
        wrapped(row.observation->discussion.empty() ? "Not yet discussed." : row.observation->discussion, 6);
  }
  text += heading("(*) In view: an assumption was chosen after a run of the experiment was seen");
  for (const Judged& row : rows)
    if (!row.observation->in_view.empty())
      text += wrapped(fmt::format("{} ({}): {}", name_of_row(row), name_of(row.observation->status),
                                  fmt::join(row.observation->in_view, ", ")),
                      2);
  text += heading("Calibrated: these numbers set parameters");
  for (const Judged& row : rows)
    if (row.observation->status == Status::calibrated)
      text += wrapped(fmt::format("{} -> {}", name_of_row(row), fmt::join(row.observation->sets, ", ")), 2);
  text += heading("Excluded");
  for (const Judged& row : rows)
    if (row.observation->status == Status::excluded)
      text += wrapped(fmt::format("{}: {}", name_of_row(row), row.observation->reason), 2);
  return text + "\n" + wrapped(summary_line(summary), 0);
}

}  // namespace cellroute::validation
