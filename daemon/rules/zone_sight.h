// ZoneSight: how sure is it that a track is inside a zone?
//
// Being inside means that the probability of it, under the track's own covariance, reaches the
// confidence, and being outside that it falls to the rest: a noisy track beside the edge does not flicker.
#pragma once

#include <algorithm>

#include "daemon/base/check.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "daemon/rules/far_off.h"
#include "geo/area.h"

namespace watchpost {

class ZoneSight {
 public:
  ZoneSight(const RuleSpec& spec, const Mission& mission) : confidence_(spec.confidence) {
    const auto zone = std::find_if(mission.zones.begin(), mission.zones.end(),
                                   [&](const Zone& candidate) { return candidate.name == spec.place; });
    CHECK(zone != mission.zones.end(), "a rule about a zone that the configuration does not have");
    zone_ = *zone;
  }

  double probability_inside(const Track& track) const {
    if (distance_at_least_m(zone_.area->bounds(), track.position) > reach_m(track.covariance)) return 0;
    return zone_.area->probability_inside(track.position, track.covariance);
  }
  bool is_inside(double probability) const { return probability >= confidence_; }
  bool is_outside(double probability) const { return probability <= 1 - confidence_; }

  const std::string& name() const { return zone_.name; }
  double confidence() const { return confidence_; }

 private:
  Zone zone_;
  double confidence_;
};

// How sure it is, in the words of CAP.
inline Certainty certainty_of(double probability) {
  return probability >= 0.99 ? Certainty::observed : Certainty::likely;
}

}  // namespace watchpost
