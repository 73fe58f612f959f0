// What the saved state of each shape of the model is, for daemon/base/archive.h.
//
// Each takes its struct apart by name: a member that is added to one and not here does not compile.
// Numbers and enumerators need nothing.
#pragma once

#include "daemon/base/archive.h"
#include "daemon/model/alert.h"
#include "daemon/model/report_id.h"
#include "daemon/model/track.h"
#include "geo/coordinates.h"

namespace watchpost {

template <class Archive>
void transfer(Archive& archive, LatLon& position) {
  auto& [latitude_deg, longitude_deg] = position;
  archive(latitude_deg, longitude_deg);
}

template <class Archive>
void transfer(Archive& archive, EastNorth& vector) {
  auto& [east_m, north_m] = vector;
  archive(east_m, north_m);
}

template <class Archive>
void transfer(Archive& archive, CovarianceEN& covariance) {
  auto& [ee_m2, en_m2, nn_m2] = covariance;
  archive(ee_m2, en_m2, nn_m2);
}

template <class Archive>
void transfer(Archive& archive, ReportId& report) {
  auto& [feed, number] = report;
  archive(feed, number);
}

template <class Archive>
void transfer(Archive& archive, Identity& identity) {
  auto& [mmsi, imo, icao24, squawk, callsign, name, remote_id, tak_uid, sensor_track] = identity;
  archive(mmsi, imo, icao24, squawk, callsign, name, remote_id, tak_uid, sensor_track);
}

template <class Archive>
void transfer(Archive& archive, TrackSensor& track_sensor) {
  auto& [feed, sensor, last_report_time] = track_sensor;
  archive(feed, sensor, last_report_time);
}

template <class Archive>
void transfer(Archive& archive, TrackClass& track_class) {
  auto& [type, confidence] = track_class;
  archive(type, confidence);
}

template <class Archive>
void transfer(Archive& archive, Track& track) {
  auto& [id, revision, time, created_time, last_report_time, position, covariance, velocity_mps, altitude_m,
         altitude_reference, heading_deg, length_m, beam_m, status, existence, identity, classification,
         affiliation, navigation, emergency, unit, sensors, feeds, is_outside_area, is_lost, is_seen] = track;
  archive(id, revision, time, created_time, last_report_time, position, covariance, velocity_mps, altitude_m,
          altitude_reference, heading_deg, length_m, beam_m, status, existence, identity, classification,
          affiliation, navigation, emergency, unit, sensors, feeds, is_outside_area, is_lost, is_seen);
}

template <class Archive>
void transfer(Archive& archive, Subject& subject) {
  auto& [track, unit, zone, sensor, report_id, identity] = subject;
  archive(track, unit, zone, sensor, report_id, identity);
}

template <class Archive>
void transfer(Archive& archive, EvidenceValue& evidence_value) {
  auto& [name, value, threshold, unit] = evidence_value;
  archive(name, value, threshold, unit);
}

template <class Archive>
void transfer(Archive& archive, Evidence& evidence) {
  auto& [report_ids, values, remark] = evidence;
  archive(report_ids, values, remark);
}

template <class Archive>
void transfer(Archive& archive, Alert& alert) {
  auto& [alert_id, revision, rule, kind, state, severity, urgency, certainty, headline, subject, other, place,
         position, has_position, mgrs, event_time, raised_time, cleared_time, evidence, track_ids, tainted_by,
         release_label, instruction, acknowledged_by, notes] = alert;
  archive(alert_id, revision, rule, kind, state, severity, urgency, certainty, headline, subject, other,
          place, position, has_position, mgrs, event_time, raised_time, cleared_time, evidence, track_ids,
          tainted_by, release_label, instruction, acknowledged_by, notes);
}

}  // namespace watchpost
