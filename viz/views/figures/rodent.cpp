// A rat or a mouse on its back, as small-animal imagers show them: the animal's right side is on the left.
// Made after the proportions of an adult rat: a small thorax, a wide liver with its lobes below it, the right
// kidney ahead of the left, the spleen along the animal's left flank, gut in what remains.
#include "viz/views/figure.hpp"
#include "viz/views/figures/curves.hpp"

namespace cellroute::viz {
namespace {

using Points = std::vector<plot::Point>;

constexpr double middle = 60;

/// The animal's left side, from the nose along ear, fore paw, flank and hind paw to the root of the tail.
const Points half{
    {63.2, 2.6},    {65.4, 6.8},    {68.2, 13.4},   {70.2, 20},     {72, 23.2},     {76, 20.2},
    {80, 21.6},     {80.6, 27},     {77.4, 31.4},   {72.6, 31.8},   {72.2, 35.5},   {75.5, 40.2},
    {82, 41.2},     {88.5, 38.6},   {94, 33.4},     {97.2, 28},     {98, 24},       {100.2, 26.4},
    {101.4, 23.2},  {102.6, 26.8},  {105, 25.4},    {103.6, 29.6},  {105.6, 30.6},  {101.4, 33.6},
    {97.2, 39.6},   {91.6, 46.4},   {85.6, 51.6},   {81.6, 57.6},   {80.4, 65},     {81.4, 76},
    {84, 90},       {86.6, 104},    {87.8, 117},    {87.4, 127},    {89, 131.6},    {94.6, 131.6},
    {100.6, 134.4}, {104.4, 140.4}, {106.4, 148},   {110.8, 156},   {114.6, 163.4}, {112.2, 163.2},
    {113.4, 168.2}, {110.4, 165.8}, {109.6, 170.4}, {107.6, 165.8}, {104.8, 168.6}, {105, 163},
    {101.6, 156.4}, {98.6, 151.6},  {93, 152.6},    {85, 156.6},    {75, 159.4},    {68, 160.6}};

/// The sides of the tail, from its root to its tip.
const Points tail_left{{63.6, 163}, {63.5, 171.7}, {65.5, 180},  {70.6, 187.7}, {78, 192.7},
                       {87, 194.9}, {96.1, 192.9}, {103, 187.4}, {107.2, 179.2}};
const Points tail_right{{56.4, 163}, {56.9, 172.3}, {59.7, 183},    {66.2, 192.3}, {76, 198.5},
                        {87, 200.3}, {97.9, 197.5}, {106.2, 189.8}, {109.2, 179.8}};
const Points tail_vein{{60, 36},    {60, 60},       {60, 110},     {60, 150},   {60.2, 163},
                       {60.2, 172}, {62.6, 181.5},  {68.4, 190},   {77, 195.6}, {87, 197.6},
                       {97, 195.2}, {104.6, 188.6}, {108.2, 179.5}};

Points outline() {
  Points all{{middle, 1.4}};
  all.insert(all.end(), half.begin(), half.end());
  all.insert(all.end(), tail_left.begin(), tail_left.end());
  all.push_back({108.9, 176.6});
  all.insert(all.end(), tail_right.rbegin(), tail_right.rend());
  const auto other = mirrored(half, middle);
  all.insert(all.end(), other.rbegin(), other.rend());
  return all;
}

std::string vessels() {
  return open_curve(tail_vein) + " " +
         open_pair({{60, 46}, {70, 44.6}, {82, 43.2}, {91, 37.6}, {97.6, 30.8}}, middle) + " " +
         open_pair({{60, 150}, {68, 153.4}, {78, 154}, {88, 150.4}, {97, 148}, {102, 152}, {106.6, 160}},
                   middle);
}

const Points right_lung{{57.6, 51.4}, {53.4, 51},   {48.4, 56}, {44.8, 64}, {42.4, 73}, {41.6, 80.4},
                        {45.4, 80.6}, {50.4, 77.6}, {54.6, 76}, {56.8, 70}, {58, 60}};
const Points left_lung{{62.4, 51.4}, {66.6, 51},   {71.6, 56}, {75.2, 64},   {77.2, 71.4}, {77.4, 75.6},
                       {74.4, 75.4}, {71.4, 73.6}, {70, 67},   {66.4, 61.6}, {62.6, 60}};
const Points heart{{59.6, 62.2}, {63.6, 61.4}, {67.4, 64.2}, {69.6, 69.4}, {71, 75.6},
                   {71.2, 79.2}, {67.8, 78.8}, {62.4, 76},   {58.8, 71.6}, {57.8, 66}};
const Points liver{{43, 84.6},   {50, 82.6},    {56, 83.6},    {60, 85.2},    {64, 83.6},    {71, 82},
                   {77.6, 83.8}, {81.4, 88.6},  {82.2, 95},    {79.8, 99.4},  {74.4, 100.8}, {70.6, 98.6},
                   {68.6, 103},  {63.8, 105.6}, {60.6, 102.6}, {59.4, 102.6}, {56, 105.6},   {51, 103.6},
                   {49.4, 101},  {46, 103.6},   {41, 103.4},   {37.6, 98.6},  {37.6, 91}};
const Points right_kidney{{50, 107.2}, {47.2, 106.2}, {44, 108},     {42.6, 112.2},
                          {44, 116.8}, {47.6, 118.2}, {49.8, 116.2}, {49, 112}};
const Points left_kidney{{70.6, 111.2}, {73.2, 110.4}, {76, 112.2}, {77.2, 116.2},
                         {76, 120.8},   {72.8, 122},   {70.8, 120}, {71.6, 116}};
const Points spleen{{76, 102.6},   {79.4, 101.8}, {82, 106},   {83.6, 113}, {83.8, 120.6},
                    {81.4, 122.8}, {79.8, 119},   {79.4, 112}, {77, 107}};
const Points gut{{55, 109.4},   {62, 108.4},   {66.4, 110},   {68.4, 115},   {68.2, 121},
                 {71.4, 125.2}, {77, 126},     {82.2, 128.6}, {83.2, 134.4}, {79.6, 140.6},
                 {71, 144.6},   {60, 145.8},   {49, 144.6},   {40.4, 140.6}, {36.8, 134.4},
                 {37, 126.4},   {41.4, 121.6}, {47.6, 121.2}, {51.8, 119},   {52.8, 113.6}};
const Points femur{{70.2, 148.6}, {72.2, 145.4}, {75, 146.2}, {82, 143.6}, {89, 139.8}, {91.6, 137.6},
                   {94.6, 138.6}, {94.4, 141.8}, {91.4, 143}, {83.6, 147}, {76, 149.8}, {73.4, 151.6}};

}  // namespace

Figure rodent_figure() {
  return {"a rodent",
          "from the front",
          {"rat", "mouse"},
          120,
          204,
          {"tail vein", {65.2, 186.4}, {48, 193}},
          {{"rest", closed_curve(outline()), {107, 151}, Side::right},
           {"brain",
            symmetric_curve({{60, 10.4},
                             {62.4, 10.8},
                             {63.2, 14.2},
                             {66.6, 17.4},
                             {68.2, 22.2},
                             {66.8, 26.6},
                             {64.4, 28.2},
                             {63.6, 31},
                             {60, 32}},
                            middle),
            {65, 18.4},
            Side::right,
            false,
            "M60 11 L60 27.8 M55.6 28.2 C57.4 27.4 62.6 27.4 64.4 28.2"},
           {"blood", vessels(), {88, 197.6}, Side::right, true},
           {"lung",
            closed_curve(right_lung) + " " + closed_curve(left_lung),
            {49, 67},
            Side::left,
            false,
            "M46.2 61 C49 62.6 53 62.4 57.8 60.2 M42.8 71.4 C46.6 71.8 51 71.6 56.4 68.8"},
           {"heart", closed_curve(heart), {70, 77.8}, Side::right},
           {"marrow", closed_pair(femur, middle), {36, 143}, Side::left},
           {"kidney", closed_curve(right_kidney) + " " + closed_curve(left_kidney), {45, 112}, Side::left},
           {"gut",
            closed_curve(gut),
            {77, 130.4},
            Side::right,
            false,
            "M53 114.6 C57 111.6 62 116.4 68.2 113.2 M50.6 120.4 C57 117.4 62 122 68.8 119.2 "
            "M38 128 C46 124.4 51 131.4 58 127.4 C64 124 70 131.4 81.6 128.4 "
            "M37.4 134.6 C46 130.4 52 137.6 60 133.6 C66 130.6 73 137.6 82.6 134.4 "
            "M42 140.6 C50 136.6 57 142.8 64 139.4 C69 137.2 74 141.4 78.4 140.4"},
           {"spleen", closed_curve(spleen), {81.4, 112.6}, Side::right},
           {"liver",
            closed_curve(liver),
            {43, 93},
            Side::left,
            false,
            "M60 102.4 L60 93.6 M70.6 98.6 C71.6 95 71 91.6 68.4 88.6 M49.4 101 C48 97 48.6 93 51.6 89.6"}}};
}

}  // namespace cellroute::viz
