// How often published statements hold in sampled patients.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/results/format.hpp"
#include "viz/views/sweep_plots.hpp"

namespace cellroute::viz {

plot::Svg claims_plot(const std::vector<ClaimOdds>& claims, const plot::Sheet& sheet) {
  std::array<int, 3> counts{};
  double runs = 0;
  for (const auto& claim : claims) {
    ++counts[static_cast<std::size_t>(claim.says)];
    runs = std::max(runs, claim.runs);
  }
  plot::Svg svg(
      sheet.width, sheet.height,
      fmt::format("How often {} statements hold in sampled patients, with 95 per cent intervals: {} hold, "
                  "{} do not, {} are not decided.",
                  claims.size(), counts[0], counts[1], counts[2]));
  const double em = sheet.text, side = 0.5 * em;
  const double top =
      plot::head(svg, sheet, "How often published statements hold",
                 fmt::format("In {} sampled patients each; lines are 95 % intervals of the sample. Not "
                             "decided: the interval reaches one half.",
                             results::number(runs)));
  const plot::Panel panel(svg, {side, top, sheet.width - 2 * side, sheet.height - 0.5 * em - top},
                          plot::axis({0, 100}, 5, "patients in whom it holds [%]"), {{0, 1}, {}, ""}, em);
  const auto& in = panel.inside();
  svg.line({panel.x(50), in.top}, {panel.x(50), in.bottom()}, {ink, em / 9, "8 5"});
  const double room = in.height / static_cast<double>(std::max<std::size_t>(1, claims.size()));
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const auto& claim = claims[i];
    const double y = in.top + room * static_cast<double>(i);
    const double lines = sheet.narrow() ? 2 : 1;
    using Says = ClaimOdds::Says;
    const Colour colour = claim.says == Says::holds   ? distinct[0]
                          : claim.says == Says::fails ? distinct[3]
                                                      : ink;
    std::string name = claim.name;
    std::replace(name.begin(), name.end(), '_', ' ');
    const double bold =
        1.08 * plot::text_width(name, 1) + (sheet.narrow() ? 0 : 20);  // and the verdict beside it
    const double letters = std::min({0.95 * em, room / (1.2 * lines + 1), in.width / bold});
    const std::string verdict =
        fmt::format("{}: {} % ({} to {})", verdict_words(claim.says), results::percent(claim.probability),
                    results::percent(claim.low), results::percent(claim.high));
    svg.box({in.left, y + 0.05 * room, in.width, 1.25 * letters}, paper);
    if (sheet.narrow()) {
      svg.text({in.left, y + letters}, name, {letters, ink, plot::Anchor::start, true});
      svg.box({in.left, y + 0.05 * room + 1.25 * letters, 0.46 * in.width, 1.2 * letters}, paper);
      svg.text({in.left, y + 2.2 * letters}, verdict, {letters});
    } else {
      svg.text({in.left, y + letters}, name, {letters, ink, plot::Anchor::start, true});
      svg.text({in.right(), y + letters}, verdict, {letters, ink, plot::Anchor::end});
    }
    const double at = y + 0.05 * room + (1.2 * lines + 0.55) * letters;
    svg.line({panel.x(100 * claim.low), at}, {panel.x(100 * claim.high), at}, {colour, em / 5});
    svg.dot({panel.x(100 * claim.probability), at}, em / 3.2, colour);
  }
  return svg;
}

}  // namespace cellroute::viz
