// Being inside means that the probability of it, under the track's own covariance, reaches the
// confidence, and being outside that it falls to the rest: a noisy track beside the edge does not flicker.

#include "daemon/rules/zone_entry.h"

#include <algorithm>

#include "daemon/base/check.h"
#include "daemon/rules/rule_context.h"
#include "geo/area.h"

namespace watchpost {
namespace {

class ZoneEntry final : public Rule {
 public:
  ZoneEntry(const Zone& zone, double confidence) : zone_(zone), confidence_(confidence) {}

  void on_track(const Track& track, RuleContext& context) override {
    const double inside = zone_.area->probability_inside(track.position, track.covariance);
    if (inside >= confidence_) {
      context.holds({.phrase = "is inside zone " + zone_.name,
                     .urgency = Urgency::immediate,
                     .certainty = inside >= 0.99 ? Certainty::observed : Certainty::likely,
                     .values = {{"probability_inside", inside, confidence_, "1"}}});
    } else if (inside <= 1 - confidence_) {
      context.fails("it has left zone " + zone_.name);
    }
  }

 private:
  Zone zone_;
  double confidence_;
};

}  // namespace

RulePtr make_zone_entry(const RuleSpec& spec, const Mission& mission) {
  const auto zone = std::find_if(mission.zones.begin(), mission.zones.end(),
                                 [&](const Zone& candidate) { return candidate.name == spec.place; });
  CHECK(zone != mission.zones.end(), "a rule about a zone that the configuration does not have");
  return std::make_unique<ZoneEntry>(*zone, spec.confidence);
}

}  // namespace watchpost
