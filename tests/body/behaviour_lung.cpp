// B2-B9: what the lung stops, what lives there, what the label shows.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/cells/kinetics.hpp"
#include "models/circulation/resting.hpp"
#include "sim/body/simulate.hpp"
#include "tests/body/bands.hpp"
#include "tests/body/library_case.hpp"

using namespace cellroute;
using testing::body_case;
using testing::check_band;
using testing::living_share;
using testing::organ;
using testing::um;
using testing::Written;

namespace {

Written spheres(const std::string& product) {
  Written w;
  w.species = "rat";
  w.product = product;
  w.host = "syngeneic";
  w.regimen = "[{route: peripheral_vein, cells: 1e6, over: 1 min}]";
  w.horizon = "168 h";
  w.times = "[5 min, 48 h, 168 h]";
  return w;
}

DiameterSlice whole(const Product& product) {
  return {product.diameter.median, product.diameter.geometric_sd, 0, 1};
}

/// Share of single cells that leave the lung's capillaries again in one pass.
double passage(const Parameters& p) {
  const double stopped = mean_extraction(p.lung.tissue.capillary, whole(p.product), p.product.deformability);
  return (1 - stopped) * (1 - filtered_share(p.product.adhesion, p.lung.tissue, p.lung.tissue.ligand, 1));
}

double living_elsewhere(const body::BodyResult& r, int time) {
  double sum = 0;
  for (const auto& organ : r.organs) {
    if (organ.name != "lung" && organ.name != "blood") sum += organ.cells.living(time);
  }
  return sum;
}

}  // namespace

TEST_CASE(
    "B2: rigid spheres by vein in the rat, 2 and 3 um pass the lung, 6 um leave it in days, 10 um stay") {
  for (const char* small : {"rigid_microsphere_2um", "rigid_microsphere_3um"}) {
    INFO(small);
    CHECK(living_share(body::simulate(body_case(spheres(small))), "lung", 0) < 0.1);
  }
  const auto six = body::simulate(body_case(spheres("rigid_microsphere_6um")));
  const double start = living_share(six, "lung", 0), two_days = living_share(six, "lung", 1),
               week = living_share(six, "lung", 2);
  CHECK(start > 0.3);
  CHECK(start > two_days);
  CHECK(two_days > week);
  check_band("B2 6 um 48 h", "share of the trapped 6 um spheres gone at 48 h", 1 - two_days / start, 0.79,
             0.89);
  check_band("B2 6 um 168 h", "share of the trapped 6 um spheres gone at 168 h", 1 - week / start, 0.97, 1);
  const auto ten = body::simulate(body_case(spheres("rigid_microsphere")));
  CHECK(living_share(ten, "lung", 2) / living_share(ten, "lung", 0) > 0.97);
}

TEST_CASE("B3: MSC of 23 um in one muscle bed are arrested, mostly gone in three days, and slow the flow") {
  Written w;
  w.species = "rat";
  w.product = "rat_bone_marrow_msc";
  w.host = "syngeneic";
  w.regimen = "[{route: left_ventricle, cells: 1e6, over: 1 min}]";
  const BodyCase one = body_case(w);
  const Parameters& p = one.parameters;
  const Tissue& muscle = p.rest.tissue;
  const double beta = p.product.deformability;
  check_band("B3 arrest", "share arrested at first pass",
             mean_extraction(muscle.capillary, whole(p.product), beta), 0.85, 0.99);

  // One bed alone, exact: trapped cells of both speeds and adherent ones, class by class.
  double arrested = 0, left = 0;
  const double host = host_factor(p.product.loss.host, one.host), t = 72 * testing::hour;
  for (int k = 0; k < 5; ++k) {
    const DiameterSlice slice{p.product.diameter.median, p.product.diameter.geometric_sd, k / 5.0,
                              (k + 1) / 5.0};
    const double Em = mean_extraction(muscle.capillary, slice, beta);
    const double slower = release_factor(p.product.release, muscle, beta * slice_median(slice));
    const double l_T = p.product.loss.trapped * host * muscle.loss_factor,
                 l_A = p.product.loss.adherent * host * muscle.loss_factor,
                 l_H = p.product.loss.homed * host * muscle.loss_factor,
                 k_adh = p.product.adhesion.trapped_rate * muscle.ligand,
                 k_off = p.product.adhesion.detachment_rate, k_mig = p.product.adhesion.migration_rate;
    arrested += Em / 5;
    for (const auto& [share, rate] : {std::pair(p.product.release.fast_share, p.product.release.fast_rate),
                                      {1 - p.product.release.fast_share, p.product.release.slow_rate}}) {
      const double a = rate * slower + k_adh + l_T, b = k_off + k_mig + l_A;
      const double T = std::exp(-a * t), A = k_adh / (b - a) * (std::exp(-a * t) - std::exp(-b * t));
      const double H = k_mig * k_adh *
                       (std::exp(-a * t) / ((b - a) * (l_H - a)) + std::exp(-b * t) / ((a - b) * (l_H - b)) +
                        std::exp(-l_H * t) / ((a - l_H) * (b - l_H)));
      left += Em / 5 * share * (T + A + H);
    }
  }
  check_band("B3 left", "share of the arrested cells left at 72 h", left / arrested, 0.07, 0.21);

  // Arrested cells plug: the flow of the muscle falls steadily with their number.
  circulation::Resting resting = circulation::resting_state(p, {1.0});
  double last = infinity;
  for (const double plugged : {0.0, 0.1, 0.2, 0.4, 0.8}) {
    double S[circulation::max_beds] = {};
    S[circulation::rest] = plugged;
    circulation::State<double> state;
    circulation::solve<1>(resting.network, S, state, static_cast<double*>(nullptr));
    REQUIRE(state.flow[circulation::to_rest] < last);
    last = state.flow[circulation::to_rest];
  }
}

TEST_CASE("B4: human MSC by vein in the mouse halve in the lung in about a day; few live elsewhere") {
  Written w;
  w.species = "mouse";
  w.product = "bone_marrow_msc";
  w.host = "xenogeneic";
  w.regimen = "[{route: peripheral_vein, cells: 2e6, over: 30 s}]";
  w.horizon = "48 h";
  w.times = "[15 min, 24 h, 48 h]";
  const auto r = body::simulate(body_case(w));
  const double half_life =
      24 * std::log(2.0) / std::log(organ(r, "lung").cells.living(0) / organ(r, "lung").cells.living(1));
  check_band("B4 half-life", "half-life in the lung [h]", half_life, 16, 36);
  CHECK(organ(r, "lung").cells.living(1) > 10 * living_elsewhere(r, 1));
  check_band("B4 elsewhere", "living cells in all other tissues at 24 h", living_elsewhere(r, 1), 0, 1000);
}

TEST_CASE("B5: chromium moves from lung to liver in a day while living cells are in the lung only") {
  Written w;
  w.species = "mouse";
  w.product = "mouse_bone_marrow_msc";
  w.label = "cr51";
  w.host = "syngeneic";
  w.regimen = "[{route: peripheral_vein, cells: 5e5, over: 10 s}]";
  w.times = "[5 min, 1 h, 24 h]";
  const auto r = body::simulate(body_case(w));
  using testing::label_share;
  CHECK(label_share(r, "lung", 1) > 0.5);
  CHECK(label_share(r, "lung", 1) > 2 * label_share(r, "liver", 1));
  CHECK(label_share(r, "liver", 2) > label_share(r, "lung", 2));
  CHECK(label_share(r, "liver", 2) > label_share(r, "liver", 1));
  for (const int t : {1, 2}) CHECK(organ(r, "lung").cells.living(t) > 5 * organ(r, "liver").cells.living(t));
}

TEST_CASE(
    "B6: passage of the lung, MSC : neural and MAPC : mononuclear cells = 1 : 2 : 30 within a factor 2") {
  const auto passes = [](const char* product) {
    Written w;
    w.species = "rat";
    w.product = product;
    w.host = "syngeneic";
    return passage(body_case(w).parameters);
  };
  const double msc = passes("pulmonary_passage_msc"), neural = passes("neural_stem_cell"),
               mapc = passes("mapc"), mono = passes("mononuclear_cell");
  CHECK(msc < neural);
  CHECK(neural < mono);
  CHECK(mapc < mono);
  check_band("B6 neural", "passage of neural stem cells over MSC", neural / msc, 1, 4);
  check_band("B6 MAPC", "passage of MAPC over MSC", mapc / msc, 1, 4);
  check_band("B6 mononuclear", "passage of mononuclear cells over MSC", mono / msc, 15, 60);
}

TEST_CASE("B7: arrest in the lung rises with the size that culture gives") {
  double last = 0, last_share = 0;
  for (const char* size : {"12.6 um", "17.9 um", "26.5 um", "30.4 um"}) {
    Written w;
    w.species = "mouse";
    w.product = "bone_marrow_msc";
    w.regimen = "[{route: peripheral_vein, cells: 1e5, over: 10 s}]";
    w.times = "[5 min]";
    const BodyCase one = body_case(w, {std::string("product.diameter.median=") + size});
    const double stopped =
        mean_extraction(one.parameters.lung.tissue.capillary, whole(one.parameters.product),
                        one.parameters.product.deformability);
    const double share = living_share(body::simulate(one), "lung", 0);
    INFO(size);
    CHECK(stopped > last);
    CHECK(share > last_share);
    last = stopped;
    last_share = share;
  }
}

TEST_CASE("B8: nitroprusside lets spheres through the lung of the mouse") {
  const auto trapped = [](const std::string& product, bool dilated) {
    Written w;
    w.species = "mouse";
    w.host = "syngeneic";
    w.product = dilated ? "{name: " + product + ", modifiers: [vasodilator]}" : product;
    w.regimen = "[{route: peripheral_vein, cells: 1e5, over: 5 s}]";
    w.times = "[30 s]";
    w.horizon = "1 min";
    const auto r = body::simulate(body_case(w));
    return organ(r, "lung").cells.trapped.sum(0) / r.dose;
  };
  CHECK(trapped("rigid_microsphere_4um", false) < 0.2);  // 4 um pass
  const double ten = trapped("rigid_microsphere", true) / trapped("rigid_microsphere", false);
  const double fifteen = trapped("rigid_microsphere_15um", true) / trapped("rigid_microsphere_15um", false);
  CHECK(ten < fifteen);
  CHECK(fifteen < 1);
  check_band("B8 10 um", "trapped with over without at 10 um", ten, 0.31 / 1.5, 0.31 * 1.5);
  check_band("B8 15 um", "trapped with over without at 15 um", fifteen, 0.73 / 1.5, 1.0);
}

namespace {

body::BodyResult indium_in_cirrhosis() {
  Written w;
  w.condition = "alcoholic_cirrhosis";
  w.product = "bone_marrow_msc";
  w.label = "in111_oxine";
  w.host = "autologous";
  w.regimen = "[{route: peripheral_vein, cells: 3e8, over: 30 min}]";
  w.horizon = "10 d";
  w.times = "[1 h, 24 h, 10 d]";
  return body::simulate(body_case(w));
}

}  // namespace

TEST_CASE("B9: indium of MSC by vein in cirrhosis leaves the lung for liver and spleen") {
  const auto r = indium_in_cirrhosis();
  using testing::label_share;
  // Middles of the published ranges at 0 and 10 d. The images place 29-46 % of the activity at first, so
  // the numbers are compared and not met: nothing is fitted to them.
  const double published[3][2] = {{0.302, 0.037}, {0.014, 0.152}, {0.061, 0.362}};
  const char* const organs[3] = {"lung", "liver", "spleen"};
  for (int o = 0; o < 3; ++o) {
    WARN("B9 " << organs[o] << ": label " << label_share(r, organs[o], 0) << " -> "
               << label_share(r, organs[o], 2) << ", published " << published[o][0] << " -> "
               << published[o][1] << "; fold error at 10 d "
               << label_share(r, organs[o], 2) / published[o][1]);
  }
  CHECK(label_share(r, "lung", 0) > label_share(r, "lung", 2));
  CHECK(label_share(r, "liver", 0) < label_share(r, "liver", 2));
  CHECK(label_share(r, "spleen", 0) < label_share(r, "spleen", 2));
}

TEST_CASE("B9: the spleen shows more label than the liver after ten days") {
  const auto r = indium_in_cirrhosis();
  CHECK(testing::label_share(r, "spleen", 2) > testing::label_share(r, "liver", 2));
}
