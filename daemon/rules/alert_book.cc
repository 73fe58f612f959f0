#include "daemon/rules/alert_book.h"

#include <algorithm>

#include "daemon/base/archive.h"
#include "daemon/rules/alert_id.h"
#include "daemon/rules/alert_text.h"
#include "daemon/rules/subject.h"

namespace watchpost {

void AlertBook::holds(const Judgement& judgement, const Finding& finding, std::vector<Alert>& alerts) {
  const Key key{judgement.rule, judgement.track->id};
  Condition* const known = conditions_.find(key);
  Condition& condition = known != nullptr ? *known : conditions_.add(key);
  remember(judgement, condition);
  condition.has_news |= condition.finding.phrase != finding.phrase;
  condition.finding = finding;
  const bool was_true = std::exchange(condition.is_true, true) && known != nullptr;

  switch (condition.phase) {
    case Phase::holding:
      if (known == nullptr) wait(condition, Phase::holding, judgement.time + spec(condition).hold);
      if (judgement.time >= condition.due) raise(condition, judgement.time, alerts);
      break;
    case Phase::cooling: {
      // Still cooling: it raises when both the hold and the cooldown are over.
      if (!was_true) condition.hold_complete = judgement.time + spec(condition).hold;
      const EventTime due = std::max(condition.due, condition.hold_complete);
      if (judgement.time >= due)
        raise(condition, judgement.time, alerts);
      else if (due > condition.due)
        wait(condition, Phase::cooling, due);
      break;
    }
    case Phase::clearing:
      condition.phase = Phase::raised;
      update_alert(condition, judgement.time, alerts);
      break;
    case Phase::raised:
      update_alert(condition, judgement.time, alerts);
      break;
  }
}

void AlertBook::fails(const Judgement& judgement, std::string_view why, std::vector<Alert>& alerts) {
  Condition* const known = conditions_.find({judgement.rule, judgement.track->id});
  if (known == nullptr) return;
  Condition& condition = *known;
  condition.is_true = false;

  switch (condition.phase) {
    case Phase::holding:
      conditions_.erase(condition.key);
      return;
    case Phase::cooling:
      return;
    case Phase::raised:
      remember(judgement, condition);
      // It was raised at a tick, and now turns out to have ended before its hold was over.
      if (judgement.time < condition.hold_complete) {
        end_alert(condition, AlertState::cancelled, judgement.time, "it did not last: " + std::string(why),
                  alerts);
        conditions_.erase(condition.key);
        return;
      }
      if (spec(condition).is_latched) return;
      wait(condition, Phase::clearing, judgement.time + spec(condition).clear);
      break;
    case Phase::clearing:
      break;
  }
  if (judgement.time >= condition.due) clear(condition, judgement.time, why, alerts);
}

void AlertBook::tick(EventTime now, std::vector<Alert>& alerts) {
  while (deadlines_.is_due(now)) {
    Condition* const condition = conditions_.find(deadlines_.pop());
    if (condition == nullptr || now < condition->due) continue;
    if (condition->phase == Phase::holding || (condition->phase == Phase::cooling && condition->is_true))
      raise(*condition, now, alerts);
    else if (condition->phase == Phase::clearing)
      clear(*condition, now, "the condition has ended", alerts);
    else if (condition->phase == Phase::cooling)
      conditions_.erase(condition->key);
  }
}

void AlertBook::track_coasts(TrackId track) {
  if (conditions_.size() == 0) return;
  for (std::size_t rule = 0; rule < mission_->rules.size(); ++rule) {
    Condition* const condition = conditions_.find({RuleId(rule), track});
    if (condition == nullptr) continue;
    if (condition->phase == Phase::holding)
      conditions_.erase(condition->key);
    else
      condition->is_true = false;
  }
}

void AlertBook::track_ended(const Track& track, EventTime now, std::string_view why,
                            std::vector<Alert>& alerts) {
  if (conditions_.size() == 0) return;
  for (std::size_t rule = 0; rule < mission_->rules.size(); ++rule) {
    Condition* const condition = conditions_.find({RuleId(rule), track.id});
    if (condition == nullptr) continue;
    condition->is_true = false;
    if (condition->is_open() && spec(*condition).is_latched) continue;
    if (condition->is_open()) {
      remember({RuleId(rule), &track, now, {}}, *condition);
      end_alert(*condition, AlertState::cleared, now, why, alerts);
    }
    conditions_.erase(condition->key);
  }
}

std::vector<const Alert*> AlertBook::open_alerts() const {
  std::vector<const Alert*> open;
  for (const Condition* condition : conditions_.in_order())
    if (condition->is_open()) open.push_back(&condition->alert);
  return open;
}

void AlertBook::save(SaveArchive& archive) const {
  archive.section("alert-book", 1);
  conditions_.save(archive);
  archive(deadlines_);
}

void AlertBook::load(LoadArchive& archive) {
  archive.section("alert-book", 1);
  conditions_.load(archive, *mission_);
  archive(deadlines_);
  open_by_id_.clear();
  for (const Condition* condition : conditions_.in_order())
    if (condition->is_open()) open_by_id_.emplace(condition->alert.alert_id, condition->key);
}

// The track is good during the call only: what an alert is told with is kept.
void AlertBook::remember(const Judgement& judgement, Condition& condition) const {
  condition.has_news |= update(condition.track, *judgement.track);
  condition.position = judgement.track->position;
  if (!judgement.report.is_none()) condition.report = judgement.report;
}

void AlertBook::wait(Condition& condition, Phase phase, EventTime due) {
  condition.phase = phase;
  condition.due = due;
  if (phase == Phase::holding) condition.hold_complete = due;
  deadlines_.add(due, condition.key);
}

void AlertBook::raise(Condition& condition, EventTime time, std::vector<Alert>& alerts) {
  condition.phase = Phase::raised;
  Alert& alert = condition.alert;
  alert = Alert{};
  const RuleSpec& rule = spec(condition);
  const std::string subject = subject_text(condition.track, *mission_);
  alert.alert_id = alert_id({mission_->node, rule.name, subject, {}, rule.place, time});
  alert.rule = rule.name;
  alert.kind = rule.kind;
  alert.place = rule.place;
  alert.instruction = rule.instruction;
  alert.raised_time = time;
  open_by_id_.emplace(alert.alert_id, condition.key);
  condition.wording = wording_of(condition, *mission_);
  condition.has_news = false;
  fill_alert(condition, *mission_);
  tell(condition, AlertState::raised, time, alerts);
}

// A condition that persists is told again only where people would read something new.
void AlertBook::update_alert(Condition& condition, EventTime time, std::vector<Alert>& alerts) {
  if (!condition.has_news) return;
  condition.has_news = false;
  Wording wording = wording_of(condition, *mission_);
  if (wording == condition.wording) return;
  condition.wording = std::move(wording);
  fill_alert(condition, *mission_);
  tell(condition, AlertState::updated, time, alerts);
}

void AlertBook::tell(Condition& condition, AlertState state, EventTime time, std::vector<Alert>& alerts) {
  Alert& alert = condition.alert;
  alert.state = state;
  alert.event_time = time;
  ++alert.revision;
  alerts.push_back(alert);
}

void AlertBook::end_alert(Condition& condition, AlertState state, EventTime time, std::string_view why,
                          std::vector<Alert>& alerts) {
  condition.wording = wording_of(condition, *mission_);
  fill_alert(condition, *mission_);
  condition.alert.cleared_time = time;
  condition.alert.evidence.remark = std::string(why);
  open_by_id_.erase({condition.alert.alert_id, condition.key});
  tell(condition, state, time, alerts);
}

void AlertBook::clear(Condition& condition, EventTime time, std::string_view why,
                      std::vector<Alert>& alerts) {
  end_alert(condition, AlertState::cleared, time, why, alerts);
  if (spec(condition).cooldown > Duration{})
    wait(condition, Phase::cooling, time + spec(condition).cooldown);
  else
    conditions_.erase(condition.key);
}

}  // namespace watchpost
