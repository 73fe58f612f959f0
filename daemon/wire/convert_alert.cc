// Alert to protobuf and back.
#include "daemon/wire/convert_parts.h"
#include "daemon/wire/timestamp.h"

namespace watchpost {
namespace {

void set_subject(const Subject& subject, const Names& names, pb::Subject& message) {
  if (!subject.unit.empty()) {
    assign_text(subject.unit, *message.mutable_unit());
  } else if (subject.track) {
    message.set_track_id(names.track(*subject.track));
  } else if (!subject.zone.empty()) {
    assign_text(subject.zone, *message.mutable_zone());
  } else if (!subject.sensor.empty()) {
    assign_text(subject.sensor, *message.mutable_sensor());
  } else if (!subject.report_id.empty()) {
    assign_text(subject.report_id, *message.mutable_report_id());
  }
  if (!is_empty(subject.identity)) to_proto(subject.identity, *message.mutable_identity());
}

void set_evidence(const Evidence& evidence, pb::Evidence& message) {
  for (const std::string& report_id : evidence.report_ids) assign_text(report_id, *message.add_report_ids());
  for (const EvidenceValue& from : evidence.values) {
    pb::EvidenceValue& to = *message.add_values();
    assign_text(from.name, *to.mutable_name());
    to.set_value(from.value);
    to.set_threshold(from.threshold);
    assign_text(from.unit, *to.mutable_unit());
  }
  if (!evidence.remark.empty()) assign_text(evidence.remark, *message.mutable_remark());
}

void set_head(const Alert& alert, pb::Alert& message) {
  assign_text(alert.alert_id, *message.mutable_alert_id());
  message.set_revision(alert.revision);
  assign_text(alert.rule, *message.mutable_rule());
  assign_text(alert.kind, *message.mutable_kind());
  message.set_state(static_cast<pb::AlertState>(alert.state));
  message.set_severity(to_proto(alert.severity));
  message.set_urgency(static_cast<pb::Urgency>(alert.urgency));
  message.set_certainty(static_cast<pb::Certainty>(alert.certainty));
  assign_text(alert.headline, *message.mutable_headline());
}

void set_people_part(const Alert& alert, pb::Alert& message) {
  for (const std::string& text : alert.tainted_by) assign_text(text, *message.add_tainted_by());
  assign_text(alert.release_label, *message.mutable_release_label());
  if (!alert.instruction.empty()) assign_text(alert.instruction, *message.mutable_instruction());
  if (!alert.acknowledged_by.empty()) assign_text(alert.acknowledged_by, *message.mutable_acknowledged_by());
  for (const std::string& text : alert.notes) assign_text(text, *message.add_notes());
}

Result<Subject> read_subject(const pb::Subject& message, const Names& names) {
  Subject subject;
  if (message.has_track_id()) {
    subject.track = names.find_track(message.track_id());
    if (!subject.track) return Error{"track " + message.track_id(), "expected NODE-N"};
  }
  subject.unit = message.unit();
  subject.zone = message.zone();
  subject.sensor = message.sensor();
  subject.report_id = message.report_id();
  auto identity = from_proto(message.identity());
  if (!identity) return identity.error();
  subject.identity = std::move(*identity);
  return subject;
}

Status read_subjects(const pb::Alert& message, const Names& names, Alert& alert) {
  auto subject = read_subject(message.subject(), names);
  if (!subject) return subject.error();
  alert.subject = std::move(*subject);
  if (message.has_other()) {
    auto other = read_subject(message.other(), names);
    if (!other) return other.error();
    alert.other = std::move(*other);
  }
  for (const std::string& name : message.track_ids()) {
    const auto id = names.find_track(name);
    if (!id) return Error{"track " + name, "expected NODE-N"};
    alert.track_ids.push_back(*id);
  }
  return {};
}

Status read_times(const pb::Alert& message, Alert& alert) {
  const auto event_ns = unix_ns_of(message.event_time());
  const auto raised_ns = unix_ns_of(message.raised_time());
  const auto cleared_ns = unix_ns_of(message.cleared_time());
  if (!event_ns || !raised_ns || !cleared_ns)
    return Error{"alert " + message.alert_id(), "a time is not between 1678 and 2261"};
  alert.event_time = event_time_from_ns(*event_ns);
  alert.raised_time = event_time_from_ns(*raised_ns);
  if (message.has_cleared_time()) alert.cleared_time = event_time_from_ns(*cleared_ns);
  return {};
}

void read_evidence(const pb::Evidence& message, Evidence& evidence) {
  evidence.report_ids.assign(message.report_ids().begin(), message.report_ids().end());
  for (const pb::EvidenceValue& from : message.values())
    evidence.values.push_back({from.name(), from.value(), from.threshold(), from.unit()});
  evidence.remark = message.remark();
}

void read_texts(const pb::Alert& message, Alert& alert) {
  alert.alert_id = message.alert_id();
  alert.rule = message.rule();
  alert.kind = message.kind();
  alert.headline = message.headline();
  alert.place = message.place();
  alert.mgrs = message.mgrs();
  alert.tainted_by.assign(message.tainted_by().begin(), message.tainted_by().end());
  alert.release_label = message.release_label();
  alert.instruction = message.instruction();
  alert.acknowledged_by = message.acknowledged_by();
  alert.notes.assign(message.notes().begin(), message.notes().end());
}

}  // namespace

void to_proto(const Alert& alert, const Names& names, pb::Alert& message) {
  message.Clear();
  set_head(alert, message);
  set_subject(alert.subject, names, *message.mutable_subject());
  if (alert.other) set_subject(*alert.other, names, *message.mutable_other());
  if (!alert.place.empty()) assign_text(alert.place, *message.mutable_place());
  if (alert.has_position) {
    message.mutable_position()->set_latitude_deg(alert.position.latitude_deg);
    message.mutable_position()->set_longitude_deg(alert.position.longitude_deg);
  }
  if (!alert.mgrs.empty()) assign_text(alert.mgrs, *message.mutable_mgrs());
  set_timestamp(alert.event_time, *message.mutable_event_time());
  set_timestamp(alert.raised_time, *message.mutable_raised_time());
  if (alert.cleared_time) set_timestamp(*alert.cleared_time, *message.mutable_cleared_time());
  set_evidence(alert.evidence, *message.mutable_evidence());
  for (const TrackId id : alert.track_ids) message.add_track_ids(names.track(id));
  set_people_part(alert, message);
}

Result<Alert> from_proto(const pb::Alert& message, const Names& names) {
  Alert alert;
  read_texts(message, alert);
  alert.revision = message.revision();
  alert.state = enumerator_of(message.state(), AlertState::cancelled);
  alert.severity = from_proto(message.severity());
  alert.urgency = enumerator_of(message.urgency(), Urgency::unknown);
  alert.certainty = enumerator_of(message.certainty(), Certainty::unknown);
  if (auto read = read_subjects(message, names, alert); !read) return read.error();
  if (message.position().has_latitude_deg() && message.position().has_longitude_deg()) {
    alert.position = {message.position().latitude_deg(), message.position().longitude_deg()};
    alert.has_position = true;
  }
  if (auto read = read_times(message, alert); !read) return read.error();
  read_evidence(message.evidence(), alert.evidence);
  return alert;
}

}  // namespace watchpost
