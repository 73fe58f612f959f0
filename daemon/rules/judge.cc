#include "daemon/rules/judge.h"

#include <algorithm>

#include "daemon/base/archive.h"
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

std::vector<RulePtr> make_rules(const Mission& mission) {
  std::vector<RulePtr> rules;
  for (const RuleSpec& spec : mission.rules) {
    const RuleKind* kind = find_rule_kind(spec.kind);
    CHECK(kind != nullptr, "a rule of a kind that is not built in");
    rules.push_back(kind->create(spec, mission));
  }
  return rules;
}

// What must be the same of a rule for a state to be its own.
std::string description(const RuleSpec& rule) {
  return "rule '" + rule.name + "' of kind " + rule.kind +
         (rule.place.empty() ? "" : " about '" + rule.place + "'");
}

}  // namespace

Judge::Judge(const std::shared_ptr<const Mission>& mission) : Judge(mission, make_rules(*mission)) {}

Judge::Judge(std::shared_ptr<const Mission> mission, std::vector<RulePtr> rules)
    : mission_(std::move(mission)), book_(mission_) {
  CHECK(rules.size() == mission_->rules.size(), "another number of rules than are specified");
  for (RulePtr& rule : rules) rules_.push_back({std::move(rule)});
}

void Judge::track_updated(const Track& track, EventTime time, ReportId report, std::vector<Alert>& alerts) {
  if (!is_judged(track)) return;
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) judge(rule, track, time, report, alerts);
}

void Judge::judge(std::size_t rule, const Track& track, EventTime time, ReportId report,
                  std::vector<Alert>& alerts) {
  const RuleSpec& spec = mission_->rules[rule];
  const Judgement judgement{RuleId(rule), &track, time, report};
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

void Judge::save(SaveArchive& archive) const {
  archive.section("rules", 1);
  const std::uint64_t count = rules_.size();
  archive(count);
  for (const RuleSpec& spec : mission_->rules) archive(description(spec));
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    archive.section(mission_->rules[rule].kind, rules_[rule].rule->state_version());
    archive(rules_[rule].is_active);
    rules_[rule].rule->save(archive);
  }
  book_.save(archive);
}

void Judge::load(LoadArchive& archive) {
  archive.section("rules", 1);
  const std::size_t count = archive.length(sizeof(std::uint64_t));
  for (std::size_t rule = 0; rule < std::max(count, rules_.size()) && !archive.has_failed(); ++rule) {
    std::string found;
    if (rule < count) archive(found);
    const std::string expected = rule < rules_.size() ? description(mission_->rules[rule]) : "";
    if (found != expected && !archive.has_failed())
      archive.fail("found " + (found.empty() ? "no more rules" : found) + ", expected " +
                   (expected.empty() ? "no more rules" : expected) + " as configured");
  }
  for (std::size_t rule = 0; rule < rules_.size() && !archive.has_failed(); ++rule) {
    archive.section(mission_->rules[rule].kind, rules_[rule].rule->state_version());
    archive(rules_[rule].is_active);
    rules_[rule].rule->load(archive);
  }
  book_.load(archive);
}

}  // namespace watchpost
