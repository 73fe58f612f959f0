// Silence counts from the event time of the last admitted report of the unit, whatever it said; of a unit
// that was never heard, from the start. The rule speaks at the first whole second at which the silence is
// long enough, once the watermark has come to it.
//
// While what the unit was heard by is told to be silent itself, its silence says nothing: the rule waits, and
// counts anew from when it can be heard again. It does not wait where everything fell silent together.

#include "daemon/rules/contact_lost.h"

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/base/archive.h"
#include "daemon/model/transfer.h"
#include "daemon/rules/rule_context.h"

namespace watchpost {
namespace {

constexpr std::string_view why_it_fails = "it is heard again";
constexpr EventTime never = long_ago;

struct Contact {
  EventTime last = never;      // of all
  std::vector<EventTime> all;  // the last ones, in order of time
  EventTime since = never;     // when it could be heard again
  EventTime told = never;      // the silence that was found last
  bool has_waited = false;
  bool has_position = false;
  LatLon position;
  SubjectFacts facts;
  std::vector<std::pair<SensorNumber, EventTime>> heard_by;

  template <class Archive>
  friend void transfer(Archive& archive, Contact& contact) {
    archive(contact.last, contact.all, contact.since, contact.told, contact.has_waited, contact.has_position,
            contact.position, contact.facts, contact.heard_by);
  }
};

class ContactLost final : public Rule {
 public:
  static constexpr std::size_t contacts_max = 64;
  static constexpr std::size_t sensors_max = 8;

  ContactLost(const RuleSpec& spec, const Mission& mission) : contacts_(mission.units.size()) {
    const auto* asked_s = spec.parameters.find<double>("silent_s");
    for (std::size_t i = 0; i < mission.units.size(); ++i) {
      const Unit& unit = mission.units[i];
      silent_.push_back(asked_s != nullptr     ? duration_from_s(*asked_s)
                        : unit.report_interval ? 3 * *unit.report_interval
                                               : duration_from_s(contact_lost_silent_s));
      SubjectFacts& facts = contacts_[i].facts;
      facts.unit = UnitId(static_cast<std::uint16_t>(i));
      facts.party = party_of(*facts.unit);
      facts.affiliation = unit.affiliation;
      take(unit.identity, facts.identity);
    }
    finding_.phrase = "has not been heard";
    finding_.values = {{"silence", 0, 0, "s"}};
    finding_.may_be_critical = true;
  }

  unsigned calls() const override { return calls_every_track | calls_reports | calls_ticks; }
  bool is_absence() const override { return true; }

  void see(const Track& track, RuleContext&) override {
    if (!track.unit) return;
    Contact& contact = contacts_[index(*track.unit)];
    update(contact.facts, track);
    contact.position = track.position;
    contact.has_position = true;
  }

  void on_report(const Report& report, const Heard& heard, RuleContext& context) override {
    if (!heard.unit) return;
    Contact& contact = contacts_[index(*heard.unit)];
    learn(contact.facts, report);
    if (report.has(Field::position) && !contact.has_position) {
      contact.position = report.position;
      contact.has_position = true;
    }
    remember(contact, heard.sensor, report.event_time);
    const EventTime time = report.event_time;
    const bool is_newest = time >= contact.last;
    const auto place = std::upper_bound(contact.all.begin(), contact.all.end(), time);
    contact.all.insert(place, time);
    if (contact.all.size() > contacts_max) contact.all.erase(contact.all.begin());
    contact.last = std::max(contact.last, time);
    if (is_newest) contact.told = never;
    if (!context.is_known(contact.facts.party)) return;
    if (is_newest)
      context.fails(judgement(contact, time, context), why_it_fails);
    else
      judge_anew(contact, *heard.unit, time, context);
  }

  void on_tick(RuleContext& context) override {
    for (std::size_t i = 0; i < contacts_.size(); ++i)
      if (!context.mission().units[i].is_retired)
        look_at(contacts_[i], UnitId(static_cast<std::uint16_t>(i)), context);
  }

  void save(SaveArchive& archive) const override { archive(contacts_); }
  void load(LoadArchive& archive) override {
    std::vector<Contact> found;
    archive(found);
    if (found.size() > contacts_.size()) return archive.fail("found more units than there are");
    std::move(found.begin(), found.end(), contacts_.begin());  // units that were added are as they are
  }

 private:
  static void take(const UnitIdentity& from, Identity& to) {
    to.mmsi = from.mmsi;
    to.imo = from.imo;
    to.icao24 = from.icao24;
    to.callsign = from.callsign;
    to.name = from.name;
    to.remote_id = from.remote_id;
    to.tak_uid = from.tak_uid;
    to.sensor_track = from.sensor_track;
  }

  static void remember(Contact& contact, SensorNumber sensor, EventTime time) {
    auto& heard_by = contact.heard_by;
    auto known = std::find_if(heard_by.begin(), heard_by.end(),
                              [&](const auto& entry) { return entry.first == sensor; });
    if (known != heard_by.end()) {
      known->second = std::max(known->second, time);
      return;
    }
    if (heard_by.size() == sensors_max)
      heard_by.erase(std::min_element(heard_by.begin(), heard_by.end(),
                                      [](const auto& a, const auto& b) { return a.second < b.second; }));
    heard_by.emplace_back(sensor, time);
  }

  Judgement judgement(const Contact& contact, EventTime time, RuleContext& context) const {
    Judgement judgement = context.of(contact.facts, time);
    if (contact.has_position) judgement.position = contact.position;
    return judgement;
  }

  void find(Contact& contact, UnitId unit, EventTime time, EventTime from, RuleContext& context) {
    const Duration silent = silent_[index(unit)];
    finding_.values[0].value = seconds(time - from);
    finding_.values[0].threshold = seconds(silent);
    context.holds(judgement(contact, time, context), finding_);
  }

  // An older report has come late: the silences from then on are found again.
  void judge_anew(Contact& contact, UnitId unit, EventTime since, RuleContext& context) {
    context.take_back(ConditionKey{context.rule(), contact.facts.party, {}}, since);
    const auto begin = std::lower_bound(contact.all.begin(), contact.all.end(), since);
    for (auto contact_time = begin; contact_time != contact.all.end(); ++contact_time) {
      if (contact_time != contact.all.begin()) {
        const EventTime from = *std::prev(contact_time);
        const EventTime lost = ceil_to_second(from + silent_[index(unit)]);
        if (lost >= since && lost < *contact_time) find(contact, unit, lost, from, context);
      }
      context.fails(judgement(contact, *contact_time, context), why_it_fails);
    }
    contact.told = never;
  }

  void look_at(Contact& contact, UnitId unit, RuleContext& context) {
    const EventTime now = context.time();
    if (!context.is_active() || !matches(context.spec().subjects, contact.facts, context.mission())) {
      if (std::exchange(contact.told, never) != never)
        context.fails(judgement(contact, now, context), "the rule is not for it now");
      return;
    }
    const EventTime start = as_event_time(context.hearing().start());
    const EventTime from = std::max(contact.last == never ? start : contact.last, contact.since);
    const EventTime lost = ceil_to_second(from + silent_[index(unit)]);
    if (now < lost && !contact.has_waited) return;
    if (contact.told != never) return;
    if (must_wait(contact, context)) {
      contact.has_waited = true;
      return;
    }
    if (std::exchange(contact.has_waited, false)) {
      contact.since = now;
      return;
    }
    contact.told = is_active_at(lost, context) ? lost : now;
    find(contact, unit, contact.told, from, context);
  }

  static bool is_active_at(EventTime time, RuleContext& context) {
    return is_active(context.spec().active, context.mission().time_zone, time);
  }

  // Whether it is known why nothing is heard: each sensor that heard it is told to be silent, and something
  // else was heard since they fell silent.
  bool must_wait(const Contact& contact, RuleContext& context) const {
    Hearing& hearing = context.hearing();
    std::vector<FeedId> silent_feeds;
    if (contact.heard_by.empty()) {
      for (std::size_t feed = 0; feed < context.mission().feeds.size(); ++feed)
        if (!context.mission().feeds[feed].is_retired)
          silent_feeds.push_back(FeedId(static_cast<std::uint16_t>(feed)));
      if (!std::all_of(silent_feeds.begin(), silent_feeds.end(),
                       [&](FeedId feed) { return context.is_told_silent(feed); }))
        return false;
    }
    const EventTime oldest = contact.last - std::chrono::seconds(600);
    for (const auto& [sensor, time] : contact.heard_by) {
      if (time < oldest) continue;
      if (!context.is_told_silent(sensor)) return false;
      if (context.is_told_silent(hearing.sensor(sensor).feed))
        silent_feeds.push_back(hearing.sensor(sensor).feed);
    }
    if (silent_feeds.empty()) return true;  // sensors of feeds that are heard
    return is_anything_else_heard(silent_feeds, hearing);
  }

  // Of one feed alone nobody can say that it did not die alone.
  static bool is_anything_else_heard(const std::vector<FeedId>& silent_feeds, Hearing& hearing) {
    ReceiveTime fell_silent;
    Duration grace = std::chrono::seconds(5);
    bool is_one_feed = true;
    for (SensorNumber sensor = 0; sensor < hearing.sensor_count(); ++sensor) {
      const Hearing::Sensor& known = hearing.sensor(sensor);
      is_one_feed = is_one_feed && known.feed == hearing.sensor(0).feed;
      if (std::find(silent_feeds.begin(), silent_feeds.end(), known.feed) == silent_feeds.end()) continue;
      fell_silent = std::max(fell_silent, known.last);
      if (const auto interval = known.pace.usual_interval())
        grace = std::max<Duration>(grace, *interval * 3 / 2);
    }
    if (is_one_feed) return true;
    for (SensorNumber sensor = 0; sensor < hearing.sensor_count(); ++sensor) {
      const Hearing::Sensor& known = hearing.sensor(sensor);
      const bool is_silent =
          std::find(silent_feeds.begin(), silent_feeds.end(), known.feed) != silent_feeds.end();
      if (!is_silent && known.last > fell_silent + grace) return true;
    }
    return false;
  }

  std::vector<Duration> silent_;  // by unit
  std::vector<Contact> contacts_;
  Finding finding_;
};

}  // namespace

RulePtr make_contact_lost(const RuleSpec& spec, const Mission& mission) {
  return std::make_unique<ContactLost>(spec, mission);
}

}  // namespace watchpost
