#include "daemon/rules/zone_entry.h"

#include "daemon/rules/rule_context.h"
#include "daemon/rules/zone_sight.h"

namespace watchpost {
namespace {

class ZoneEntry final : public Rule {
 public:
  ZoneEntry(const RuleSpec& spec, const Mission& mission)
      : zone_(spec, mission), why_it_fails_("it has left zone " + zone_.name()) {
    finding_.phrase = "is inside zone " + zone_.name();
    finding_.values = {{"probability_inside", 0, zone_.confidence(), "1"}};
  }

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
  std::string why_it_fails_;
  Finding finding_;  // its words are written once, its values at each judgement: nothing it remembers
};

}  // namespace

RulePtr make_zone_entry(const RuleSpec& spec, const Mission& mission) {
  return std::make_unique<ZoneEntry>(spec, mission);
}

}  // namespace watchpost
