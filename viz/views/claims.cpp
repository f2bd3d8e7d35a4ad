// How often statements hold in sampled patients.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/results/format.hpp"
#include "viz/views/sweep_plots.hpp"
#include "viz/views/words.hpp"

namespace cellroute::viz {
namespace {

/// Of no usual route; the verdict stands in words beside it.
Colour colour_of(ClaimOdds::Says says) {
  using Says = ClaimOdds::Says;
  if (says == Says::undecided) return {110, 110, 110};
  return says == Says::holds ? Colour{51, 34, 136} : distinct[1];
}

/// Whether there is anything to draw: where every run failed there is not.
bool is_known(const ClaimOdds& claim) {
  return std::isfinite(claim.probability) && std::isfinite(claim.low) && std::isfinite(claim.high);
}

std::string in_words(const std::vector<ClaimOdds>& claims) {
  std::array<int, 3> counts{};
  std::size_t unknown = 0;
  for (const auto& claim : claims) {
    if (is_known(claim))
      ++counts[static_cast<std::size_t>(claim.says)];
    else
      ++unknown;
  }
  return fmt::format(
      "How often {} statements hold in sampled patients, with 95 per cent intervals: {} hold, {} do not, {} "
      "are "
      "not decided{}.",
      claims.size(), counts[0], counts[1], counts[2],
      unknown == 0 ? "" : fmt::format(", of {} no run succeeded", unknown));
}

/// Lines of text about a height that end at the column's right side.
void column_text(plot::Svg& svg, const std::string& text, const plot::Box& box, double letters) {
  const auto lines = plot::broken(text, box.width, letters);
  double y = box.top + box.height / 2 - (0.6 * static_cast<double>(lines.size()) + 0.25) * letters;
  for (const auto& line : lines) {
    y += 1.2 * letters;
    svg.text({box.right(), y}, line, {letters, ink, plot::Anchor::end});
  }
}

}  // namespace

plot::Svg claims_plot(const std::vector<ClaimOdds>& claims, const plot::Sheet& sheet) {
  double runs = 0;
  for (const auto& claim : claims) runs = std::max(runs, claim.runs);
  plot::Svg svg(sheet.width, sheet.height, in_words(claims));
  const double em = sheet.text, side = 0.5 * em;
  const double top =
      plot::head(svg, sheet, "How often the statements hold",
                 fmt::format("In {} sampled patients each; lines are 95 % intervals of the sample. Not "
                             "decided: the interval reaches one half.",
                             results::number(runs)));
  // Statement, axis and verdict beside each other; on a phone above each other.
  const bool narrow = sheet.narrow();
  const double column = narrow ? 0 : 0.32 * sheet.width, verdicts = narrow ? 0 : 11.6 * em;
  const plot::Panel panel(svg, {side, top, sheet.width - 2 * side - verdicts, sheet.height - 0.5 * em - top},
                          plot::axis({0, 100}, 5, "patients in whom it holds [%]"), {{0, 1}, {}, ""}, em, "",
                          column);
  const auto& in = panel.inside();
  svg.line({panel.x(50), in.top}, {panel.x(50), in.bottom()}, {ink, em / 9, "8 5"});
  const double room = in.height / static_cast<double>(std::max<std::size_t>(1, claims.size()));
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto& claim = claims[i];
    const double y = in.top + room * static_cast<double>(i);
    const auto name = statement_words(claim.name);
    const std::string odds = is_known(claim)
                                 ? fmt::format("{} % ({} to {})", results::percent(claim.probability),
                                               results::percent(claim.low), results::percent(claim.high))
                                 : "no run succeeded";
    const std::string says = is_known(claim) ? verdict_words(claim.says) : "no number";
    const std::string verdict = fmt::format("{}: {}", says, odds);
    double at = y + room / 2;
    if (narrow) {
      const double letters = std::min({0.95 * em, room / 3.6, in.width / plot::text_width(name, 1)});
      for (const auto& [text, line] : {std::pair{name, 1.0}, std::pair{verdict, 2.2}}) {
        svg.box({in.left, y + (line - 0.9) * letters, plot::text_width(text, letters), 1.2 * letters}, paper);
        svg.text({in.left, y + line * letters}, text, {letters});
      }
      at = y + 3 * letters;
    } else {
      const double letters =
          std::min({0.95 * em, room / 2.6, (verdicts - 1.5 * em) / plot::text_width(odds, 1)});
      column_text(svg, name, {side, y, in.left - 1.1 * em - side, room}, letters);
      const double left = in.right() + 2 * em;
      svg.text({left, at - 0.2 * letters}, says, {letters, ink, plot::Anchor::start, true});
      svg.text({left, at + 1.0 * letters}, odds, {letters});
    }
    if (!is_known(claim)) continue;
    svg.line({panel.x(100 * claim.low), at}, {panel.x(100 * claim.high), at},
             {colour_of(claim.says), em / 5});
    svg.dot({panel.x(100 * claim.probability), at}, em / 3.2, colour_of(claim.says));
  }
  return svg;
}

}  // namespace cellroute::viz
