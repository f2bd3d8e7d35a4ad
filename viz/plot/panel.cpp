#include "viz/plot/panel.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/results/format.hpp"

namespace cellroute::viz::plot {
namespace {

constexpr double line_height = 1.35;

double widest(const std::vector<Tick>& ticks, double text) {
  double width = 0;
  for (const auto& tick : ticks) width = std::max(width, text_width(tick.text, text));
  return width;
}

struct PlacedKey {
  Point at;                        // from the left edge of the sheet and the top of the keys
  std::vector<std::string> lines;  // its name
};

/// Keys in lines; a name that is wider than the sheet is broken.
std::vector<PlacedKey> placed_keys(const Sheet& sheet, const std::vector<Key>& all,
                                   const std::string& words) {
  const double em = sheet.text;
  double x = em + (words.empty() ? 0 : text_width(words, em) + 0.6 * em), y = em;
  std::vector<PlacedKey> placed;
  for (const auto& key : all) {
    const double wide = 2.4 * em + text_width(key.name, em);
    if (x + wide > sheet.width && x > em) {
      x = em;
      y += 1.5 * em;
    }
    placed.push_back({{x, y}, broken(key.name, sheet.width - x - 2 * em, em)});
    x += wide + 0.3 * em;
    if (const auto lines = placed.back().lines.size(); lines > 1) {
      y += 1.2 * em * static_cast<double>(lines - 1);
      x = sheet.width;
    }
  }
  return placed;
}

double key_lines(const PlacedKey& key) {
  return static_cast<double>(std::max<std::size_t>(1, key.lines.size()));
}

}  // namespace

Axis axis(const Scale& scale, int count, std::string title) {
  return {scale, ticks(scale, count), std::move(title)};
}

Axis axis_from_zero(double highest, int count, std::string title) {
  if (!(highest > 0)) highest = 1;
  const double step = round_up(highest / count);
  return axis({0, step * std::ceil(highest / step - 1e-9)}, count, std::move(title));
}

double reach_for(const std::vector<Labelled>& bars, double width, double low) {
  double reach = 0;
  for (const auto& bar : bars)  // at least a seventh of the width is the bars'
    reach = std::max(reach, low + (std::max(bar.value, 0.0) - low) / std::max(1 - bar.room / width, 0.15));
  return reach;
}

Axis time_axis(const std::vector<double>& times, double width, double text) {
  Axis time;
  time.scale.decades = true;
  time.scale.low = time.scale.high = 0;
  for (const double t : times)
    if (t > 0) {
      time.scale.low = time.scale.low > 0 ? std::min(time.scale.low, t) : t;
      time.scale.high = std::max(time.scale.high, t);
    }
  if (time.scale.high <= time.scale.low) {  // one time alone
    time.scale.low /= 2;
    time.scale.high *= 2;
  }
  time.title = "time since the start, by decades";
  const double minute = 60, hour = 3600, day = 86400;
  std::vector<double> marks{1,         10,  60,      300,      600,      1800,      hour,     4 * hour,
                            12 * hour, day, 3 * day, 10 * day, 30 * day, 100 * day, 365 * day};
  if (time.scale.high < 10 * time.scale.low) {  // few of these would be on it
    marks.clear();
    for (const double unit : {1.0, minute, hour, day})
      for (const double count : {1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50})
        if (unit < hour || unit == day || count < 20) marks.push_back(count * unit);
    std::sort(marks.begin(), marks.end());
  }
  const auto half = [&](double t) { return 0.5 * text_width(results::duration(t), text); };
  const auto at = [&](double t) { return width * time.scale.share(t); };
  const double last = time.scale.high, end = at(last) - half(last) - 0.6 * text;
  double free_from = -1e9;
  for (const double t : marks) {
    if (t < time.scale.low * (1 - 1e-9) || at(t) - half(t) < free_from || at(t) + half(t) > end) continue;
    time.ticks.push_back({t, results::duration(t)});
    free_from = at(t) + half(t) + 0.6 * text;
  }
  time.ticks.push_back({last, results::duration(last)});  // so that one sees how far it goes
  return time;
}

double left_room(const Axis& y, double text) {
  return (y.ticks.empty() ? 0 : widest(y.ticks, text) + 0.5 * text) + (y.title.empty() ? 0 : 1.5 * text);
}

Panel::Panel(Svg& svg, const Box& all, Axis x_axis, Axis y_axis, double text, const std::string& head,
             double least_left)
    : x_(std::move(x_axis)), y_(std::move(y_axis)) {
  const double em = text;
  const double first = x_.ticks.empty() ? 0 : 0.5 * text_width(x_.ticks.front().text, em);
  const double left = std::max({left_room(y_, em), first, least_left});
  const auto title = broken(x_.title, all.width - em, em);
  const double below = (x_.ticks.empty() ? 0 : 1.5 * em) + 1.4 * em * static_cast<double>(title.size());
  const double above = head.empty() ? 0.6 * em : 2.6 * em;  // clear of the caption of a panel above
  const double right = x_.ticks.empty() ? 0 : 0.5 * text_width(x_.ticks.back().text, em);
  inside_ = {all.left + left, all.top + above, all.width - left - right, all.height - above - below};
  if (!head.empty())
    svg.text({inside_.left, all.top + 1.9 * em}, head,
             {std::min(1.05 * em, (all.right() - inside_.left) / text_width(head, 1, true)), ink,
              Anchor::start, true});
  const Stroke grid{rule_line, em / 16};
  for (const auto& tick : y_.ticks) {
    const double at = y(tick.value);
    svg.line({inside_.left, at}, {inside_.right(), at}, grid);
    svg.text({inside_.left - 0.4 * em, at + 0.35 * em}, tick.text, {em, quiet_ink, Anchor::end});
  }
  for (const auto& tick : x_.ticks) {
    const double at = x(tick.value);
    svg.line({at, inside_.top}, {at, inside_.bottom() + 0.3 * em}, grid);
    svg.text({at, inside_.bottom() + 1.3 * em}, tick.text, {em, quiet_ink, Anchor::middle});
  }
  svg.line({inside_.left, inside_.bottom()}, {inside_.right(), inside_.bottom()}, {quiet_ink, em / 14});
  double y_title = inside_.bottom() + below - 1.4 * em * static_cast<double>(title.size()) - 0.1 * em;
  for (const auto& line : title) {  // under the axis as far as the paper goes
    const double half = text_width(line, em) / 2;
    svg.text({std::clamp(inside_.left + inside_.width / 2, std::min(all.left + half, all.right() - half),
                         all.right() - half),
              y_title += 1.4 * em},
             line, {em, ink, Anchor::middle});
  }
  if (!y_.title.empty()) {
    const double size = std::min(em, inside_.height / text_width(y_.title, 1));
    svg.text({all.left + em, inside_.top + inside_.height / 2}, y_.title,
             {size, ink, Anchor::middle, false, true});
  }
}

double Panel::x(double value) const { return inside_.left + inside_.width * x_.scale.share(value); }
double Panel::y(double value) const { return inside_.bottom() - inside_.height * y_.scale.share(value); }

double head(Svg& svg, const Sheet& sheet, const std::string& title, const std::string& under) {
  const double em = sheet.text, room = sheet.width - 2 * em;
  double y = 0.6 * em;
  if (!title.empty())
    for (const auto& line : broken(title, room, 1.5 * em * bold_widens)) {
      y += 1.5 * em * line_height;
      svg.text({em, y}, line, {1.5 * em, ink, Anchor::start, true});
    }
  for (const auto& line : broken(under, room, em)) {
    y += em * line_height;
    svg.text({em, y}, line, {em, quiet_ink});
  }
  return y + 0.6 * em;
}

double keys(Svg& svg, const Sheet& sheet, double top, const std::vector<Key>& all, const std::string& words) {
  const double em = sheet.text;
  if (!words.empty()) svg.text({em, top + em}, words, {em, quiet_ink});
  const auto placed = placed_keys(sheet, all, words);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double x = placed[i].at.x;
    double y = top + placed[i].at.y;
    const Box chip{x, y - 0.85 * em, 1.1 * em, em};
    if (all[i].hollow)
      svg.frame(chip, {all[i].colour, em / 9});
    else
      svg.box(chip, all[i].colour);
    for (const auto& line : placed[i].lines) {
      svg.text({x + 1.5 * em, y}, line, {em});
      y += 1.2 * em;
    }
  }
  return top + keys_height(sheet, all, words);
}

double keys_height(const Sheet& sheet, const std::vector<Key>& all, const std::string& words) {
  const auto placed = placed_keys(sheet, all, words);
  if (placed.empty()) return 1.8 * sheet.text;
  return placed.back().at.y + (1.2 * key_lines(placed.back()) - 0.4) * sheet.text;
}

double foot(Svg& svg, const Sheet& sheet, const std::string& text) {
  const double size = 0.85 * sheet.text;
  const auto lines = broken(text, sheet.width - 2 * sheet.text, size);
  const double top = sheet.height - 0.7 * sheet.text - size * line_height * static_cast<double>(lines.size());
  double y = top;
  for (const auto& line : lines) {
    y += size * line_height;
    svg.text({sheet.text, y}, line, {size, quiet_ink});
  }
  return top;
}

std::vector<double> moved_apart(const std::vector<double>& wanted, double gap, double low, double high) {
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return wanted[a] < wanted[b]; });
  struct Row {  // labels that touch, about where they would be
    double sum = 0, first = 0;
    std::size_t count = 0;
  };
  std::vector<Row> rows;
  for (const auto i : order) {
    Row row{wanted[i], wanted[i], 1};
    while (true) {
      const double length = gap * static_cast<double>(row.count - 1);
      row.first = row.sum / static_cast<double>(row.count) - length / 2;
      row.first = std::max(low, std::min(row.first, high - length));
      if (rows.empty() || rows.back().first + gap * static_cast<double>(rows.back().count) <= row.first)
        break;
      row.sum += rows.back().sum;
      row.count += rows.back().count;
      rows.pop_back();
    }
    rows.push_back(row);
  }
  std::vector<double> placed(wanted.size());
  std::size_t next = 0;
  for (const auto& row : rows)
    for (std::size_t k = 0; k < row.count; ++k)
      placed[order[next++]] = row.first + gap * static_cast<double>(k);
  return placed;
}

}  // namespace cellroute::viz::plot
