// A transponder that was heard at least every tenth of silent_s, and is then silent for silent_s, while at
// least two others of its feed near its last place are heard: so it is not the coverage that has gone.

#include "daemon/rules/gone_dark.h"

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/base/deadlines.h"
#include "daemon/base/flat_index.h"
#include "daemon/base/slot_array.h"
#include "daemon/model/transfer.h"
#include "daemon/rules/far_off.h"
#include "daemon/rules/rule_context.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

constexpr std::string_view why_it_fails = "it is heard again";
constexpr double others_within_m = 20'000;
constexpr Duration others_heard = std::chrono::seconds(60);
constexpr int others_min = 2;
constexpr std::uint32_t reports_min = 3;
constexpr Duration looks_again = std::chrono::seconds(5);
// Silent for so many times silent_s, and nothing found: forgotten.
constexpr int forgotten_after = 24;

struct Transponder {
  IdentityKey identity = 0;  // 0: the slot is free
  FeedId feed{};
  EventTime last;
  EventTime regular_since;          // no gap since then was longer than allowed
  std::uint32_t regular_count = 0;  // reports since then
  bool has_position = false;
  bool is_dark = false;
  LatLon position;

  template <class Archive>
  friend void transfer(Archive& archive, Transponder& known) {
    archive(known.identity, known.feed, known.last, known.regular_since, known.regular_count,
            known.has_position, known.is_dark, known.position);
  }
};

class GoneDark final : public Rule {
 public:
  explicit GoneDark(const RuleSpec& spec)
      : silent_(duration_from_s(spec.parameters.get<double>("silent_s", 600))) {
    finding_.phrase = "has gone dark: its transponder is silent while others are heard";
    finding_.certainty = Certainty::likely;
    finding_.values = {{"silence", 0, seconds(silent_), "s"}, {"others_heard", 0, others_min, "1"}};
    finding_.may_be_critical = true;
  }

  unsigned calls() const override { return calls_reports | calls_ticks | calls_silence; }
  bool is_absence() const override { return true; }

  void on_report(const Report& report, const Heard& heard, RuleContext& context) override {
    if (!heard.identity) return;
    const EventTime time = report.event_time;
    const Slot slot = slot_of(*heard.identity, time);
    Transponder& known = transponders_[slot];
    if (known.is_dark) {
      known.is_dark = false;
      if (const Story* story = context.story(party_of(known)); story != nullptr)
        context.fails(context.of(facts_of(slot, context), time), why_it_fails);
    }
    if (time >= known.last) {
      if (time - known.last > silent_ / 10) {
        known.regular_since = time;
        known.regular_count = 0;
      }
      known.last = time;
      known.feed = report.feed;
    }
    ++known.regular_count;
    if (!report.has(Field::position)) return;
    known.position = report.position;
    known.has_position = true;
  }

  // What is known of it beside its name, before its track is given up.
  void on_coast(const Track& track, RuleContext& context) override { remember(track, context); }

  void on_end(const Track& track, TrackEnd end, RuleContext& context) override {
    const auto identity = context.hearing().identity_of(track.identity);
    const auto slot = identity ? by_identity_.find(*identity) : std::nullopt;
    if (!slot) return;
    if (end == TrackEnd::left_area && !transponders_[*slot].is_dark)
      forget(*slot);
    else
      remember(track, context);
  }

  void on_tick(RuleContext& context) override {
    while (looks_.is_due(context.time())) {
      const EventTime due = looks_.next_time();
      const Slot slot = looks_.pop();
      if (transponders_[slot].identity == 0 || look_times_[slot] != due) continue;
      look_at(slot, context);
    }
  }

  void save(SaveArchive& archive) const override {
    archive(numbers_, looks_);
    for (Slot slot = 0; slot < numbers_.end(); ++slot)
      archive(transponders_[slot], facts_[slot], look_times_[slot]);
  }
  void load(LoadArchive& archive) override {
    archive(numbers_, looks_);
    by_identity_ = {};
    transponders_.clear();
    facts_.clear();
    look_times_.clear();
    const Slot end = archive.has_failed() ? 0 : numbers_.end();
    for (Slot slot = 0; slot < end && !archive.has_failed(); ++slot) {
      archive(transponders_.emplace_back(), facts_.emplace_back(), look_times_.emplace_back());
      if (transponders_[slot].identity != 0) by_identity_.set(transponders_[slot].identity, slot);
    }
    for (Deadlines<EventTime, Slot> looks = looks_; looks.size() > 0;)
      if (looks.pop() >= end) return archive.fail("found a look at a transponder that there is not");
  }

 private:
  static Party party_of(const Transponder& known) { return {PartyKind::identity, known.identity}; }

  Slot slot_of(IdentityKey identity, EventTime time) {
    if (const auto known = by_identity_.find(identity)) return *known;
    const Slot slot = numbers_.take();
    if (slot >= transponders_.size()) {
      transponders_.resize(slot + 1);
      facts_.resize(slot + 1);
      look_times_.resize(slot + 1);
    }
    transponders_[slot] = {};
    transponders_[slot].identity = identity;
    transponders_[slot].last = transponders_[slot].regular_since = time;
    facts_[slot] = {};
    by_identity_.set(identity, slot);
    look_again(slot, time + silent_);
    return slot;
  }

  void forget(Slot slot) {
    by_identity_.erase(transponders_[slot].identity);
    transponders_[slot] = {};
    facts_[slot] = {};
    numbers_.give_back(slot);
  }

  void look_again(Slot slot, EventTime time) {
    look_times_[slot] = ceil_to_second(time);
    looks_.add(look_times_[slot], slot);
  }

  void remember(const Track& track, RuleContext& context) {
    const auto identity = context.hearing().identity_of(track.identity);
    const auto slot = identity ? by_identity_.find(*identity) : std::nullopt;
    if (!slot) return;
    facts_[*slot].party = party_of(transponders_[*slot]);
    update(facts_[*slot], track);
  }

  SubjectFacts facts_of(Slot slot, RuleContext& context) const {
    SubjectFacts facts = facts_[slot];
    const IdentityKey identity = transponders_[slot].identity;
    if (facts.party.kind == PartyKind::none) {  // it had no track
      facts.feeds = {static_cast<std::uint16_t>(index(transponders_[slot].feed))};
      constexpr int name_shift = 56;
      const auto number = static_cast<std::uint32_t>(identity);
      if (identity >> name_shift == 1)
        facts.identity.mmsi = number;
      else if (identity >> name_shift == 2)
        facts.identity.icao24 = number;
      else
        facts.identity.name = context.hearing().name(identity);
    }
    facts.party = party_of(transponders_[slot]);
    return facts;
  }

  void look_at(Slot slot, RuleContext& context) {
    Transponder& known = transponders_[slot];
    const EventTime now = context.time();
    const EventTime dark = ceil_to_second(known.last + silent_);
    if (now < dark) return look_again(slot, dark);
    if (known.is_dark) return look_again(slot, now + silent_);
    const bool was_regular =
        known.regular_count >= reports_min && known.last - known.regular_since >= silent_ / 10;
    const Duration silence = now - known.last;
    if (!known.has_position || !was_regular || silence > forgotten_after * silent_) return forget(slot);
    const SubjectFacts facts = facts_of(slot, context);
    const int others = context.is_active() ? count_others(known, now) : 0;
    if (others < others_min || !matches(context.spec().subjects, facts, context.mission()))
      return look_again(slot, now + looks_again);
    known.is_dark = true;
    Judgement judgement = context.of(facts, now);
    judgement.position = known.position;
    finding_.values[0].value = seconds(silence);
    finding_.values[1].value = others;
    context.holds(judgement, finding_);
    look_again(slot, now + silent_);
  }

  int count_others(const Transponder& dark, EventTime now) const {
    int count = 0;
    for (const Transponder& other : transponders_) {
      if (other.identity == 0 || other.identity == dark.identity || other.feed != dark.feed) continue;
      if (!other.has_position || other.last < now - others_heard) continue;
      const LatLonBounds here{dark.position.latitude_deg, dark.position.longitude_deg,
                              dark.position.latitude_deg, dark.position.longitude_deg};
      if (distance_at_least_m(here, other.position) > others_within_m) continue;
      if (distance_m(dark.position, other.position) <= others_within_m) ++count;
    }
    return count;
  }

  Duration silent_;
  Finding finding_;
  SlotNumbers numbers_;
  std::vector<Transponder> transponders_;
  std::vector<SubjectFacts> facts_;
  std::vector<EventTime> look_times_;
  FlatIndex by_identity_;
  Deadlines<EventTime, Slot> looks_;
};

}  // namespace

RulePtr make_gone_dark(const RuleSpec& spec, const Mission&) {
  return std::make_unique<GoneDark>(spec);
}

}  // namespace watchpost
