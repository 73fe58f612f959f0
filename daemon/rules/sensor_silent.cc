// It counts receive time, by the tick. A feed whose sensors are all silent is one alert, on the feed. A
// single sensor is told only where another of its feed is heard as usual: where none is, the feed may be
// dying, and that is what is to be told.

#include "daemon/rules/sensor_silent.h"

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/rules/rule_context.h"

namespace watchpost {
namespace {

constexpr std::string_view why_it_fails = "it is heard again";
constexpr Duration silent_without_interval = std::chrono::seconds(60);
constexpr Duration silent_min = std::chrono::seconds(5);

// The names of the rules that wait while a feed is silent.
std::string waiting_rules(const Mission& mission) {
  std::string names;
  for (const RuleSpec& rule : mission.rules) {
    if (rule.kind != "contact-lost" && rule.kind != "gone-dark") continue;
    if (!names.empty()) names += ", ";
    names += rule.name;
  }
  return names;
}

class SensorSilent final : public Rule {
 public:
  SensorSilent(const RuleSpec& spec, const Mission& mission) {
    if (const auto* silent_s = spec.parameters.find<double>("silent_s")) silent_ = duration_from_s(*silent_s);
    feeds_ = spec.parameters.get<std::vector<std::string>>("feeds");
    finding_.phrase = "is silent: nothing has come from it, not even its status";
    finding_.values = {{"silence", 0, 0, "s"}};
    finding_.may_be_critical = true;
    const std::string waiting = waiting_rules(mission);
    if (!waiting.empty()) finding_.remark = "inhibits what depends on it: " + waiting;
  }

  unsigned calls() const override { return calls_ticks; }

  void on_tick(RuleContext& context) override {
    const std::vector<Feed>& feeds = context.mission().feeds;
    for (std::size_t i = 0; i < feeds.size(); ++i) {
      const bool is_meant =
          feeds_.empty() || std::find(feeds_.begin(), feeds_.end(), feeds[i].name) != feeds_.end();
      if (is_meant && !feeds[i].is_retired) look_at(FeedId(static_cast<std::uint16_t>(i)), context);
    }
  }

 private:
  struct Silence {
    Duration lasts{};
    Duration allowed{};

    bool is_silent() const { return lasts >= allowed; }
  };

  void look_at(FeedId feed, RuleContext& context) {
    Hearing& hearing = context.hearing();
    const std::vector<SensorNumber>& sensors = hearing.sensors_of(feed);
    const ReceiveTime now = receive_time_from_ns(unix_ns(context.time()));
    const bool is_active = context.is_active();
    Silence of_feed{now - hearing.start(), silent_.value_or(silent_without_interval)};
    bool is_feed_silent = sensors.empty() ? of_feed.is_silent() : true;
    bool is_one_alive = false;
    silences_.clear();
    for (const SensorNumber number : sensors) {
      const Hearing::Sensor& sensor = hearing.sensor(number);
      const auto interval = sensor.pace.usual_interval();
      Silence silence{now - sensor.last, silent_without_interval};
      if (interval) silence.allowed = std::max<Duration>(silent_min, 5 * *interval);
      is_one_alive |=
          silence.lasts <= std::max<Duration>(std::chrono::seconds(1), interval.value_or(Duration{}) * 3 / 2);
      if (silent_) silence.allowed = *silent_;
      is_feed_silent &= silence.is_silent();
      if (silences_.empty() || silence.lasts < of_feed.lasts) of_feed = silence;
      silences_.push_back(silence);
    }
    say(party_of(feed), of_feed, is_active && is_feed_silent, !is_active || !is_feed_silent,
        is_active ? why_it_fails : "the rule's hours are over", context);
    for (std::size_t i = 0; i < sensors.size(); ++i) {
      const bool is_silent = silences_[i].is_silent() && !is_feed_silent;
      const std::string_view why = is_feed_silent ? "its feed is silent as a whole" : why_it_fails;
      say(party_of_sensor(sensors[i]), silences_[i], is_active && is_silent && is_one_alive,
          !is_active || !is_silent, why, context);
    }
  }

  void say(const Party& party, const Silence& silence, bool does_hold, bool does_fail, std::string_view why,
           RuleContext& context) {
    if (!does_hold && !(does_fail && context.is_known(party))) return;
    const SubjectFacts known = facts_of(party, context);
    Judgement judgement = context.of(known, context.time());
    for (const Sensor& sensor : context.mission().sensors)
      if (sensor.position && sensor.name == known.name) judgement.position = sensor.position;
    if (!does_hold) return context.fails(judgement, why);
    finding_.values[0].value = seconds(silence.lasts);
    finding_.values[0].threshold = seconds(silence.allowed);
    context.holds(judgement, finding_);
  }

  static SubjectFacts facts_of(FeedId feed, RuleContext& context) {
    SubjectFacts facts;
    facts.party = party_of(feed);
    facts.name = context.mission().feeds[index(feed)].name;
    facts.feeds = {static_cast<std::uint16_t>(index(feed))};
    return facts;
  }
  static SubjectFacts facts_of(const Party& party, RuleContext& context) {
    if (party.kind == PartyKind::feed)
      return facts_of(FeedId(static_cast<std::uint16_t>(party.number)), context);
    const Hearing::Sensor& sensor = context.hearing().sensor(static_cast<SensorNumber>(party.number));
    SubjectFacts facts = facts_of(sensor.feed, context);
    facts.party = party;
    if (!sensor.name.empty()) facts.name = sensor.name;
    return facts;
  }

  std::optional<Duration> silent_;  // nothing: by its own interval
  std::vector<std::string> feeds_;  // empty: all
  Finding finding_;
  std::vector<Silence> silences_;  // of the feed that is looked at
};

}  // namespace

RulePtr make_sensor_silent(const RuleSpec& spec, const Mission& mission) {
  return std::make_unique<SensorSilent>(spec, mission);
}

}  // namespace watchpost
