// Being inside means that the probability of it, under the track's own covariance, reaches the
// confidence, and being outside that it falls to the rest: a noisy track beside the edge does not flicker.

#include "daemon/rules/zone_entry.h"

#include <algorithm>

#include "daemon/base/check.h"
#include "daemon/rules/far_off.h"
#include "daemon/rules/rule_context.h"
#include "geo/area.h"

namespace watchpost {
namespace {

class ZoneEntry final : public Rule {
 public:
  ZoneEntry(const Zone& zone, double confidence)
      : zone_(zone), confidence_(confidence), why_it_fails_("it has left zone " + zone.name) {
    finding_.phrase = "is inside zone " + zone.name;
    finding_.urgency = Urgency::immediate;
    finding_.values = {{"probability_inside", 0, confidence, "1"}};
  }

  void on_track(const Track& track, RuleContext& context) override {
    if (distance_at_least_m(zone_.area->bounds(), track.position) > reach_m(track.covariance))
      return context.fails(why_it_fails_);
    const double inside = zone_.area->probability_inside(track.position, track.covariance);
    if (inside >= confidence_) {
      finding_.certainty = inside >= 0.99 ? Certainty::observed : Certainty::likely;
      finding_.values[0].value = inside;
      context.holds(finding_);
    } else if (inside <= 1 - confidence_) {
      context.fails(why_it_fails_);
    }
  }

 private:
  Zone zone_;
  double confidence_;
  std::string why_it_fails_;
  Finding finding_;  // its words are written once, its values at each judgement: nothing it remembers
};

}  // namespace

RulePtr make_zone_entry(const RuleSpec& spec, const Mission& mission) {
  const auto zone = std::find_if(mission.zones.begin(), mission.zones.end(),
                                 [&](const Zone& candidate) { return candidate.name == spec.place; });
  CHECK(zone != mission.zones.end(), "a rule about a zone that the configuration does not have");
  return std::make_unique<ZoneEntry>(*zone, spec.confidence);
}

}  // namespace watchpost
