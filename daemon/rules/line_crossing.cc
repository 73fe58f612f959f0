// A track that has been surely on one side and is surely on the other, by a way that led through the line and
// not around its ends, has crossed it. What it did in between, too near to be sure, is part of the way.

#include "daemon/rules/line_crossing.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/check.h"
#include "daemon/model/transfer.h"
#include "daemon/rules/far_off.h"
#include "daemon/rules/line_side.h"
#include "daemon/rules/normal.h"
#include "daemon/rules/rule_context.h"
#include "daemon/rules/zone_sight.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

enum class Side : std::int8_t { right = -1, unsure = 0, left = 1 };

// What of a track's way matters: from when it was last surely on a side.
struct Step {
  EventTime time;
  LatLon place;
  Side side = Side::unsure;  // where it was surely last
  bool is_through = false;   // the way since then has led through the line, an odd number of times

  template <class Archive>
  friend void transfer(Archive& archive, Step& step) {
    archive(step.time, step.place, step.side, step.is_through);
  }
};

class LineCrossing final : public Rule {
 public:
  LineCrossing(const RuleSpec& spec, const Mission& mission, const Line& line)
      : side_(line.line->vertices()),
        confidence_(spec.confidence),
        direction_(spec.parameters.get<std::string>("direction", "any")),
        memory_(mission.fusion_lag + std::chrono::seconds(1)),
        phrases_{"has crossed line " + line.name + " to its right side",
                 "has crossed line " + line.name + " to its left side"} {
    finding_.values = {{"probability_beyond", 0, confidence_, "1"}};
  }

  unsigned calls() const override { return calls_tracks | calls_every_track | calls_silence; }

  void see(const Track& track, RuleContext& context) override {
    arrived_ = Side::unsure;
    // So far away that nothing gets to the line and beyond between two reports.
    if (distance_at_least_m(side_.bounds(), track.position) > far_m) {
      if (!steps_.empty()) steps_.erase(track.id);
      return;
    }
    std::vector<Step>& steps = steps_[track.id];
    if (!steps.empty() && context.time() <= steps.back().time) return;
    Step step{context.time(), track.position, Side::unsure, false};
    if (!steps.empty()) {
      step.side = steps.back().side;
      step.is_through = steps.back().is_through != side_.is_crossed(steps.back().place, step.place);
    }
    if (const Side now = sure_side(track); now != Side::unsure) {
      if (step.side != Side::unsure && step.side != now && step.is_through) arrived_ = now;
      step.side = now;
      step.is_through = false;
    }
    steps.push_back(step);
    while (steps.size() > 1 && steps[1].time < step.time - memory_) steps.erase(steps.begin());
  }

  void on_track(const Track&, RuleContext& context) override {
    if (arrived_ == Side::unsure) return;
    const bool is_left = arrived_ == Side::left;
    if (direction_ == (is_left ? "right" : "left")) return context.undone();
    finding_.phrase = phrases_[is_left ? 1 : 0];
    finding_.certainty = certainty_of(probability_);
    finding_.values[0].value = probability_;
    context.happens(finding_);
  }

  void on_end(const Track& track, TrackEnd, RuleContext&) override { steps_.erase(track.id); }

  void take_back(TrackId track, EventTime since) override {
    const auto known = steps_.find(track);
    if (known == steps_.end()) return;
    std::erase_if(known->second, [&](const Step& step) { return step.time >= since; });
  }

  void save(SaveArchive& archive) const override { archive(steps_); }
  void load(LoadArchive& archive) override { archive(steps_); }

 private:
  static constexpr double far_m = 20'000;

  Side sure_side(const Track& track) {
    const LineSide::Look look = side_.look(track.position);
    const CovarianceEN& covariance = track.covariance;
    const EastNorth& across = look.across;
    const double variance_m2 = across.east_m * across.east_m * covariance.ee_m2 +
                               2 * across.east_m * across.north_m * covariance.en_m2 +
                               across.north_m * across.north_m * covariance.nn_m2;
    const double distance_m = std::abs(look.left_m);
    if (is_point(covariance))
      probability_ = distance_m > 0 ? 1 : 0.5;
    else
      probability_ = normal_share_below(distance_m / std::sqrt(std::max(variance_m2, 1e-4)));
    if (probability_ < confidence_ || distance_m == 0) return Side::unsure;
    return look.left_m > 0 ? Side::left : Side::right;
  }

  LineSide side_;
  double confidence_;
  std::string direction_;
  Duration memory_;
  std::array<std::string, 2> phrases_;
  Finding finding_;
  Side arrived_ = Side::unsure;  // by the report that is judged
  double probability_ = 0;
  std::map<TrackId, std::vector<Step>> steps_;
};

}  // namespace

RulePtr make_line_crossing(const RuleSpec& spec, const Mission& mission) {
  const auto line = std::find_if(mission.lines.begin(), mission.lines.end(),
                                 [&](const Line& candidate) { return candidate.name == spec.place; });
  CHECK(line != mission.lines.end(), "a rule about a line that the configuration does not have");
  return std::make_unique<LineCrossing>(spec, mission, *line);
}

}  // namespace watchpost
