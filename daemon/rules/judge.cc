#include "daemon/rules/judge.h"

#include "daemon/base/check.h"
#include "daemon/model/schedule.h"
#include "daemon/rules/rule_context.h"
#include "daemon/rules/rules.h"
#include "daemon/rules/subject.h"

namespace watchpost {
namespace {

// Rules act on confirmed tracks; one that coasts is judged again at its next report.
bool is_judged(const Track& track) {
  return track.status == TrackStatus::confirmed;
}

}  // namespace

Judge::Judge(std::shared_ptr<const Mission> mission) : mission_(std::move(mission)), book_(mission_) {
  for (const RuleSpec& spec : mission_->rules) {
    const RuleKind* kind = find_rule_kind(spec.kind);
    CHECK(kind != nullptr, "a rule of a kind that is not built in");
    rules_.push_back({kind->create(spec, *mission_)});
  }
}

void Judge::track_updated(const Track& track, EventTime time, std::string_view report_id,
                          std::vector<Alert>& alerts) {
  if (!is_judged(track)) return;
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) judge(rule, track, time, report_id, alerts);
}

void Judge::judge(std::size_t rule, const Track& track, EventTime time, std::string_view report_id,
                  std::vector<Alert>& alerts) {
  const RuleSpec& spec = mission_->rules[rule];
  const Judgement judgement{RuleId(rule), &track, time, std::string(report_id)};
  if (!matches(spec.subjects, track, *mission_))
    return book_.fails(judgement, "it is no longer a subject", alerts);
  if (!is_active(spec.active, mission_->time_zone, time))
    return book_.fails(judgement, "the rule's hours are over", alerts);
  RuleContext context(book_, judgement, alerts);
  rules_[rule].rule->on_track(track, context);
}

void Judge::tick(EventTime now, const ForEachTrack& for_each_track, std::vector<Alert>& alerts) {
  book_.tick(now, alerts);
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    const RuleSpec& spec = mission_->rules[rule];
    const bool is_now_active = is_active(spec.active, mission_->time_zone, now);
    if (is_now_active == rules_[rule].is_active) continue;
    rules_[rule].is_active = is_now_active;
    for_each_track([&](const Track& track) {
      if (is_judged(track)) judge(rule, track, now, {}, alerts);
    });
  }
}

}  // namespace watchpost
