// Being inside is what has to last: dwell_s is a hold of the rule's own, before hold_s, and begins again
// after any exit.

#include "daemon/rules/zone_dwell.h"

#include "daemon/rules/rule_context.h"
#include "daemon/rules/zone_sight.h"

namespace watchpost {
namespace {

class ZoneDwell final : public Rule {
 public:
  ZoneDwell(const RuleSpec& spec, const Mission& mission)
      : zone_(spec, mission),
        dwell_(duration_from_s(spec.parameters.get<double>("dwell_s", 600))),
        why_it_fails_("it has left zone " + zone_.name()) {
    finding_.phrase = "stays in zone " + zone_.name();
    finding_.values = {{"probability_inside", 0, zone_.confidence(), "1"}};
  }

  Duration own_hold() const override { return dwell_; }

  void on_track(const Track& track, RuleContext& context) override {
    const double inside = zone_.probability_inside(track);
    if (zone_.is_inside(inside)) {
      finding_.certainty = certainty_of(inside);
      finding_.values[0].value = inside;
      context.holds(finding_);
    } else if (zone_.is_outside(inside)) {
      context.fails(why_it_fails_);
    }
  }

 private:
  ZoneSight zone_;
  Duration dwell_;
  std::string why_it_fails_;
  Finding finding_;
};

}  // namespace

RulePtr make_zone_dwell(const RuleSpec& spec, const Mission& mission) {
  return std::make_unique<ZoneDwell>(spec, mission);
}

}  // namespace watchpost
