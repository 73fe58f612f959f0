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

constexpr std::string_view silence_kind = "sensor-silent";

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
    : mission_(std::move(mission)), hearing_(mission_), book_(mission_) {
  CHECK(rules.size() == mission_->rules.size(), "another number of rules than are specified");
  for (RulePtr& rule : rules) {
    const std::size_t number = rules_.size();
    book_.set_rule(RuleId(number), *rule);
    const unsigned calls = rule->calls();
    rules_.push_back({std::move(rule), calls});
    if ((calls & (Rule::calls_tracks | Rule::calls_every_track)) != 0) tracked_.push_back(number);
    if (mission_->rules[number].kind == silence_kind) silence_rules_.push_back(RuleId(number));
    hears_ |= (calls & (Rule::calls_reports | Rule::calls_ticks)) != 0;
  }
}

// Calls `visit` for each rule that asks for it, with a context in which no subject is given.
template <class Visit>
void Judge::call(RuleWorld world, Rule::Call call, EventTime time, ReportId report,
                 std::vector<Alert>& alerts, Visit visit) {
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    if (!wants(rule, call)) continue;
    Judgement judgement;
    judgement.rule = RuleId(rule);
    judgement.time = time;
    judgement.report = report;
    RuleContext context(world, judgement.rule, judgement, alerts);
    visit(*rules_[rule].rule, context);
  }
}

void Judge::report(const Report& report, const std::function<const Track*()>& sender,
                   std::vector<Alert>& alerts) {
  if (!hears_) return;
  hearing_.begin(report.receive_time);
  const Heard heard = hearing_.hear(report);
  RuleWorld all = world();
  all.sender = &sender;
  call(all, Rule::calls_reports, report.event_time, id_of(report), alerts,
       [&](Rule& rule, RuleContext& context) { rule.on_report(report, heard, context); });
  book_.settle(alerts);
}

void Judge::track_updated(const Track& track, EventTime time, ReportId report, std::vector<Alert>& alerts) {
  if (!is_judged(track)) return;
  for (const std::size_t rule : tracked_) judge(rule, track, time, report, alerts);
  if (!is_revising_) book_.settle(alerts);
}

void Judge::track_coasts(const Track& track, EventTime time, std::vector<Alert>& alerts) {
  book_.track_coasts(track.id, time, alerts);
  call(world(), Rule::calls_silence, time, {}, alerts,
       [&](Rule& rule, RuleContext& context) { rule.on_coast(track, context); });
}

void Judge::track_coasted(TrackId track, EventTime time, std::vector<Alert>& alerts) {
  book_.track_coasts(track, time, alerts);
}

void Judge::track_ended(const Track& track, EventTime now, TrackEnd end, std::vector<Alert>& alerts) {
  constexpr std::string_view reasons[] = {"lost", "left the mission area",
                                          "late reports have shown that it never was"};
  book_.track_ended(track, now, reasons[static_cast<int>(end)], alerts);
  call(world(), Rule::calls_silence, now, {}, alerts,
       [&](Rule& rule, RuleContext& context) { rule.on_end(track, end, context); });
}

void Judge::event(const SystemEvent& event, EventTime now, std::vector<Alert>& alerts) {
  call(world(), Rule::calls_machine, now, {}, alerts,
       [&](Rule& rule, RuleContext& context) { rule.on_event(event, context); });
}

void Judge::take_back(TrackId track, EventTime since) {
  is_revising_ = true;
  book_.begin_revision();
  book_.take_back(track, since);
  for (const std::size_t rule : tracked_) rules_[rule].rule->take_back(track, since);
}

// A report that comes behind a tick at which the rule became active or ceased to be is judged there too.
void Judge::judge(std::size_t rule, const Track& track, EventTime time, ReportId report,
                  std::vector<Alert>& alerts) {
  judge_at(rule, track, time, report, alerts);
  const RuleSpec& spec = mission_->rules[rule];
  if (spec.active.empty() || time >= now_) return;
  constexpr auto minute = std::chrono::minutes(1);
  bool was_active = is_active(spec.active, mission_->time_zone, time);
  const EventTime oldest = now_ - std::chrono::minutes(10);
  for (EventTime at = std::chrono::floor<std::chrono::minutes>(std::max(time, oldest)) + minute; at <= now_;
       at += minute) {
    const bool is_now_active = is_active(spec.active, mission_->time_zone, at);
    if (std::exchange(was_active, is_now_active) != is_now_active) judge_at(rule, track, at, {}, alerts);
  }
}

void Judge::judge_at(std::size_t rule, const Track& track, EventTime time, ReportId report,
                     std::vector<Alert>& alerts) {
  const RuleSpec& spec = mission_->rules[rule];
  Judgement judgement;
  judgement.rule = RuleId(rule);
  judgement.subject = track;
  judgement.time = time;
  judgement.report = report;
  RuleWorld all = world();
  RuleContext context(all, judgement.rule, judgement, alerts);
  if (wants(rule, Rule::calls_every_track)) rules_[rule].rule->see(track, context);
  if (!wants(rule, Rule::calls_tracks)) return;
  if (!matches(spec.subjects, track, *mission_))
    return book_.fails(judgement, "it is no longer a subject", alerts);
  if (!is_active(spec.active, mission_->time_zone, time))
    return book_.fails(judgement, "the rule's hours are over", alerts);
  rules_[rule].rule->on_track(track, context);
}

void Judge::tick(EventTime now, EventTime watermark, const ForEachTrack& for_each_track,
                 std::vector<Alert>& alerts) {
  now_ = now;
  watermark_ = std::max(watermark_, floor_to_second(watermark));
  book_.tick(now, watermark, alerts);
  open_and_close(now, for_each_track, alerts);
  if (!hears_) return;
  hearing_.begin(receive_time_from_ns(unix_ns(now)));
  // Who is silent comes first: what depends on it waits.
  for (const bool is_absence : {false, true}) {
    call(world(), Rule::calls_ticks, is_absence ? watermark_ : now, {}, alerts,
         [&](Rule& rule, RuleContext& context) {
           if (rule.is_absence() == is_absence) rule.on_tick(context);
         });
  }
  book_.settle(alerts);
}

void Judge::open_and_close(EventTime now, const ForEachTrack& for_each_track, std::vector<Alert>& alerts) {
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    const RuleSpec& spec = mission_->rules[rule];
    const bool is_now_active = is_active(spec.active, mission_->time_zone, now);
    if (is_now_active == rules_[rule].is_active) continue;
    rules_[rule].is_active = is_now_active;
    if (!wants(rule, Rule::calls_tracks) && !wants(rule, Rule::calls_every_track)) continue;
    for_each_track([&](const Track& track) {
      if (is_judged(track)) judge_at(rule, track, now, {}, alerts);
    });
  }
  book_.settle(alerts);
}

void Judge::take_over(Judge& before, EventTime now, const ForEachTrack& for_each_track,
                      std::vector<Alert>& alerts) {
  now_ = before.now_;
  watermark_ = before.watermark_;
  std::vector<std::optional<RuleId>> new_numbers(before.rules_.size());
  for (std::size_t old = 0; old < before.rules_.size(); ++old)
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      if (description(mission_->rules[rule]) != description(before.mission_->rules[old])) continue;
      new_numbers[old] = RuleId(rule);
      SaveArchive saved;
      before.rules_[old].rule->save(saved);
      const std::string bytes = saved.take();
      LoadArchive loaded(bytes);
      rules_[rule].rule->load(loaded);
      CHECK(!loaded.has_failed(), "a rule that does not know its own state");
    }
  SaveArchive heard;
  before.hearing_.save(heard);
  const std::string bytes = heard.take();
  LoadArchive loaded(bytes);
  hearing_.load(loaded);
  CHECK(!loaded.has_failed(), "a hearing that does not know its own state");
  const auto is_another = [&](std::size_t unit) {
    return unit < before.mission_->units.size() &&
           !(mission_->units[unit].identity == before.mission_->units[unit].identity);
  };
  for (std::size_t unit = 0; unit < mission_->units.size(); ++unit)
    if (is_another(unit)) hearing_.forget_units();
  const auto is_gone = [&](const Party& party) {
    if (party.kind == PartyKind::unit) return mission_->units[party.number].is_retired;
    if (party.kind == PartyKind::feed) return mission_->feeds[party.number].is_retired;
    if (party.kind != PartyKind::sensor) return false;
    return mission_->feeds[index(hearing_.sensor(static_cast<SensorNumber>(party.number)).feed)].is_retired;
  };
  book_.take_over(before.book_, new_numbers, is_gone, now, alerts);
  for (std::size_t rule = 0; rule < rules_.size(); ++rule)
    rules_[rule].is_active = is_active(mission_->rules[rule].active, mission_->time_zone, now);
  for_each_track([&](const Track& track) { track_updated(track, now, {}, alerts); });
}

void Judge::save(SaveArchive& archive) const {
  archive.section("rules", 2);
  const std::uint64_t count = rules_.size();
  archive(count);
  for (const RuleSpec& spec : mission_->rules) archive(description(spec));
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    archive.section(mission_->rules[rule].kind, rules_[rule].rule->state_version());
    archive(rules_[rule].is_active);
    rules_[rule].rule->save(archive);
  }
  archive(now_, watermark_);
  hearing_.save(archive);
  book_.save(archive);
}

void Judge::load(LoadArchive& archive) {
  archive.section("rules", 2);
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
  archive(now_, watermark_);
  hearing_.load(archive);
  book_.load(archive);
}

}  // namespace watchpost
