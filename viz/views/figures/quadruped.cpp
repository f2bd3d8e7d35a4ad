#include "viz/views/figures/quadruped.hpp"

#include "viz/views/figures/curves.hpp"

namespace cellroute::viz {
namespace {

using Points = std::vector<plot::Point>;

// From the left one sees the left lung over the heart, liver behind the diaphragm, the spleen upright along
// the stomach, the left kidney under the loin, and gut below it.
const Points lung{{67.4, 44},    {72, 38.6},  {82, 34.6}, {96, 33},     {108, 33.4},  {110.4, 36.4},
                  {106.4, 44.6}, {100, 53.6}, {94, 61},   {89.6, 63.4}, {86.4, 59.6}, {80, 56.4},
                  {73.6, 58},    {69.6, 62},  {66.6, 57}, {66, 50}};
const Points heart{{73.4, 60.4}, {80, 58.4},   {86, 62},     {88.4, 68.6}, {86.6, 75.6},
                   {82.2, 80},   {76.6, 76.6}, {72.4, 69.6}, {71.4, 64}};
const Points liver{{113.2, 38.2}, {116.4, 42}, {117.4, 50},   {117, 58.6},   {114.4, 65.4},
                   {112.2, 70.8}, {107, 76.6}, {102.4, 80.4}, {96.6, 82.4},  {92.4, 80},
                   {93, 74},      {97, 66.6},  {103, 57.6},   {108.6, 48.6}, {111, 41.4}};
const Points spleen{{121.6, 42.4}, {125.2, 42.6}, {126, 48},   {125.2, 56}, {122.8, 64},
                    {119.4, 69.4}, {117.2, 68.4}, {118.6, 62}, {120.2, 54}, {120.4, 47}};
const Points kidney{{130.2, 40}, {133, 35.6}, {140, 34.4},   {147, 36.2},   {149.6, 40.4},
                    {147, 43.6}, {142.6, 43}, {139.6, 41.6}, {136.4, 43.2}, {132.4, 43.6}};
const Points gut{{130.2, 49.6}, {138, 47.4}, {147, 48.2},   {152, 53},   {152.6, 60}, {150.6, 68},
                 {146.4, 76},   {139, 81.2}, {128, 84},     {116, 85.4}, {106.4, 85}, {108.6, 80.6},
                 {113.6, 75.4}, {119.4, 73}, {124.4, 67.4}, {127.6, 58}};
const Points femur{{157.4, 46.6}, {160.4, 44.6}, {163.6, 46.2}, {163.6, 49.8}, {161.4, 53},
                   {159.6, 60},   {158.4, 67},   {159, 70.6},   {156.8, 73.4}, {153.6, 72.2},
                   {153, 69},     {155, 65.6},   {156.6, 58},   {157.8, 51.6}};

}  // namespace

Figure quadruped_figure(const Quadruped& own) {
  return {own.name,
          "from its left side",
          {own.species},
          own.width,
          own.height,
          own.vein,
          {{"rest", own.outline, {147.4, 96}, Side::below, false, own.face},
           {"brain", own.brain, own.in_brain, Side::above},
           {"blood", own.vessels, own.in_vessel, Side::below, true},
           {"lung", closed_curve(lung), {92, 42}, Side::above, false, "M72.6 57.8 C76 53 80 49.6 86 47.4"},
           {"heart", closed_curve(heart), {81, 75}, Side::below},
           {"liver",
            closed_curve(liver),
            {111.4, 50},
            Side::above,
            false,
            "M99.6 80.6 C103 73 107.4 66 111.6 60"},
           {"spleen", closed_curve(spleen), {122.8, 48}, Side::above},
           {"kidney", closed_curve(kidney), {140, 38}, Side::above},
           {"gut",
            closed_curve(gut),
            {126, 79},
            Side::below,
            false,
            "M131 54 C136 51 143 56 152 53.4 M128 61 C135 57 142 63.6 152 60.4 "
            "M124.6 68 C132 64 140 71 150 67.6 M116.4 75.6 C126 71 134 78.6 146 75.4 "
            "M110 82.4 C119 78.4 127 84 136 80.6"},
           {"marrow", closed_curve(femur), {156.6, 69.4}, Side::below}}};
}

}  // namespace cellroute::viz
