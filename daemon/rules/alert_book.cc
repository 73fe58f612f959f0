#include "daemon/rules/alert_book.h"

#include <algorithm>

#include "daemon/base/archive.h"
#include "daemon/base/check.h"

namespace watchpost {

AlertBook::AlertBook(std::shared_ptr<const Mission> mission)
    : mission_(std::move(mission)), memory_(mission_->fusion_lag + std::chrono::seconds(1)) {
  for (const RuleSpec& spec : mission_->rules)
    ways_.push_back({{spec.hold, spec.clear, spec.cooldown, spec.is_latched}, {}, ticks});
}

void AlertBook::set_rule(RuleId rule, const Rule& made) {
  RuleWays& own = ways_[index(rule)];
  own.own_hold = made.own_hold();
  own.timing.hold = mission_->rules[index(rule)].hold + own.own_hold;
  own.timing.is_latched |= made.is_always_latched();
  own.clock = made.is_absence() ? watermarks : ticks;
}

void AlertBook::judge(const Judgement& judgement, Verdict verdict, const Finding* finding,
                      std::string_view why, std::vector<Alert>& alerts) {
  const Key key = judgement.key();
  Condition* condition = conditions_.find(key);
  const bool is_new = condition == nullptr;
  if (is_new) {
    if (finding == nullptr) return;  // nothing held: nothing fails
    condition = &conditions_.add(key);
  }
  remember(judgement, finding, *condition);
  if (is_new) go_on_resting(*condition);
  proceed(*condition, verdict, judgement.time, why, alerts);
}

// The subject is good during the call only: what an alert is told with is kept.
void AlertBook::remember(const Judgement& judgement, const Finding* finding, Condition& condition) const {
  const auto take = [&](const Whom& whom, SubjectFacts& facts) {
    if (whom.track != nullptr) condition.has_news |= update(facts, *whom.track);
    if (whom.facts != nullptr) condition.has_news |= update(facts, *whom.facts);
  };
  take(judgement.subject, condition.subject);
  take(judgement.other, condition.other);
  Basis& basis = condition.basis;
  basis.time = judgement.time;
  if (judgement.position || judgement.subject.track != nullptr) {
    basis.position = judgement.position ? *judgement.position : judgement.subject.track->position;
    basis.has_position = true;
  }
  if (!judgement.report.is_none()) basis.report = judgement.report;
  if (!judgement.other_report.is_none()) basis.other_report = judgement.other_report;
  if (finding == nullptr) return;
  condition.has_news |= basis.finding.phrase != finding->phrase || basis.finding.remark != finding->remark;
  basis.finding = *finding;
}

void AlertBook::proceed(Condition& condition, Verdict verdict, EventTime time, std::string_view why,
                        std::vector<Alert>& alerts) {
  Story& story = condition.story;
  const RuleWays& own = ways(condition.key);
  if (time < story.last_time()) {  // a delayed report behind what a tick has brought about
    if (!story.take_back(time)) return;
    condition.is_revised = true;
  }
  condition.is_revised = condition.is_revised || (story.has_ticked() && !condition.told.empty());
  story.tick(now_[own.clock], own.timing);
  if (verdict != Verdict::fails || story.phase() != Phase::idle) condition.expires = now_[ticks] + memory_;
  story.judge(verdict, time, why, own.timing, memory_);
  if (story.is_open() && story.raised_time() == time) condition.raising = condition.basis;
  condition.has_again |= verdict == Verdict::happens && story.is_open() && story.raised_time() != time;
  if (is_revising_)
    set_aside(condition);
  else
    bring_to_story(condition, alerts);
}

void AlertBook::set_aside(Condition& condition) {
  if (condition.waits_to_settle) return;
  condition.waits_to_settle = true;
  revised_.push_back(condition.key);
}

void AlertBook::take_back(const Key& key, EventTime since) {
  Condition* const condition = conditions_.find(key);
  if (condition == nullptr || !condition->story.take_back(since)) return;
  condition->is_revised = true;
  set_aside(*condition);
}

void AlertBook::take_back(TrackId track, EventTime since) {
  if (is_empty()) return;
  std::vector<Key> keys;
  conditions_.of(party_of(track), keys);
  for (const Key& key : keys) take_back(key, since);
}

void AlertBook::settle(std::vector<Alert>& alerts) {
  is_revising_ = false;
  if (revised_.empty()) return;
  std::vector<Key> keys;
  keys.swap(revised_);
  std::sort(keys.begin(), keys.end());
  for (const Key& key : keys) {
    Condition* const condition = conditions_.find(key);
    CHECK(condition != nullptr, "a condition that is gone before it was settled");
    condition->waits_to_settle = false;
    condition->story.tick(now_[ways(key).clock], ways(key).timing);
    bring_to_story(*condition, alerts);
  }
}

void AlertBook::tick(EventTime now, EventTime watermark, std::vector<Alert>& alerts) {
  now_[ticks] = std::max(now_[ticks], now);
  now_[watermarks] = std::max(now_[watermarks], floor_to_second(watermark));
  std::erase_if(resting_, [&](const auto& entry) { return entry.second + memory_ < now_[ticks]; });
  for (const Clock clock : {ticks, watermarks}) {
    while (deadlines_[clock].is_due(now_[clock])) {
      const EventTime due = deadlines_[clock].next_time();
      Condition* const condition = conditions_.find(deadlines_[clock].pop());
      if (condition == nullptr || condition->waits_for != due) continue;
      condition->waits_for.reset();
      // What the tick brings about may still be revised.
      if (condition->story.phase() != Phase::idle) condition->expires = now_[ticks] + memory_;
      condition->story.tick(now_[ways(condition->key).clock], ways(condition->key).timing);
      bring_to_story(*condition, alerts);
    }
  }
}

void AlertBook::track_coasts(TrackId track, EventTime time, std::vector<Alert>& alerts) {
  if (is_empty()) return;
  keys_.clear();
  conditions_.of(party_of(track), keys_);
  for (const Key& key : keys_)
    proceed(*conditions_.find(key), Verdict::coasts, time + Duration(1), {}, alerts);
}

void AlertBook::track_ended(const Track& track, EventTime now, std::string_view why,
                            std::vector<Alert>& alerts) {
  if (is_empty()) return;
  keys_.clear();
  conditions_.of(party_of(track.id), keys_);
  for (const Key& key : keys_) {
    Condition& condition = *conditions_.find(key);
    const bool is_subject = condition.subject.party == party_of(track.id);
    condition.has_news |= update(is_subject ? condition.subject : condition.other, track);
    if (is_subject) condition.basis.position = track.position;
    proceed(condition, Verdict::ends, now, why, alerts);  // the condition may be gone afterwards
    if (const Condition* const ended = conditions_.find(key)) keep_resting(*ended);
  }
}

void AlertBook::keep_resting(const Condition& condition) {
  if (condition.story.phase() != Phase::cooling) return;
  const std::string name = lasting_name(condition.subject, condition.other, *mission_);
  if (!name.empty()) resting_[{condition.key.rule, name}] = condition.story.rests_until();
}

void AlertBook::go_on_resting(Condition& condition) {
  if (resting_.empty()) return;
  const auto known =
      resting_.find({condition.key.rule, lasting_name(condition.subject, condition.other, *mission_)});
  if (known != resting_.end()) condition.story.rest_until(known->second);
}

std::vector<const Alert*> AlertBook::open_alerts() const {
  std::vector<const Alert*> open;
  for (const Condition* condition : conditions_.in_order())
    if (condition->is_open()) open.push_back(&condition->told.back());
  return open;
}

// The next time at which a tick changes something, or at which the condition may be forgotten.
void AlertBook::wait(Condition& condition) {
  const Clock clock = ways(condition.key).clock;
  std::optional<EventTime> due = condition.story.due();
  if (!due && condition.story.phase() == Phase::idle && !condition.is_open())
    due = std::max(condition.expires, now_[ticks] + Duration(1));
  if (due == condition.waits_for || !due) return;
  condition.waits_for = due;
  const bool is_expiry = condition.story.phase() == Phase::idle;
  deadlines_[is_expiry ? ticks : clock].add(*due, condition.key);
}

void AlertBook::take_over(AlertBook& before, const std::vector<std::optional<RuleId>>& new_numbers,
                          const std::function<bool(const Party&)>& is_gone, EventTime now,
                          std::vector<Alert>& alerts) {
  now_ = before.now_;
  for (const auto& [who, until] : before.resting_)
    if (const auto rule = new_numbers[index(who.first)]) resting_[{*rule, who.second}] = until;
  for (const Condition* known : before.conditions_.in_order()) {
    Condition& old = *before.conditions_.find(known->key);
    const auto rule = new_numbers[index(old.key.rule)];
    if (!rule || is_gone(old.key.subject) || is_gone(old.key.other)) {
      if (!old.is_open()) continue;
      old.basis.time = std::max(now, old.told.back().event_time);
      before.end(old, old.told.back(), AlertState::cleared, old.basis.time,
                 rule ? "the configuration has no such unit or feed any more"
                      : "the configuration has no such rule any more",
                 alerts);
      continue;
    }
    const Key key{*rule, old.key.subject, old.key.other};
    Condition& taken = conditions_.add(key);
    taken = old;
    taken.key = key;
    taken.waits_for.reset();
    if (taken.is_open()) open_by_id_.emplace(taken.told.back().alert_id, key);
    wait(taken);
  }
}

void AlertBook::save(SaveArchive& archive) const {
  archive.section("alert-book", 3);
  archive(now_, resting_);
  conditions_.save(archive);
  archive(deadlines_);
}

void AlertBook::load(LoadArchive& archive) {
  archive.section("alert-book", 3);
  archive(now_, resting_);
  conditions_.load(archive, *mission_);
  archive(deadlines_);
  open_by_id_.clear();
  for (const Condition* condition : conditions_.in_order())
    if (condition->is_open()) open_by_id_.emplace(condition->told.back().alert_id, condition->key);
}

}  // namespace watchpost
