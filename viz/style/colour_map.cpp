#include "viz/style/colour_map.hpp"

#include <algorithm>
#include <cmath>

namespace cellroute::viz {
namespace {

// Every eighth of the published tables of 256 colours, straight in between: nowhere off by more than 6 of
// 255.
constexpr std::array<Colour, 33> viridis_anchors{
    {{68, 1, 84},    {71, 13, 96},   {72, 24, 106},  {72, 35, 116},  {71, 45, 123},  {69, 54, 129},
     {66, 64, 134},  {63, 73, 137},  {59, 82, 139},  {55, 90, 141},  {51, 99, 141},  {47, 106, 142},
     {44, 114, 142}, {41, 122, 142}, {38, 129, 142}, {35, 137, 142}, {33, 144, 140}, {31, 152, 139},
     {31, 159, 136}, {33, 166, 133}, {40, 174, 128}, {49, 181, 123}, {62, 188, 116}, {76, 194, 108},
     {93, 201, 99},  {110, 206, 88}, {130, 211, 76}, {150, 216, 63}, {171, 220, 50}, {192, 223, 36},
     {213, 226, 26}, {234, 229, 26}, {253, 231, 37}}};
constexpr std::array<Colour, 33> cividis_anchors{
    {{0, 34, 78},     {0, 40, 91},     {0, 46, 106},    {4, 51, 113},    {26, 56, 111},   {39, 62, 110},
     {50, 67, 109},   {59, 73, 108},   {67, 78, 108},   {75, 84, 108},   {82, 89, 109},   {90, 95, 110},
     {97, 101, 111},  {104, 106, 113}, {111, 112, 115}, {117, 118, 118}, {124, 123, 120}, {132, 129, 121},
     {139, 135, 120}, {147, 141, 120}, {155, 147, 118}, {163, 154, 117}, {171, 160, 114}, {179, 166, 112},
     {187, 173, 108}, {195, 180, 105}, {204, 186, 100}, {212, 193, 95},  {221, 201, 88},  {230, 208, 81},
     {239, 215, 72},  {248, 223, 60},  {254, 232, 56}}};
constexpr std::array<Colour, 33> magma_anchors{
    {{0, 0, 4},       {3, 3, 17},      {10, 8, 34},     {19, 13, 51},    {29, 17, 70},    {40, 17, 90},
     {54, 16, 106},   {67, 15, 118},   {80, 18, 124},   {93, 23, 127},   {105, 28, 129},  {118, 33, 129},
     {130, 38, 129},  {143, 42, 129},  {156, 46, 127},  {169, 50, 125},  {182, 55, 121},  {195, 59, 117},
     {207, 65, 112},  {219, 72, 106},  {230, 81, 99},   {238, 92, 94},   {245, 105, 92},  {249, 120, 93},
     {251, 135, 97},  {253, 150, 104}, {254, 165, 113}, {254, 180, 123}, {254, 195, 135}, {254, 209, 148},
     {253, 224, 162}, {252, 238, 176}, {252, 253, 191}}};

}  // namespace

Colour ColourMap::operator()(double share) const {
  const double inside = std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0),
               at = 32 * (low_ + (high_ - low_) * inside);
  const auto below = std::min<std::size_t>(static_cast<std::size_t>(at), 31);
  return mix((*anchors_)[below], (*anchors_)[below + 1], at - static_cast<double>(below));
}

const ColourMap& viridis() {
  static constexpr ColourMap map(viridis_anchors);
  return map;
}

const ColourMap& cividis() {
  static constexpr ColourMap map(cividis_anchors);
  return map;
}

const ColourMap& magma() {
  static constexpr ColourMap map(magma_anchors);
  return map;
}

ColourMap for_dots(const ColourMap& map) {
  constexpr double lightest = 0.375;
  return map.part(0, lightest).turned();
}

double Scale::share(double value) const {
  if (!decades) return high > low ? (value - low) / (high - low) : 0;
  if (!(value > 0)) return -1e9;
  return high > low ? std::log(value / low) / std::log(high / low) : 0;
}

double Scale::value(double share) const {
  return decades ? low * std::pow(high / low, share) : low + (high - low) * share;
}

Scale from_zero(const std::vector<float>& values) {
  double most = 0;
  for (const float value : values)
    if (std::isfinite(value)) most = std::max<double>(most, value);
  return {0, most > 0 ? most : 1, false};
}

}  // namespace cellroute::viz
