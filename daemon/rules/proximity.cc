// Each pair is judged at the reports of either, with the other where its last report before says that it is
// by then. A report that comes late, or behind the other's, has the pair judged anew from its time on, so
// that the order in which they come makes no difference.

#include "daemon/rules/proximity.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/rules/far_off.h"
#include "daemon/rules/neighbours.h"
#include "daemon/rules/normal.h"
#include "daemon/rules/rule_context.h"
#include "daemon/rules/zone_sight.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

constexpr std::string_view why_it_fails = "they are apart";

std::string text_of_metres(double metres) {
  char text[32];
  std::snprintf(text, sizeof text, "%.12g m", metres);
  return text;
}

class Proximity final : public Rule {
 public:
  Proximity(const RuleSpec& spec, const Mission& mission)
      : distance_m_(spec.parameters.get<double>("distance_m", 500)),
        confidence_(spec.confidence),
        tracks_(mission.fusion_lag + std::chrono::seconds(1)) {
    finding_.phrase = "is within " + text_of_metres(distance_m_) + " of";
    finding_.values = {{"distance", 0, distance_m_, "m"}, {"probability_within", 0, confidence_, "1"}};
  }

  unsigned calls() const override { return calls_every_track | calls_ticks | calls_silence; }

  void see(const Track& track, RuleContext& context) override {
    const bool is_subject = matches(context.spec().subjects, track, context.mission());
    const bool is_other = matches(context.spec().others, track, context.mission());
    if (!is_subject && !is_other && !tracks_.find(track.id)) return;
    const Slot slot = tracks_.slot_of(track.id);
    Neighbour& known = tracks_[slot];
    known.is_subject = is_subject;
    known.is_other = is_other;
    known.is_quiet = false;
    update(known.facts, track);
    if (known.places.empty() || track.time > known.places.back().time || !context.report().is_none())
      tracks_.add(slot, {track.time, track.position, track.covariance, track.velocity_mps, context.report()});

    candidates_.clear();
    tracks_.near(slot, distance_m_, candidates_);
    candidates_.insert(candidates_.end(), known.partners.begin(), known.partners.end());
    std::sort(candidates_.begin(), candidates_.end());
    candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
    const EventTime since = std::min(context.time(), known.revised_since.value_or(context.time()));
    known.revised_since.reset();
    for (const Slot candidate : candidates_)
      if (candidate != slot) judge_pair(slot, candidate, since, context);
    if (!is_subject && !is_other) tracks_.remove(slot);
  }

  void on_tick(RuleContext& context) override { tracks_.list_until(context.time()); }
  void on_coast(const Track& track, RuleContext&) override {
    if (const auto slot = tracks_.find(track.id)) tracks_[*slot].is_quiet = true;
  }
  void on_end(const Track& track, TrackEnd, RuleContext&) override {
    if (const auto slot = tracks_.find(track.id)) tracks_.remove(*slot);
  }
  void take_back(TrackId track, EventTime since) override {
    if (const auto slot = tracks_.find(track)) tracks_.take_back(*slot, since);
  }

  void save(SaveArchive& archive) const override { tracks_.save(archive); }
  void load(LoadArchive& archive) override { tracks_.load(archive); }

 private:
  bool can_be(const Neighbour& subject, const Neighbour& other) const {
    return subject.is_subject && other.is_other;
  }

  void judge_pair(Slot reported, Slot candidate, EventTime since, RuleContext& context) {
    const Neighbour& one = tracks_[reported];
    const Neighbour& two = tracks_[candidate];
    if (one.facts.unit && one.facts.unit == two.facts.unit) return;  // one of ours, seen twice
    if (two.is_quiet || two.places.empty()) return;
    const EventTime time = context.time();
    times_.clear();
    times_.push_back(time);
    for (const PlaceInTime& place : two.places)
      if (place.time >= since && place.time != time) times_.push_back(place.time);
    std::sort(times_.begin(), times_.end());
    const bool is_one_first = one.id < two.id;
    const Slot low = is_one_first ? reported : candidate;
    const Slot high = is_one_first ? candidate : reported;
    // Both may be meant as the subject: then it is the lower number.
    const bool is_low_subject = can_be(tracks_[low], tracks_[high]);
    const Slot subject = is_low_subject ? low : high;
    const Slot other = is_low_subject ? high : low;
    if (two.places.back().time >= since)
      context.take_back(ConditionKey{context.rule(), party_of(tracks_[low].id), party_of(tracks_[high].id)},
                        since);
    for (const EventTime at : times_) judge_at(subject, other, at, context);
  }

  void judge_at(Slot subject, Slot other, EventTime time, RuleContext& context) {
    const auto here = tracks_.at(subject, time);
    const auto there = tracks_.at(other, time);
    if (!here || !there) return;
    Judgement judgement = context.of(tracks_[subject].facts, time);
    judgement.other = tracks_[other].facts;
    judgement.position = here->position;
    judgement.report = here->report;
    judgement.other_report = there->report;
    if (!can_be(tracks_[subject], tracks_[other]))
      return context.fails(judgement, "they are no longer meant");
    if (!is_active(context.spec().active, context.mission().time_zone, time))
      return context.fails(judgement, "the rule's hours are over");
    const double probability = probability_within(*here, *there);
    if (probability >= confidence_) {
      make_partners(subject, other);
      finding_.certainty = certainty_of(probability);
      finding_.values[0].value = between_m_;
      finding_.values[1].value = probability;
      context.holds(judgement, finding_);
    } else if (probability <= 1 - confidence_) {
      context.fails(judgement, why_it_fails);
      if (context.book().story(judgement.key()) == nullptr) part(subject, other);
    }
  }

  double probability_within(const PlaceInTime& here, const PlaceInTime& there) {
    const EastNorth apart = LocalFrame(here.position).to_local(there.position);
    const CovarianceEN covariance{here.covariance.ee_m2 + there.covariance.ee_m2,
                                  here.covariance.en_m2 + there.covariance.en_m2,
                                  here.covariance.nn_m2 + there.covariance.nn_m2};
    between_m_ = std::hypot(apart.east_m, apart.north_m);
    // Far from the threshold nothing has to be computed.
    const double reach = reach_m(covariance);
    if (between_m_ > 1.01 * distance_m_ + reach) return 0;
    between_m_ = distance_m(here.position, there.position);
    if (is_point(here.covariance) && is_point(there.covariance)) return between_m_ <= distance_m_ ? 1 : 0;
    if (between_m_ + reach < distance_m_) return 1;
    return share_within(apart, covariance, distance_m_);
  }

  void make_partners(Slot one, Slot two) {
    const auto add = [](std::vector<Slot>& partners, Slot slot) {
      const auto place = std::lower_bound(partners.begin(), partners.end(), slot);
      if (place == partners.end() || *place != slot) partners.insert(place, slot);
    };
    add(tracks_[one].partners, two);
    add(tracks_[two].partners, one);
  }
  void part(Slot one, Slot two) {
    std::erase(tracks_[one].partners, two);
    std::erase(tracks_[two].partners, one);
  }

  double distance_m_;
  double confidence_;
  Neighbours tracks_;
  Finding finding_;
  double between_m_ = 0;  // of the pair that is judged
  std::vector<Slot> candidates_;
  std::vector<EventTime> times_;
};

}  // namespace

RulePtr make_proximity(const RuleSpec& spec, const Mission& mission) {
  return std::make_unique<Proximity>(spec, mission);
}

}  // namespace watchpost
