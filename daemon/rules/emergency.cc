// It acts on the report itself, so also where nobody else has heard of the sender; a beacon that repeats is
// one alert, on its identity.

#include "daemon/rules/emergency.h"

#include <string>

#include "daemon/rules/rule_context.h"

namespace watchpost {
namespace {

enum class Distress : std::uint8_t {
  none,    // it says so
  silent,  // it says nothing of it
  hijack,
  radio_failure,
  general,
  medical,
  minimum_fuel,
  downed,
  beacon,
  duress,
  unverified,
};

constexpr std::string_view phrase_of(Distress distress) {
  switch (distress) {
    case Distress::hijack:
      return "reports unlawful interference";
    case Distress::radio_failure:
      return "reports that its radio has failed";
    case Distress::medical:
      return "reports a medical emergency";
    case Distress::minimum_fuel:
      return "reports that it is short of fuel";
    case Distress::downed:
      return "reports that it is down";
    case Distress::beacon:
      return "is an active distress beacon";
    case Distress::duress:
      return "has pressed its duress button";
    case Distress::unverified:
      return "sends the status of a distress beacon, which it is not: unverified";
    default:
      return "reports an emergency";
  }
}

// AIS-SART, man overboard, EPIRB: ITU-R M.585.
constexpr bool is_beacon(std::uint32_t mmsi) {
  const std::uint32_t prefix = mmsi / 1'000'000;
  return prefix == 970 || prefix == 972 || prefix == 974;
}

Distress of_word(Emergency emergency) {
  switch (emergency) {
    case Emergency::unspecified:
      return Distress::silent;
    case Emergency::none:
    case Emergency::beacon_test:
      return Distress::none;
    case Emergency::general:
      return Distress::general;
    case Emergency::medical:
      return Distress::medical;
    case Emergency::minimum_fuel:
      return Distress::minimum_fuel;
    case Emergency::no_communication:
      return Distress::radio_failure;
    case Emergency::unlawful_interference:
      return Distress::hijack;
    case Emergency::downed:
      return Distress::downed;
    case Emergency::distress_beacon:
      return Distress::beacon;
    case Emergency::duress:
      return Distress::duress;
  }
  return Distress::silent;
}

Distress of_squawk(std::uint16_t squawk) {
  if (squawk == 07500) return Distress::hijack;
  if (squawk == 07600) return Distress::radio_failure;
  if (squawk == 07700) return Distress::general;
  return Distress::none;
}

Distress distress_of(const Report& report) {
  const Distress word = of_word(report.emergency);
  if (word != Distress::silent && word != Distress::none) return word;
  if (report.emergency == Emergency::beacon_test) return Distress::none;
  if (report.has(Field::squawk))
    if (const Distress code = of_squawk(report.squawk); code != Distress::none) return code;
  if (report.navigation == Navigation::distress_beacon)
    return report.has(Field::mmsi) && is_beacon(report.mmsi) ? Distress::beacon : Distress::unverified;
  const bool says_so =
      word == Distress::none || report.has(Field::squawk) || report.navigation != Navigation::unspecified;
  return says_so ? Distress::none : Distress::silent;
}

class EmergencyRule final : public Rule {
 public:
  unsigned calls() const override { return calls_reports; }
  bool is_always_latched() const override { return true; }

  void on_report(const Report& report, const Heard& heard, RuleContext& context) override {
    const Distress distress = distress_of(report);
    if (distress == Distress::silent || (distress == Distress::none && !has_found_)) return;
    SubjectFacts facts;
    facts.party = party_of(report, heard);
    const Story* story = context.story(facts.party);
    const EventTime time = report.event_time;
    if (distress == Distress::none) {
      if (story != nullptr && time >= story->last_time())
        context.fails(context.of(facts_of(report, heard, context), time), "the code is over");
      return;
    }
    // Behind another report of the same it is news only where it is the first.
    if (story != nullptr && time < story->last_time() && time >= story->began()) return;
    facts = facts_of(report, heard, context);
    if (!matches(context.spec().subjects, facts, context.mission()) || !context.is_active()) return;
    has_found_ = true;
    Judgement judgement = context.of(facts, time);
    if (report.has(Field::position))
      judgement.position = report.position;
    else if (const Track* track = context.sender())
      judgement.position = track->position;
    finding_.phrase = phrase_of(distress);
    finding_.certainty = distress == Distress::unverified ? Certainty::possible : Certainty::observed;
    finding_.may_be_critical = distress != Distress::unverified;
    finding_.values.clear();
    if (report.has(Field::squawk) && of_squawk(report.squawk) != Distress::none)
      finding_.values.push_back({"squawk", decimal(report.squawk), decimal(report.squawk), ""});
    if (report.navigation == Navigation::distress_beacon)
      finding_.values.push_back({"navigation_status", 14, 14, ""});
    context.holds(judgement, finding_);
  }

  void save(SaveArchive& archive) const override { archive(has_found_); }
  void load(LoadArchive& archive) override { archive(has_found_); }

 private:
  static Party party_of(const Report& report, const Heard& heard) {
    if (heard.unit) return watchpost::party_of(*heard.unit);
    if (heard.identity) return {PartyKind::identity, *heard.identity};
    return {PartyKind::report, index(report.feed) << 48 | report.number};
  }

  static SubjectFacts facts_of(const Report& report, const Heard& heard, RuleContext& context) {
    SubjectFacts facts;
    facts.party = party_of(report, heard);
    if (const Track* track = context.sender()) update(facts, *track);
    facts.is_seen = false;
    learn(facts, report);
    facts.unit = heard.unit;
    if (heard.unit) facts.affiliation = context.mission().units[index(*heard.unit)].affiliation;
    if (facts.party.kind == PartyKind::report) facts.report = id_of(report);
    return facts;
  }

  // The four digits of a code as they are read out.
  static double decimal(std::uint16_t squawk) {
    return (squawk >> 9 & 7) * 1000 + (squawk >> 6 & 7) * 100 + (squawk >> 3 & 7) * 10 + (squawk & 7);
  }

  Finding finding_;
  bool has_found_ = false;  // until then nothing can be over
};

}  // namespace

RulePtr make_emergency(const RuleSpec&, const Mission&) {
  return std::make_unique<EmergencyRule>();
}

}  // namespace watchpost
