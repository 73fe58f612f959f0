// RuleContext: what a rule may see and say while it judges.
//
// In on_track() and see() the subject is the track and the time that of its report; elsewhere the rule
// says whom it means, and when.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "daemon/model/mission.h"
#include "daemon/model/schedule.h"
#include "daemon/rules/alert_book.h"
#include "daemon/rules/hearing.h"

namespace watchpost {

// Everything that is heard and told, for the rules that ask about it.
struct RuleWorld {
  const Mission& mission;
  AlertBook& book;
  Hearing& hearing;
  const std::vector<RuleId>& silence_rules;  // of kind sensor-silent
  const std::function<const Track*()>* sender = nullptr;
};

class RuleContext {
 public:
  RuleContext(RuleWorld& world, RuleId rule, const Judgement& judgement, std::vector<Alert>& alerts)
      : world_(world), rule_(rule), judgement_(judgement), alerts_(alerts) {}

  // The time of the report or of the tick; in a rule about absence, of the watermark's tick.
  EventTime time() const { return judgement_.time; }
  ReportId report() const { return judgement_.report; }

  // The condition is true of the track.
  void holds(const Finding& finding) { world_.book.holds(judgement_, finding, alerts_); }
  void happens(const Finding& finding) { world_.book.happens(judgement_, finding, alerts_); }
  // It is not; `why` is for the alert that this may end.
  void fails(std::string_view why) { world_.book.fails(judgement_, why, alerts_); }

  // The same of whom the rule means, at a time of its own.
  Judgement of(const Whom& subject, EventTime time) const {
    Judgement judgement;
    judgement.rule = rule_;
    judgement.subject = subject;
    judgement.time = time;
    judgement.report = judgement_.report;
    return judgement;
  }
  void holds(const Judgement& judgement, const Finding& finding) {
    world_.book.holds(judgement, finding, alerts_);
  }
  void happens(const Judgement& judgement, const Finding& finding) {
    world_.book.happens(judgement, finding, alerts_);
  }
  void fails(const Judgement& judgement, std::string_view why) { world_.book.fails(judgement, why, alerts_); }
  void undone(const Judgement& judgement) { world_.book.undone(judgement, alerts_); }
  void undone() { world_.book.undone(judgement_, alerts_); }

  // What was judged of it at this time or later is judged anew from here on.
  void take_back(const ConditionKey& key, EventTime since) {
    world_.book.begin_revision();
    world_.book.take_back(key, since);
  }
  bool is_known(const Party& subject) const { return world_.book.is_known({rule_, subject, {}}); }
  const Story* story(const Party& subject) const { return world_.book.story({rule_, subject, {}}); }
  bool is_active() const { return watchpost::is_active(spec().active, mission().time_zone, time()); }

  // In on_report(): the track that the report has changed, where it has.
  const Track* sender() const { return world_.sender == nullptr ? nullptr : (*world_.sender)(); }

  RuleId rule() const { return rule_; }
  const RuleSpec& spec() const { return mission().rules[index(rule_)]; }
  const Mission& mission() const { return world_.mission; }
  Hearing& hearing() { return world_.hearing; }
  AlertBook& book() { return world_.book; }
  // Whether a rule about silence has told, and nobody has ended, that the feed or sensor is silent.
  bool is_told_silent(SensorNumber sensor) const;
  bool is_told_silent(FeedId feed) const;

 private:
  RuleWorld& world_;
  RuleId rule_;
  const Judgement& judgement_;
  std::vector<Alert>& alerts_;
};

constexpr Party party_of(FeedId feed) {
  return {PartyKind::feed, index(feed)};
}
constexpr Party party_of_sensor(SensorNumber sensor) {
  return {PartyKind::sensor, sensor};
}

inline bool RuleContext::is_told_silent(FeedId feed) const {
  for (const RuleId rule : world_.silence_rules)
    if (world_.book.is_open({rule, party_of(feed), {}})) return true;
  return false;
}

inline bool RuleContext::is_told_silent(SensorNumber sensor) const {
  if (is_told_silent(world_.hearing.sensor(sensor).feed)) return true;
  for (const RuleId rule : world_.silence_rules)
    if (world_.book.is_open({rule, party_of_sensor(sensor), {}})) return true;
  return false;
}

}  // namespace watchpost
