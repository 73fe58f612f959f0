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

// A transponder can be forged: alone it is never the basis of a CRITICAL alert.
bool may_be_critical(const TrackFacts& track, const Mission& mission) {
  const bool is_trusted_unit =
      track.unit && std::any_of(track.feeds.begin(), track.feeds.end(),
                                [&](std::uint16_t feed) { return mission.feeds[feed].is_trusted; });
  return is_trusted_unit || track.emergency == Emergency::distress_beacon;
}

}  // namespace

Wording wording_of(const Condition& condition, const Mission& mission) {
  const RuleSpec& rule = mission.rules[index(condition.key.first)];
  const TrackFacts& track = condition.track;
  Wording wording;
  wording.sentence = describe(track, mission) + " " + condition.finding.phrase;
  wording.severity = rule.severity;
  wording.release_label = rule.label.empty()
                              ? release_label(track.feeds, label_of_place(mission, rule.place), mission)
                              : rule.label;
  if (rule.severity == Severity::critical && !may_be_critical(track, mission)) {
    wording.severity = Severity::warning;
    wording.is_lowered = true;
  }
  return wording;
}

void fill_alert(Condition& condition, const Mission& mission) {
  const TrackFacts& track = condition.track;
  const Wording& wording = condition.wording;
  Alert& alert = condition.alert;
  alert.subject = subject_of(track, mission);
  alert.track_ids = {track.id};
  alert.position = condition.position;
  alert.has_position = true;
  alert.mgrs = mgrs(condition.position);
  alert.urgency = condition.finding.urgency;
  alert.certainty = condition.finding.certainty;
  alert.severity = wording.severity;
  alert.release_label = wording.release_label;
  alert.headline = wording.sentence + " at " + mgrs_spaced(condition.position);
  alert.evidence.values = condition.finding.values;
  alert.evidence.report_ids.clear();
  if (!condition.report.is_none()) alert.evidence.report_ids.push_back(report_id(condition.report, mission));
  alert.evidence.remark = wording.is_lowered
                              ? "only transponder reports stand behind this: lowered from CRITICAL to WARNING"
                              : "";
}

}  // namespace watchpost
