#include "sim/liver/coupling/rest_of_body.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "sim/liver/coupling/sdirk2.hpp"

namespace cellroute::liver {

void AroundLiver::resize(std::size_t compartments, std::size_t beds, std::size_t depots) {
  blood.assign(compartments, 0.0);
  for (auto* part : {&fast, &slow, &adherent, &homed, &lodged}) part->assign(beds, 0.0);
  depot.assign(depots, 0.0);
}

namespace {

/// What a bed does to one carrier over a stage of length h, its tissue states eliminated. With J cells
/// entering per second [cell/s] a bed's blood obeys  keep C = held + h give J.
struct BedStage {
  double trapped = 0;  // of J: stopped by size
  double stuck = 0;    // of J: adherent at once
  double caught = 0;   // [1/s] of the blood: adherent
  double release_fast = 0, release_slow = 0, settle = 0, detach = 0, migrate = 0;  // [1/s]
  double die_trapped = 0, die_adherent = 0, die_homed = 0, clear = 0;              // [1/s]
  double fast_share = 0, stays = 0;
  double fast = 0, slow = 0, held = 0, home = 0, dead = 0;  // 1/(1 + h leaving)
  bool is_dead = false;
};

}  // namespace

struct RestOfBody::Step {
  double dt = 0, h = 0;
  std::vector<double> out;                  // [1/s] of each compartment
  std::vector<double> rate;                 // [1/s] of each edge
  double to_artery = 0, to_portal = 0;      // [1/s] into the liver
  std::vector<std::vector<BedStage>> beds;  // by carrier
  std::vector<Eigen::PartialPivLU<Eigen::MatrixXd>> matrix;
  std::vector<LiverInflowLine> line;
  std::vector<AroundLiver> known[2], answer[2];  // by carrier: nothing coming back; one cell/s coming back
  std::vector<double> dead_trapped[2];
  double error = 0;
};

RestOfBody::RestOfBody(const Surroundings& surroundings, const LiverCells& cells)
    : around_(surroundings), cells_(cells), step_(std::make_unique<Step>()) {
  const std::size_t beds = around_.beds.size();
  state_.resize(static_cast<std::size_t>(carriers()));
  for (AroundLiver& one : state_) one.resize(around_.compartments.size(), beds, around_.depots.size());
  lost_.assign(state_.size(), std::vector<double>(static_cast<std::size_t>(around_.organs), 0.0));
  for (auto* free : {&trap_free_, &trap_free_before_, &adhesion_free_, &adhesion_free_before_})
    free->assign(beds, 1.0);
  plugging_.assign(beds, 0.0);
  plugging_before_ = plugging_;
  history_ = {0, 0};
  Step& s = *step_;
  s.beds.assign(state_.size(), std::vector<BedStage>(beds));
  s.matrix.resize(state_.size());
  s.line.resize(state_.size());
  for (int i = 0; i < 2; ++i) {
    s.known[i] = s.answer[i] = state_;
    s.dead_trapped[i].assign(beds, 0.0);
  }
}

RestOfBody::~RestOfBody() = default;

int RestOfBody::carriers() const { return cells_.populations + 1; }
const LiverInflowLine& RestOfBody::to_liver(int carrier) const { return step_->line[carrier]; }
const AroundLiver& RestOfBody::now(int carrier) const { return state_[carrier]; }
const AroundLiver& RestOfBody::stage(int carrier, int which) const { return step_->known[which][carrier]; }
std::span<const double> RestOfBody::dead_trapped(int which) const { return step_->dead_trapped[which]; }
std::span<const double> RestOfBody::lost(int carrier) const { return lost_[carrier]; }
double RestOfBody::error() const { return step_->error; }
double RestOfBody::lowest() const { return history_[1]; }

namespace {

double extrapolated(double now, double before, double dt, double last) {
  return last > 0 ? now + (now - before) * dt / (2 * last) : now;
}

}  // namespace

std::vector<double> RestOfBody::plugging(double dt) const {
  std::vector<double> all(plugging_.size());
  for (std::size_t b = 0; b < all.size(); ++b)
    all[b] = std::max(0.0, extrapolated(plugging_[b], plugging_before_[b], dt, history_[0]));
  return all;
}

/// Free sites and plugging of the state as it is.
void RestOfBody::read_sites() {
  trap_free_before_ = trap_free_;
  adhesion_free_before_ = adhesion_free_;
  plugging_before_ = plugging_;
  const int populations = cells_.populations;
  for (std::size_t b = 0; b < around_.beds.size(); ++b) {
    double occupied = cells_.dead_weight * state_[populations].lodged[b], adherent = 0;
    for (int k = 0; k < populations; ++k) {
      const AroundLiver& one = state_[k];
      occupied += cells_.weight[k] * (one.fast[b] + one.slow[b] + one.lodged[b]);
      adherent += one.adherent[b];
    }
    const LiverBed& bed = around_.beds[b];
    trap_free_[b] = std::max(0.0, 1 - occupied / bed.trap_sites);
    adhesion_free_[b] = std::max(0.0, 1 - adherent / bed.adhesion_sites);
    plugging_[b] = occupied / bed.paths;
  }
}

namespace {

/// One stage: (I - h A) Y = from + h source, for one carrier.
class Stage {
 public:
  Stage(const Surroundings& around, std::span<const double> rate, const std::vector<BedStage>& beds,
        const Eigen::PartialPivLU<Eigen::MatrixXd>& matrix, double h, bool dead)
      : around_(around), rate_(rate), beds_(beds), matrix_(matrix), h_(h), dead_(dead) {}

  /// @param source [cell/s] into each compartment, @param depot_dose [cell/s] into each depot
  void operator()(const AroundLiver& from, std::span<const double> source, std::span<const double> depot_dose,
                  AroundLiver& to) {
    const std::size_t compartments = around_.compartments.size();
    Eigen::VectorXd right(static_cast<Eigen::Index>(compartments));
    std::vector<double> entering(source.begin(), source.end());
    for (std::size_t d = 0; d < around_.depots.size(); ++d) {
      const PunctureDepot& depot = around_.depots[d];
      const double leaves = depot.washout + (dead_ ? 0 : depot.loss);
      to.depot[d] = (from.depot[d] + h_ * depot_dose[d]) / (1 + h_ * leaves);
      entering[static_cast<std::size_t>(depot.into)] += depot.washout * to.depot[d];
    }
    for (std::size_t n = 0; n < compartments; ++n) {
      const int b = around_.compartments[n].bed;
      double held = from.blood[n];
      if (b >= 0) held += h_ * returned(beds_[b], from, b);
      right[static_cast<Eigen::Index>(n)] = held + h_ * (b >= 0 ? given(beds_[b]) : 1.0) * entering[n];
    }
    const Eigen::VectorXd blood = matrix_.solve(right);
    for (std::size_t n = 0; n < compartments; ++n) to.blood[n] = blood[static_cast<Eigen::Index>(n)];
    for (std::size_t e = 0; e < around_.edges.size(); ++e) {
      const CompartmentEdge& edge = around_.edges[e];
      entering[static_cast<std::size_t>(edge.to)] += rate_[e] * to.blood[static_cast<std::size_t>(edge.from)];
    }
    for (std::size_t n = 0; n < compartments; ++n) {
      const int b = around_.compartments[n].bed;
      if (b < 0) continue;
      fill(beds_[b], from, b, entering[n], to.blood[n], to);
    }
  }

  /// Share of what enters a bed that is in its blood at the end of the stage, per h, before it leaves.
  double given(const BedStage& s) const {
    if (s.is_dead) return 1 - s.trapped;
    const double fast = h_ * s.fast_share * s.trapped * s.fast,
                 slow = h_ * (1 - s.fast_share) * s.trapped * s.slow;
    const double pass = 1 - s.trapped - s.stuck;
    return pass + s.release_fast * fast + s.release_slow * slow +
           s.detach * s.held * h_ * (s.stuck + s.settle * (fast + slow));
  }

 private:
  /// [cell/s] that the tissue gives back to the blood of what it held before.
  static double returned(const BedStage& s, const AroundLiver& from, int b, double h) {
    if (s.is_dead) return 0;
    const double fast = from.fast[b] * s.fast, slow = from.slow[b] * s.slow;
    return s.release_fast * fast + s.release_slow * slow +
           s.detach * s.held * (from.adherent[b] + h * s.settle * (fast + slow));
  }
  double returned(const BedStage& s, const AroundLiver& from, int b) const {
    return returned(s, from, b, h_);
  }

  void fill(const BedStage& s, const AroundLiver& from, int b, double entering, double blood,
            AroundLiver& to) const {
    const double trapped = s.trapped * entering;
    if (s.is_dead) {
      to.lodged[b] = (from.lodged[b] + h_ * trapped) * s.dead;
      return;
    }
    to.fast[b] = (from.fast[b] + h_ * s.fast_share * trapped) * s.fast;
    to.slow[b] = (from.slow[b] + h_ * (1 - s.fast_share) * trapped) * s.slow;
    to.adherent[b] = (from.adherent[b] +
                      h_ * (s.stuck * entering + s.caught * blood + s.settle * (to.fast[b] + to.slow[b]))) *
                     s.held;
    to.homed[b] = (from.homed[b] + h_ * s.migrate * to.adherent[b]) * s.home;
    const double dying = s.die_trapped * (to.fast[b] + to.slow[b]) + s.die_adherent * to.adherent[b] +
                         s.die_homed * to.homed[b];
    to.lodged[b] = (from.lodged[b] + h_ * s.stays * dying) * s.dead;
  }

  const Surroundings& around_;
  std::span<const double> rate_;
  const std::vector<BedStage>& beds_;
  const Eigen::PartialPivLU<Eigen::MatrixXd>& matrix_;
  double h_;
  bool dead_;
};

BedStage bed_stage(const LiverBed& bed, const LiverCells& cells, int k, double trap_free,
                   double adhesion_free, double h) {
  BedStage s;
  s.is_dead = k == cells.populations;
  s.clear = bed.clearance;
  s.dead = 1 / (1 + h * bed.clearance);
  if (s.is_dead) {
    s.trapped = bed.dead_extraction * trap_free;
    return s;
  }
  s.trapped = bed.extraction[k] * trap_free;
  s.stuck = (1 - s.trapped) * bed.filter * adhesion_free;
  s.caught = bed.kappa * adhesion_free;
  s.settle = bed.adhere * adhesion_free;
  s.release_fast = bed.release_fast[k];
  s.release_slow = bed.release_slow[k];
  s.detach = bed.detach;
  s.migrate = bed.migrate;
  s.die_trapped = bed.loss_trapped;
  s.die_adherent = bed.loss_adherent;
  s.die_homed = bed.loss_homed;
  s.fast_share = cells.fast_share;
  s.stays = cells.lodged_share;
  s.fast = 1 / (1 + h * (s.release_fast + s.settle + s.die_trapped));
  s.slow = 1 / (1 + h * (s.release_slow + s.settle + s.die_trapped));
  s.held = 1 / (1 + h * (s.detach + s.migrate + s.die_adherent));
  s.home = 1 / (1 + h * s.die_homed);
  return s;
}

/// to = from + share (stage - before), part by part: where the second stage begins.
void begin_second(AroundLiver& to, const AroundLiver& from, const AroundLiver& first, double share) {
  const auto part = [&](std::vector<double> AroundLiver::*which) {
    for (std::size_t i = 0; i < (from.*which).size(); ++i)
      (to.*which)[i] = (from.*which)[i] + share * ((first.*which)[i] - (from.*which)[i]);
  };
  for (const auto which :
       {&AroundLiver::blood, &AroundLiver::fast, &AroundLiver::slow, &AroundLiver::adherent,
        &AroundLiver::homed, &AroundLiver::lodged, &AroundLiver::depot})
    part(which);
}

/// to += amount * what
void add(AroundLiver& to, const AroundLiver& what, double amount) {
  const auto part = [&](std::vector<double> AroundLiver::*which) {
    for (std::size_t i = 0; i < (to.*which).size(); ++i) (to.*which)[i] += amount * (what.*which)[i];
  };
  for (const auto which :
       {&AroundLiver::blood, &AroundLiver::fast, &AroundLiver::slow, &AroundLiver::adherent,
        &AroundLiver::homed, &AroundLiver::lodged, &AroundLiver::depot})
    part(which);
}

}  // namespace

void RestOfBody::begin(double dt, const circulation::State<double>& flow, const DosePeriod& period) {
  Step& s = *step_;
  s.dt = dt;
  s.h = sdirk2::gamma * dt;
  const std::size_t compartments = around_.compartments.size();
  s.out.assign(compartments, 0.0);
  s.rate.assign(around_.edges.size(), 0.0);
  for (std::size_t e = 0; e < around_.edges.size(); ++e) {
    const CompartmentEdge& edge = around_.edges[e];
    const auto from = static_cast<std::size_t>(edge.from);
    s.rate[e] = std::max(0.0, edge.sign * flow.flow[edge.flow]) / around_.compartments[from].volume;
    s.out[from] += s.rate[e];
  }
  const auto artery = static_cast<std::size_t>(around_.artery),
             portal = static_cast<std::size_t>(around_.portal), vein = static_cast<std::size_t>(around_.vein);
  s.to_artery = std::max(0.0, flow.flow[circulation::flow_of(0, circulation::arteriole)]) /
                around_.compartments[artery].volume;
  s.to_portal = std::max(0.0, flow.flow[circulation::flow_of(0, circulation::venule)]) /
                around_.compartments[portal].volume;
  s.out[artery] += s.to_artery;
  s.out[portal] += s.to_portal;

  std::vector<double> trap_free(around_.beds.size()), adhesion_free(around_.beds.size());
  for (std::size_t b = 0; b < around_.beds.size(); ++b) {
    trap_free[b] = std::clamp(extrapolated(trap_free_[b], trap_free_before_[b], dt, history_[0]), 0.0, 1.0);
    adhesion_free[b] =
        std::clamp(extrapolated(adhesion_free_[b], adhesion_free_before_[b], dt, history_[0]), 0.0, 1.0);
  }
  const std::size_t all = state_.size();
  std::vector<double> source(compartments), depot_dose(around_.depots.size());
  const std::vector<double> no_source(compartments, 0.0), no_depot(around_.depots.size(), 0.0);
  std::vector<double> back(compartments, 0.0);
  back[vein] = 1;
  AroundLiver empty, second;
  empty.resize(compartments, around_.beds.size(), around_.depots.size());
  second = empty;
  for (std::size_t k = 0; k < all; ++k) {
    const bool dead = static_cast<int>(k) == cells_.populations;
    for (std::size_t b = 0; b < around_.beds.size(); ++b)
      s.beds[k][b] =
          bed_stage(around_.beds[b], cells_, static_cast<int>(k), trap_free[b], adhesion_free[b], s.h);
    Stage stage(around_, s.rate, s.beds[k], s.matrix[k], s.h, dead);
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(compartments),
                                                   static_cast<Eigen::Index>(compartments));
    for (std::size_t n = 0; n < compartments; ++n) {
      const int b = around_.compartments[n].bed;
      double leaves = s.out[n] + (dead ? 0 : around_.compartments[n].loss);
      if (b >= 0) {
        const BedStage& bed = s.beds[k][static_cast<std::size_t>(b)];
        leaves += dead ? bed.clear : bed.caught * (1 - bed.detach * bed.held * s.h);
      }
      matrix(static_cast<Eigen::Index>(n), static_cast<Eigen::Index>(n)) = 1 + s.h * leaves;
    }
    for (std::size_t e = 0; e < around_.edges.size(); ++e) {
      const CompartmentEdge& edge = around_.edges[e];
      const int b = around_.compartments[static_cast<std::size_t>(edge.to)].bed;
      const double gives = b >= 0 ? stage.given(s.beds[k][static_cast<std::size_t>(b)]) : 1.0;
      matrix(edge.to, edge.from) -= s.h * gives * s.rate[e];
    }
    s.matrix[k].compute(matrix);

    for (std::size_t n = 0; n < compartments; ++n) source[n] = period.dose[n * all + k];
    for (std::size_t d = 0; d < around_.depots.size(); ++d) depot_dose[d] = period.depot_dose[d * all + k];
    constexpr double share = (1 - sdirk2::gamma) / sdirk2::gamma;
    const auto two_stages = [&](const AroundLiver& from, std::span<const double> in,
                                std::span<const double> into_depots, AroundLiver& first, AroundLiver& last) {
      stage(from, in, into_depots, first);
      begin_second(second, from, first, share);
      stage(second, in, into_depots, last);
    };
    two_stages(state_[k], source, depot_dose, s.known[0][k], s.known[1][k]);
    two_stages(empty, back, no_depot, s.answer[0][k], s.answer[1][k]);
    LiverInflowLine& line = s.line[k];
    line = {};
    for (int i = 0; i < 2; ++i) {
      const double weight = sdirk2::weight[i];
      line.artery += weight * s.to_artery * s.known[i][k].blood[artery];
      line.portal += weight * s.to_portal * s.known[i][k].blood[portal];
      line.artery_per_return += weight * s.to_artery * s.answer[i][k].blood[artery];
      line.portal_per_return += weight * s.to_portal * s.answer[i][k].blood[portal];
    }
  }
}

void RestOfBody::finish(std::span<const double> returned) {
  Step& s = *step_;
  const int populations = cells_.populations;
  s.error = 0;
  for (std::size_t k = 0; k < state_.size(); ++k) {
    const bool dead = static_cast<int>(k) == populations;
    for (int i = 0; i < 2; ++i) {
      add(s.known[i][k], s.answer[i][k], returned[k]);
      AroundLiver& at = s.known[i][k];
      const double amount = s.dt * sdirk2::weight[i];
      for (std::size_t n = 0; n < around_.compartments.size(); ++n) {
        const Compartment& one = around_.compartments[n];
        double dying = dead ? 0 : one.loss * at.blood[n];
        if (one.bed >= 0) {
          const auto b = static_cast<std::size_t>(one.bed);
          const BedStage& bed = s.beds[k][b];
          dying += dead ? bed.clear * (at.blood[n] + at.lodged[b])
                        : bed.die_trapped * (at.fast[b] + at.slow[b]) + bed.die_adherent * at.adherent[b] +
                              bed.die_homed * at.homed[b];
        }
        lost_[k][static_cast<std::size_t>(one.organ)] += amount * dying;
      }
      if (!dead) {
        for (std::size_t d = 0; d < around_.depots.size(); ++d) {
          const PunctureDepot& depot = around_.depots[d];
          const int organ = around_.compartments[static_cast<std::size_t>(depot.into)].organ;
          lost_[k][static_cast<std::size_t>(organ)] += amount * depot.loss * at.depot[d];
        }
      }
    }
    for (std::size_t b = 0; dead && b < around_.beds.size(); ++b) {
      // h F_T = X (1 + h clearance) - X at the beginning of the stage
      const double y = state_[k].lodged[b], first = s.known[0][k].lodged[b], last = s.known[1][k].lodged[b];
      const double middle = y + (1 - sdirk2::gamma) / sdirk2::gamma * (first - y);
      const double cleared = 1 + s.h * around_.beds[b].clearance;
      s.dead_trapped[0][b] = (first * cleared - y) / s.h;
      s.dead_trapped[1][b] = (last * cleared - middle) / s.h;
    }
    // y_end - (y + dt f1) = g dt (f2 - f1), with h f1 = Y1 - y and h f2 = Y2 - y - (1 - g) dt f1
    const auto part = [&](std::vector<double> AroundLiver::*which) {
      for (std::size_t i = 0; i < (state_[k].*which).size(); ++i) {
        const double y = (state_[k].*which)[i], first = (s.known[0][k].*which)[i],
                     last = (s.known[1][k].*which)[i];
        s.error = std::max(s.error, std::fabs(last - y - (first - y) / sdirk2::gamma));
        history_[1] = std::min(history_[1], last);
      }
    };
    for (const auto which :
         {&AroundLiver::blood, &AroundLiver::fast, &AroundLiver::slow, &AroundLiver::adherent,
          &AroundLiver::homed, &AroundLiver::lodged, &AroundLiver::depot})
      part(which);
    state_[k] = s.known[1][k];
  }
  read_sites();
  history_[0] = s.dt;
}

}  // namespace cellroute::liver
