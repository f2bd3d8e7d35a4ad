#include "viz/views/figure.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cellroute::viz {
namespace {

using plot::Point;

constexpr double middle = figure_width / 2;

/// The left half of the silhouette as it stands on the right of the picture: how far it reaches from the
/// middle, and how far down. From the crown along the arm, the trunk and the leg to the crotch.
const std::vector<Point> half_silhouette{
    {4.8, 2.4},    {8.2, 6},    {9.6, 12},     {9.2, 19},     {7.6, 25},   {5.6, 28.8}, {5.2, 33},
    {7.4, 37.2},   {14, 39.6},  {21, 42},      {25.4, 47.5},  {27.2, 56},  {28.2, 67},  {29.0, 77},
    {31.2, 88},    {33.0, 98},  {34.0, 107},   {35.8, 112.5}, {36.8, 119}, {36.0, 126}, {33.4, 131.4},
    {31.2, 129.4}, {30.2, 123}, {28.8, 119.5}, {29.0, 114},   {28.7, 108}, {26.8, 98},  {24.0, 87},
    {22.6, 79},    {21.6, 69},  {20.6, 60},    {19.8, 54.6},  {19.2, 61},  {18.8, 70},  {18.0, 79},
    {17.2, 88},    {17.6, 96},  {19.4, 105},   {20.6, 114},   {20.6, 127}, {19.0, 142}, {16.8, 156},
    {15.8, 165},   {16.4, 174}, {16.4, 183},   {14.6, 194},   {12.6, 204}, {12.8, 209}, {15.6, 213.8},
    {16.2, 217.2}, {11, 218.2}, {5.6, 217.4},  {5.0, 212.5},  {5.4, 205},  {4.4, 194},  {3.4, 183},
    {3.8, 173},    {3.6, 165},  {2.6, 153},    {1.6, 139},    {0.9, 127}};

Point turned(Point half) { return {middle - half.x, half.y}; }

/// A closed curve without corners through the half and its mirror image.
std::string symmetric(const std::vector<Point>& half, double top, double crotch) {
  std::vector<Point> all{{middle, top}};
  for (const auto& point : half) all.push_back({middle + point.x, point.y});
  all.push_back({middle, crotch});
  for (auto point = half.rbegin(); point != half.rend(); ++point) all.push_back(turned(*point));
  const auto n = all.size();
  const auto distance = [](Point a, Point b) { return std::hypot(b.x - a.x, b.y - a.y); };
  // Along the chord of its neighbours, a third of the way to the next point.
  const auto handle = [&](std::size_t i, std::size_t to, double sign) -> Point {
    const Point before = all[(i + n - 1) % n], after = all[(i + 1) % n];
    const double reach = sign * distance(all[i], all[to]) / (3 * distance(before, after));
    return {all[i].x + reach * (after.x - before.x), all[i].y + reach * (after.y - before.y)};
  };
  std::string path = fmt::format("M{:.2f} {:.2f}", all[0].x, all[0].y);
  for (std::size_t i = 0; i < n; ++i) {
    const auto next = (i + 1) % n;
    const auto a = handle(i, next, 1), b = handle(next, i, -1);
    path += fmt::format(" C{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f}", a.x, a.y, b.x, b.y, all[next].x,
                        all[next].y);
  }
  return path + " Z";
}

}  // namespace

const std::vector<OrganShape>& figure_shapes() {
  static const std::vector<OrganShape> shapes{
      {"rest", symmetric(half_silhouette, 1.6, 122.5), {56.3, 142}, Side::right},
      {"brain",
       "M40 5 C45.5 5 48.6 8.6 48.6 13 C48.6 17.4 45.4 19.6 40 19.6 C34.6 19.6 31.4 17.4 31.4 13 C31.4 8.6 "
       "34.5 5 "
       "40 5 Z M40 5 L40 19.6",
       {46, 12.5},
       Side::right},
      {"blood",
       "M40 33 L40 119 M40 119 C36 124 34.6 136 34.2 150 C34.4 164 32.6 180 32.2 206 M40 119 C43 127 44.8 "
       "138 45.2 "
       "150 C45.6 164 47.4 180 47.8 206 M40 42 C30 40.5 20.5 43.5 17.4 50 C15.2 56 14.4 70 13.4 80 C12 92 "
       "9.4 104 "
       "7.6 116 M40 42 C50 40.5 59.5 43.5 62.6 50 C64.8 56 65.6 70 66.6 80 C68 92 70.6 104 72.4 116",
       {14.1, 73},
       Side::left,
       true},
      {"lung",
       "M37 45 C31 41 25.6 49 24.2 58 C23.2 66 23 72 26.4 73.4 C30.4 74.4 35.6 73.4 36.4 70 C37 64 37 52 37 "
       "45 Z "
       "M43 45 C49 41 54.4 49 55.8 58 C56.6 64 57 69.4 54.6 70.6 C52.6 71.2 50.8 70 50 67 C48.6 61.4 44.6 "
       "58.4 43 "
       "57.4 Z",
       {28, 57},
       Side::left},
      {"heart",
       "M40.4 59 C44 56.6 48.4 61 50 67 C51 71 51.4 74.6 49.2 75.2 C45 76 38.8 72.6 37.8 67 C37.2 63 38.4 "
       "60.4 40.4 59 Z",
       {48.8, 73.4},
       Side::right},
      {"marrow",
       "M26 115 C30 111 36 113 40 117 C44 113 50 111 54 115 C56 120 52 125 48 125 C45 125 42 122 40 121 C38 "
       "122 35 "
       "125 32 125 C28 125 24 120 26 115 Z M27.6 131.4 C29.4 129.6 31.8 131 31.6 135 L30.2 158 C30.8 164 "
       "25.8 164 "
       "26.4 158 L26.8 136 C26.6 134 26.8 132.4 27.6 131.4 Z M52.4 131.4 C50.6 129.6 48.2 131 48.4 135 L49.8 "
       "158 C49.2 "
       "164 54.2 164 53.6 158 L53.2 136 C53.4 134 53.2 132.4 52.4 131.4 Z",
       {28.6, 119},
       Side::left},
      {"kidney",
       "M28.6 94 C25 93.4 24.4 99 26 102.6 C27.6 105.4 30.6 103.6 30.4 100.8 C29.2 98.6 29.6 96 28.6 94 Z "
       "M51.4 94 C55 93.4 "
       "55.6 99 54 102.6 C52.4 105.4 49.4 103.6 49.6 100.8 C50.8 98.6 50.4 96 51.4 94 Z",
       {26.8, 99},
       Side::left},
      {"gut",
       "M34.4 92 C37 90 43 90 45.6 92 C48.4 95 48.6 106 46.4 109 C43 112.4 37 112.4 33.6 109 C31.4 106 31.6 "
       "95 34.4 "
       "92 Z M34 97 C38 95 42 99 46.4 96.4 M33 102 C38 100 42 104 47.2 101.4 M34 107 C38 105 42 108 46 106.4",
       {44.6, 109},
       Side::right},
      {"spleen",
       "M51.8 79 C55.6 77.6 57.6 82 56 87 C54.4 90 50.8 88.4 50.4 84.6 C50.2 82 50.4 80 51.8 79 Z",
       {54, 83.4},
       Side::right},
      {"liver",
       "M23.6 79 C26 74.6 38 75 46 77.6 C49.6 79.4 46.6 82.4 42 83.6 C37 85.4 34.4 90 28.4 92.4 C23.6 93.4 "
       "22.8 84 "
       "23.6 79 Z",
       {27, 84},
       Side::left}};
  return shapes;
}

}  // namespace cellroute::viz
