#include "daemon/rules/alert_book.h"

#include <algorithm>
#include <tuple>

#include "daemon/rules/alert_id.h"
#include "daemon/rules/subject.h"
#include "geo/mgrs.h"

namespace watchpost {
namespace {

std::string_view label_of_place(const Mission& mission, const std::string& place) {
  for (const Zone& zone : mission.zones)
    if (zone.name == place) return zone.label;
  for (const Line& line : mission.lines)
    if (line.name == place) return line.label;
  for (const Asset& asset : mission.assets)
    if (asset.name == place) return asset.label;
  return {};
}

}  // namespace

void AlertBook::holds(const Judgement& judgement, const Finding& finding, std::vector<Alert>& alerts) {
  const Key key{judgement.rule, judgement.track->id};
  const auto [place, is_new] = conditions_.try_emplace(key);
  Condition& condition = place->second;
  condition.track = *judgement.track;
  condition.finding = finding;
  if (!judgement.report_id.empty()) condition.report_id = judgement.report_id;
  const bool was_true = std::exchange(condition.is_true, true) && !is_new;

  switch (condition.phase) {
    case Phase::holding:
      if (is_new) wait(key, condition, Phase::holding, judgement.time + spec(key).hold);
      if (judgement.time >= condition.due) raise(key, condition, judgement.time, alerts);
      break;
    case Phase::cooling: {
      // Still cooling: it raises when both the hold and the cooldown are over.
      if (!was_true) condition.hold_complete = judgement.time + spec(key).hold;
      const EventTime due = std::max(condition.due, condition.hold_complete);
      if (judgement.time >= due)
        raise(key, condition, judgement.time, alerts);
      else if (due > condition.due)
        wait(key, condition, Phase::cooling, due);
      break;
    }
    case Phase::clearing:
      condition.phase = Phase::raised;
      update_alert(key, condition, judgement.time, alerts);
      break;
    case Phase::raised:
      update_alert(key, condition, judgement.time, alerts);
      break;
  }
}

void AlertBook::fails(const Judgement& judgement, std::string_view why, std::vector<Alert>& alerts) {
  const auto place = conditions_.find({judgement.rule, judgement.track->id});
  if (place == conditions_.end()) return;
  const Key key = place->first;
  Condition& condition = place->second;
  condition.is_true = false;

  switch (condition.phase) {
    case Phase::holding:
      conditions_.erase(place);
      return;
    case Phase::cooling:
      return;
    case Phase::raised:
      condition.track = *judgement.track;
      if (!judgement.report_id.empty()) condition.report_id = judgement.report_id;
      // It was raised at a tick, and now turns out to have ended before its hold was over.
      if (judgement.time < condition.hold_complete) {
        end_alert(key, condition, AlertState::cancelled, judgement.time,
                  "it did not last: " + std::string(why), alerts);
        conditions_.erase(place);
        return;
      }
      if (spec(key).is_latched) return;
      wait(key, condition, Phase::clearing, judgement.time + spec(key).clear);
      break;
    case Phase::clearing:
      break;
  }
  if (judgement.time >= condition.due) clear(key, condition, judgement.time, why, alerts);
}

void AlertBook::tick(EventTime now, std::vector<Alert>& alerts) {
  while (deadlines_.is_due(now)) {
    const Key key = deadlines_.pop();
    const auto place = conditions_.find(key);
    if (place == conditions_.end() || now < place->second.due) continue;
    Condition& condition = place->second;
    if (condition.phase == Phase::holding || (condition.phase == Phase::cooling && condition.is_true))
      raise(key, condition, now, alerts);
    else if (condition.phase == Phase::clearing)
      clear(key, condition, now, "the condition has ended", alerts);
    else if (condition.phase == Phase::cooling)
      conditions_.erase(place);
  }
}

void AlertBook::track_coasts(TrackId track) {
  for (std::size_t rule = 0; rule < mission_->rules.size(); ++rule) {
    const auto place = conditions_.find({RuleId(rule), track});
    if (place == conditions_.end()) continue;
    if (place->second.phase == Phase::holding)
      conditions_.erase(place);
    else if (place->second.phase == Phase::cooling)
      place->second.is_true = false;
  }
}

void AlertBook::track_ended(const Track& track, EventTime now, std::string_view why,
                            std::vector<Alert>& alerts) {
  for (std::size_t rule = 0; rule < mission_->rules.size(); ++rule) {
    const auto place = conditions_.find({RuleId(rule), track.id});
    if (place == conditions_.end()) continue;
    Condition& condition = place->second;
    const bool is_open = condition.phase == Phase::raised || condition.phase == Phase::clearing;
    if (is_open && spec(place->first).is_latched) continue;
    if (is_open) {
      condition.track = track;
      end_alert(place->first, condition, AlertState::cleared, now, why, alerts);
    }
    conditions_.erase(place);
  }
}

std::vector<const Alert*> AlertBook::open_alerts() const {
  std::vector<const Alert*> open;
  for (const auto& [key, condition] : conditions_)
    if (condition.phase == Phase::raised || condition.phase == Phase::clearing)
      open.push_back(&condition.alert);
  return open;
}

void AlertBook::wait(const Key& key, Condition& condition, Phase phase, EventTime due) {
  condition.phase = phase;
  condition.due = due;
  if (phase == Phase::holding) condition.hold_complete = due;
  deadlines_.add(due, key);
}

void AlertBook::raise(const Key& key, Condition& condition, EventTime time, std::vector<Alert>& alerts) {
  condition.phase = Phase::raised;
  Alert& alert = condition.alert;
  alert = Alert{};
  const RuleSpec& rule = spec(key);
  const std::string subject = subject_text(condition.track, *mission_);
  alert.alert_id = alert_id({mission_->node, rule.name, subject, {}, rule.place, time});
  alert.rule = rule.name;
  alert.kind = rule.kind;
  alert.place = rule.place;
  alert.instruction = rule.instruction;
  alert.raised_time = time;
  alert.event_time = time;
  alert.state = AlertState::raised;
  alert.revision = 1;
  fill(key, condition);
  alerts.push_back(alert);
}

// A condition that persists is told again only where people would read something new.
void AlertBook::update_alert(const Key& key, Condition& condition, EventTime time,
                             std::vector<Alert>& alerts) {
  Alert& alert = condition.alert;
  const auto told = std::tuple(condition.told, alert.severity, alert.release_label);
  fill(key, condition);
  if (told == std::tuple(condition.told, alert.severity, alert.release_label)) return;
  alert.state = AlertState::updated;
  alert.event_time = time;
  ++alert.revision;
  alerts.push_back(alert);
}

void AlertBook::end_alert(const Key& key, Condition& condition, AlertState state, EventTime time,
                          std::string_view why, std::vector<Alert>& alerts) {
  fill(key, condition);
  Alert& alert = condition.alert;
  alert.state = state;
  alert.event_time = time;
  alert.cleared_time = time;
  alert.evidence.remark = std::string(why);
  ++alert.revision;
  alerts.push_back(alert);
}

void AlertBook::clear(const Key& key, Condition& condition, EventTime time, std::string_view why,
                      std::vector<Alert>& alerts) {
  end_alert(key, condition, AlertState::cleared, time, why, alerts);
  if (spec(key).cooldown > Duration{})
    wait(key, condition, Phase::cooling, time + spec(key).cooldown);
  else
    conditions_.erase(key);
}

void AlertBook::fill(const Key& key, Condition& condition) const {
  const RuleSpec& rule = spec(key);
  const Track& track = condition.track;
  Alert& alert = condition.alert;
  alert.subject = subject_of(track, *mission_);
  alert.track_ids = {track.id};
  alert.position = track.position;
  alert.has_position = true;
  alert.mgrs = mgrs(track.position);
  alert.urgency = condition.finding.urgency;
  alert.certainty = condition.finding.certainty;
  alert.evidence.values = condition.finding.values;
  alert.evidence.report_ids = {condition.report_id};
  alert.release_label = rule.label.empty()
                            ? release_label(track.feeds, label_of_place(*mission_, rule.place), *mission_)
                            : rule.label;
  condition.told = describe(track, *mission_) + " " + condition.finding.phrase;
  alert.headline = condition.told + " at " + mgrs_spaced(track.position);
  fill_severity(key, condition);
}

// A transponder can be forged: alone it is never the basis of a CRITICAL alert.
void AlertBook::fill_severity(const Key& key, Condition& condition) const {
  Alert& alert = condition.alert;
  alert.severity = spec(key).severity;
  alert.evidence.remark.clear();
  if (alert.severity != Severity::critical) return;
  const Track& track = condition.track;
  const bool is_trusted_unit =
      track.unit && std::any_of(track.feeds.begin(), track.feeds.end(),
                                [&](std::uint16_t feed) { return mission_->feeds[feed].is_trusted; });
  if (is_trusted_unit || track.emergency == Emergency::distress_beacon) return;
  alert.severity = Severity::warning;
  alert.evidence.remark = "only transponder reports stand behind this: lowered from CRITICAL to WARNING";
}

}  // namespace watchpost
