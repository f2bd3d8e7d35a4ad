// A liver from a segmentation: somebody's own instead of the built-in one.
#include "sim/liver/anatomy/import.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "models/liver/liver_shape.hpp"
#include "models/liver/pieces.hpp"
#include "sim/liver/anatomy/reference_fit.hpp"
#include "sim/liver/anatomy/resample.hpp"
#include "sim/liver/anatomy/words.hpp"

namespace cellroute::liver {

namespace {

constexpr std::size_t labels = std::numeric_limits<std::uint16_t>::max() + 1;
constexpr std::uint8_t whole = couinaud_segments + 1;  // the code of liver in no named segment
constexpr double millilitre = 1e-6;

std::string in_ml(double volume) { return words(volume / millilitre, 4) + " mL"; }

bool names_segments(const SegmentationPlan& plan) {
  return std::any_of(plan.segments.begin(), plan.segments.end(), [](const auto& s) { return !s.empty(); });
}

std::string list_of(const std::vector<std::size_t>& count) {
  std::string text;
  int listed = 0;
  for (std::size_t label = 1; label < labels; ++label) {
    if (count[label] == 0) continue;
    if (++listed > 20) return text + ", ...";
    text += (listed > 1 ? ", " : "") + std::to_string(label);
  }
  return listed == 0 ? "nothing but 0" : text;
}

/// What each label is: 0 for no liver, 1 to 8 for a segment, `whole` for liver.
std::vector<std::uint8_t> codes(const LabelImage& image, const SegmentationPlan& plan) {
  std::vector<std::size_t> count(labels, 0);
  for (const std::uint16_t label : image.labels) ++count[label];
  std::vector<std::uint8_t> code(labels, 0);
  const auto name = [&](std::uint16_t label, std::uint8_t as, const std::string& what) {
    if (count[label] == 0)
      throw AnatomyError(image.source + ": no voxel has the label " + std::to_string(label) + " of " + what +
                         "; the image has " + list_of(count));
    if (code[label] != 0 && code[label] != as)
      throw AnatomyError(image.source + ": the label " + std::to_string(label) + " is given two meanings");
    code[label] = as;
  };
  if (names_segments(plan)) {
    if (!plan.liver.empty())
      throw AnatomyError(image.source + ": name the labels of the segments or of the whole liver, not both");
    for (std::size_t s = 0; s < plan.segments.size(); ++s) {
      const std::string what = "segment " + std::to_string(s + 1);
      if (plan.segments[s].empty())
        throw AnatomyError(image.source + ": no label is named for " + what +
                           ": name all eight, or the whole liver");
      for (const std::uint16_t label : plan.segments[s]) name(label, static_cast<std::uint8_t>(s + 1), what);
    }
  } else if (!plan.liver.empty()) {
    for (const std::uint16_t label : plan.liver) name(label, whole, "the liver");
  } else {
    std::fill(code.begin() + 1, code.end(), whole);
  }
  return code;
}

VoxelGrid grid_for(const LabelImage& image, const SegmentationPlan& plan, const Box& box) {
  const auto edges = voxel_edges(image);
  const auto [shortest, longest] = std::minmax_element(edges.begin(), edges.end());
  if (*longest > 10 * *shortest)
    throw AnatomyError(image.source + ": its voxels are " + words(*longest / *shortest) +
                       " times longer than wide; 10 is the most");
  double spacing = plan.spacing;
  if (spacing == 0) {  // to six digits: what a file in single precision can tell
    spacing = std::cbrt(voxel_volume(image));
    const double unit = std::pow(10.0, std::floor(std::log10(spacing)) - 5);
    spacing = std::round(spacing / unit) * unit;
  }
  if (!(spacing > 0) || !std::isfinite(spacing))
    throw AnatomyError(image.source + ": the edge of the liver's voxels must be a positive number");
  double smallest = std::numeric_limits<double>::infinity(), cells = 1;
  for (std::size_t d = 0; d < 3; ++d) {
    smallest = std::min(smallest, box.high[d] - box.low[d]);
    cells *= (box.high[d] - box.low[d]) / spacing + 3;
  }
  if (spacing > smallest)
    throw AnatomyError(image.source + ": voxels of " + words(spacing * 1e3) +
                       " mm are larger than the liver, which is " + words(smallest * 1e3) + " mm across");
  const double needed = cells * 24;  // code, segment, mask, pieces and lists while they are made
  if (needed > plan.memory || cells > std::numeric_limits<std::int32_t>::max())
    throw AnatomyError(image.source + ": voxels of " + words(spacing * 1e3) + " mm make a box of " +
                       words(cells) + " voxels, which takes " + words(needed * 1e-9) + " GB; " +
                       words(plan.memory * 1e-9) + " GB are allowed: take larger voxels");
  return cubes_around(box, spacing);
}

/// Leaves the largest piece when the others are crumbs.
void keep_one_piece(const LabelImage& image, LiverAnatomy& liver) {
  std::vector<std::uint8_t> mask(liver.segment.size());
  std::transform(liver.segment.begin(), liver.segment.end(), mask.begin(),
                 [](std::uint8_t s) { return static_cast<std::uint8_t>(s != 0); });
  const Pieces pieces = connected_pieces(liver.grid, mask);
  if (pieces.size.empty())
    throw AnatomyError(image.source + ": no voxel of the liver is left at this spacing: take smaller voxels");
  const auto largest = std::max_element(pieces.size.begin(), pieces.size.end());
  std::size_t total = 0;
  for (const std::size_t size : pieces.size) total += size;
  const std::size_t rest = total - *largest;
  if (rest == 0) return;
  const double voxel = liver.grid.voxel_volume();
  if (static_cast<double>(rest) >= 0.01 * static_cast<double>(total)) {
    auto sizes = pieces.size;
    std::sort(sizes.rbegin(), sizes.rend());
    std::string text;
    for (std::size_t p = 0; p < std::min<std::size_t>(sizes.size(), 5); ++p)
      text += (p ? ", " : "") + in_ml(static_cast<double>(sizes[p]) * voxel);
    throw AnatomyError(image.source + ": the liver is in " + std::to_string(sizes.size()) + " pieces (" +
                       text + (sizes.size() > 5 ? ", ..." : "") +
                       "), and all but the largest must be below 1 %");
  }
  const auto keep = static_cast<std::int32_t>(largest - pieces.size.begin());
  for (std::size_t v = 0; v < liver.segment.size(); ++v)
    if (pieces.of[v] != keep) liver.segment[v] = 0;
  liver.notes.push_back(std::to_string(pieces.size.size() - 1) + " small pieces left out, " +
                        in_ml(static_cast<double>(rest) * voxel) + " together");
}

void name_segments(const LabelImage& image, LiverAnatomy& liver, const ReferenceFit& fit, bool named) {
  if (named) {
    const std::size_t moved = join_stray_pieces(liver.grid, liver.segment);
    if (moved > 0)
      liver.notes.push_back(
          "segments put in one piece each: " +
          words(100.0 * static_cast<double>(moved) / static_cast<double>(liver.voxels.size())) +
          " % of the liver changed its segment");
  } else {
    cut_into_segments(liver, fit);
    liver.notes.push_back(
        "no segments named: cut by the built-in liver's surfaces, stretched to this liver's box");
  }
  std::array<std::size_t, couinaud_segments + 1> count{};
  for (const std::int32_t voxel : liver.voxels) ++count[liver.segment[static_cast<std::size_t>(voxel)]];
  for (std::size_t s = 1; s < count.size(); ++s)
    if (count[s] == 0)
      throw AnatomyError(image.source + ": segment " + std::to_string(s) + " has no voxel" +
                         (named ? " at this spacing" : ": name the labels of the segments"));
}

/// The point itself where it lies in the liver; the nearest of its voxels where it is close by.
Point checked(const LabelImage& image, LiverAnatomy& liver, const Point& point, const std::string& what) {
  const Point near = nearest_on_surface(liver, point);
  std::array<int, 3> cell{};
  bool inside = true;
  for (std::size_t d = 0; d < 3; ++d) {
    const double at = std::floor((point[d] - liver.grid.corner[d]) / liver.grid.spacing);
    inside = inside && at >= 0 && at < liver.grid.cells[d];
    if (inside) cell[d] = static_cast<int>(at);
  }
  if (inside && liver.segment[liver.grid.index(cell[0], cell[1], cell[2])] != 0) return point;
  const double apart = std::hypot(near[0] - point[0], near[1] - point[1], near[2] - point[2]);
  const double most = std::max(2 * liver.grid.spacing, 0.05 * std::cbrt(liver.volume()));
  if (!(apart <= most))
    throw AnatomyError(image.source + ": the " + what + " is " + words(apart * 1e3) +
                       " mm outside the liver; " + words(most * 1e3) + " mm is the most");
  liver.notes.push_back("the " + what + " moved by " + words(apart * 1e3) + " mm into the liver");
  return near;
}

}  // namespace

LiverAnatomy anatomy_from(const LabelImage& image, const SegmentationPlan& plan) {
  const auto code = codes(image, plan);
  const Box box = box_of(image, code);
  if (box.voxels == 0) throw AnatomyError(image.source + ": no voxel is liver: the mask is empty");
  LiverAnatomy liver;
  liver.notes = image.notes;
  liver.grid = grid_for(image, plan, box);
  liver.segment = resample(image, code, liver.grid);
  keep_one_piece(image, liver);
  for (std::size_t v = 0; v < liver.segment.size(); ++v)
    if (liver.segment[v] != 0) liver.voxels.push_back(static_cast<std::int32_t>(v));

  const auto edges = voxel_edges(image);
  liver.notes.push_back("voxels of " + words(edges[0] * 1e3) + " x " + words(edges[1] * 1e3) + " x " +
                        words(edges[2] * 1e3) + " mm resampled to " + words(liver.grid.spacing * 1e3) +
                        " mm: " + in_ml(static_cast<double>(box.voxels) * voxel_volume(image)) + " became " +
                        in_ml(liver.volume()));
  const ReferenceFit fit(liver);
  const bool segmented = names_segments(plan);
  if (fit.share_right_of_middle(liver) < 0.5) {
    const std::string doubt = "more of the liver is on the patient's left: is the image mirrored?";
    if (!segmented)
      throw AnatomyError(image.source + ": " + doubt + " Only named segments can be taken from such a liver");
    liver.notes.push_back(doubt);
  }
  name_segments(image, liver, fit, segmented);

  const auto vessel = [&](const std::optional<Point>& given, const Point& reference,
                          const std::string& what) {
    if (given) return checked(image, liver, *given, what);
    liver.notes.push_back("the " + what +
                          " is where the built-in liver has it, stretched to this liver's box");
    return nearest_on_surface(liver, fit.from_reference(reference));
  };
  liver.portal_hilum = vessel(plan.portal_hilum, reference_liver.portal_hilum, "portal hilum");
  liver.arterial_hilum = vessel(plan.arterial_hilum, reference_liver.arterial_hilum, "arterial hilum");
  liver.caval_outlet = vessel(plan.caval_outlet, reference_liver.caval_outlet, "outlet to the vena cava");
  return liver;
}

}  // namespace cellroute::liver
