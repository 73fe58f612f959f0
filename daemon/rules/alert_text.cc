#include "daemon/rules/alert_text.h"

#include <algorithm>

#include "daemon/model/report_id.h"
#include "daemon/rules/conditions.h"
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

// A transponder can be forged: its word alone is never the basis of a CRITICAL alert.
bool is_more_than_a_word(const SubjectFacts& facts, const Mission& mission) {
  const bool is_trusted_unit =
      facts.unit && std::any_of(facts.feeds.begin(), facts.feeds.end(),
                                [&](std::uint16_t feed) { return mission.feeds[feed].is_trusted; });
  return facts.is_seen || is_trusted_unit || facts.emergency == Emergency::distress_beacon;
}

bool may_be_critical(const Condition& condition, const Finding& finding, const Mission& mission) {
  const bool is_pair = condition.key.other.kind != PartyKind::none;
  return finding.may_be_critical || is_more_than_a_word(condition.subject, mission) ||
         (is_pair && is_more_than_a_word(condition.other, mission));
}

void take_feeds(std::vector<std::uint16_t>& feeds, const SubjectFacts& facts) {
  feeds.insert(feeds.end(), facts.feeds.begin(), facts.feeds.end());
}

}  // namespace

Wording wording_of(const Condition& condition, const Basis& basis, const Mission& mission) {
  const RuleSpec& rule = mission.rules[index(condition.key.rule)];
  const bool is_pair = condition.key.other.kind != PartyKind::none;
  Wording wording;
  wording.sentence = describe(condition.subject, mission) + " " + basis.finding.phrase;
  if (is_pair) wording.sentence += " " + describe(condition.other, mission);
  std::vector<std::uint16_t> feeds = condition.subject.feeds;
  if (is_pair) take_feeds(feeds, condition.other);
  wording.severity = rule.severity;
  wording.release_label =
      rule.label.empty() ? release_label(feeds, label_of_place(mission, rule.place), mission) : rule.label;
  wording.remark = basis.finding.remark;
  if (rule.severity == Severity::critical && !may_be_critical(condition, basis.finding, mission)) {
    wording.severity = Severity::warning;
    wording.is_lowered = true;
  }
  return wording;
}

void fill_alert(Alert& alert, const Condition& condition, const Basis& basis, const Wording& wording,
                const Mission& mission) {
  const bool is_pair = condition.key.other.kind != PartyKind::none;
  alert.subject = subject_of(condition.subject, mission);
  alert.other.reset();
  if (is_pair) alert.other = subject_of(condition.other, mission);
  alert.track_ids.clear();
  if (condition.subject.track) alert.track_ids.push_back(*condition.subject.track);
  if (is_pair && condition.other.track) alert.track_ids.push_back(*condition.other.track);
  std::sort(alert.track_ids.begin(), alert.track_ids.end());
  alert.has_position = basis.has_position;
  alert.position = basis.position;
  alert.mgrs = basis.has_position ? mgrs(basis.position) : "";
  alert.urgency = basis.finding.urgency;
  alert.certainty = basis.finding.certainty;
  alert.severity = wording.severity;
  alert.release_label = wording.release_label;
  alert.headline = wording.sentence + (basis.has_position ? " at " + mgrs_spaced(basis.position) : "");
  alert.evidence.values = basis.finding.values;
  alert.evidence.report_ids.clear();
  for (const ReportId& report : {basis.report, basis.other_report})
    if (!report.is_none()) alert.evidence.report_ids.push_back(report_id(report, mission));
  alert.evidence.remark = wording.remark;
  if (!wording.is_lowered) return;
  if (!alert.evidence.remark.empty()) alert.evidence.remark += "; ";
  alert.evidence.remark += "only transponder reports stand behind this: lowered from CRITICAL to WARNING";
}

void add_dwell(Alert& alert, EventTime began, EventTime time, Duration own_hold) {
  if (own_hold <= Duration{}) return;
  alert.evidence.values.push_back({"dwell", seconds(time - began), seconds(own_hold), "s"});
}

}  // namespace watchpost
