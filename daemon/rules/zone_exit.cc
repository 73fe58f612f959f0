// It needs one moment surely inside, and is remembered by name: who was lost inside and returns outside under
// another track's number has left.

#include "daemon/rules/zone_exit.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/rules/rule_context.h"
#include "daemon/rules/zone_sight.h"

namespace watchpost {
namespace {

class ZoneExit final : public Rule {
 public:
  // Who was inside longest ago makes room.
  static constexpr std::size_t remembered_max = 100'000;

  ZoneExit(const RuleSpec& spec, const Mission& mission)
      : zone_(spec, mission), why_it_fails_("it is inside zone " + zone_.name() + " again") {
    finding_.phrase = "has left zone " + zone_.name();
    finding_.values = {{"probability_outside", 0, zone_.confidence(), "1"}};
  }

  unsigned calls() const override { return calls_tracks | calls_every_track; }

  // Also of those who are no subjects yet, and while the rule is not active: they were inside all the same.
  void see(const Track& track, RuleContext& context) override {
    inside_ = zone_.probability_inside(track);
    if (!zone_.is_inside(inside_)) return;
    const Party who = name_of(track, context);
    const auto known = was_inside_.find(who);
    if (known == was_inside_.end()) {
      if (was_inside_.size() >= remembered_max) forget_oldest();
      was_inside_.emplace(who, Inside{context.time(), context.time(), track.id});
      return;
    }
    known->second.last = std::max(known->second.last, context.time());
    known->second.track = track.id;
  }

  void on_track(const Track& track, RuleContext& context) override {
    if (zone_.is_inside(inside_)) return context.fails(why_it_fails_);
    if (!zone_.is_outside(inside_)) return;
    const auto known = was_inside_.find(name_of(track, context));
    if (known == was_inside_.end() || known->second.first > context.time()) return;
    finding_.certainty = certainty_of(1 - inside_);
    finding_.values[0].value = 1 - inside_;
    context.holds(finding_);
  }

  void take_back(TrackId track, EventTime since) override {
    std::erase_if(was_inside_, [&](const auto& entry) {
      return entry.second.track == track && entry.second.first >= since;
    });
  }

  void save(SaveArchive& archive) const override { archive(was_inside_); }
  void load(LoadArchive& archive) override { archive(was_inside_); }

 private:
  struct Inside {
    EventTime first;
    EventTime last;
    TrackId track{};

    template <class Archive>
    friend void transfer(Archive& archive, Inside& inside) {
      archive(inside.first, inside.last, inside.track);
    }
  };

  static Party name_of(const Track& track, RuleContext& context) {
    if (track.unit) return party_of(*track.unit);
    if (const auto identity = context.hearing().identity_of(track.identity))
      return {PartyKind::identity, *identity};
    return party_of(track.id);
  }

  // Half of them at once, so that a crowd of new names does not look for the oldest each time.
  void forget_oldest() {
    std::vector<EventTime> times;
    for (const auto& [who, inside] : was_inside_) times.push_back(inside.last);
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    std::erase_if(was_inside_, [&](const auto& entry) { return entry.second.last <= *middle; });
  }

  ZoneSight zone_;
  std::string why_it_fails_;
  Finding finding_;
  double inside_ = 0;  // of the track that is judged
  std::map<Party, Inside> was_inside_;
};

}  // namespace

RulePtr make_zone_exit(const RuleSpec& spec, const Mission& mission) {
  return std::make_unique<ZoneExit>(spec, mission);
}

}  // namespace watchpost
