#include "daemon/model/transfer.h"

#include <gtest/gtest.h>

#include <functional>

namespace watchpost {
namespace {

// Each change must show in the bytes, and come back from them.
template <class State>
void expect_each_change_is_kept(const std::vector<std::function<void(State&)>>& changes) {
  const std::string before = save(State{});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    State changed;
    changes[i](changed);
    const std::string bytes = save(changed);
    EXPECT_NE(bytes, before) << "change " << i;
    State loaded;
    ASSERT_TRUE(load(bytes, loaded).ok()) << "change " << i;
    EXPECT_EQ(save(loaded), bytes) << "change " << i;
  }
}

TEST(Transfer, KeepsEachPartOfATrack) {
  expect_each_change_is_kept<Track>({
      [](Track& track) { track.id = TrackId{1}; },
      [](Track& track) { track.revision = 1; },
      [](Track& track) { track.time += Duration(1); },
      [](Track& track) { track.created_time += Duration(1); },
      [](Track& track) { track.last_report_time += Duration(1); },
      [](Track& track) { track.position.latitude_deg = 1; },
      [](Track& track) { track.position.longitude_deg = 1; },
      [](Track& track) { track.covariance.ee_m2 = 1; },
      [](Track& track) { track.covariance.en_m2 = 1; },
      [](Track& track) { track.covariance.nn_m2 = 1; },
      [](Track& track) { track.velocity_mps.east_m = 1; },
      [](Track& track) { track.velocity_mps.north_m = 1; },
      [](Track& track) { track.altitude_m = 0.0F; },
      [](Track& track) { track.altitude_reference = AltitudeReference::msl; },
      [](Track& track) { track.heading_deg = 0.0F; },
      [](Track& track) { track.length_m = 0.0F; },
      [](Track& track) { track.beam_m = 0.0F; },
      [](Track& track) { track.status = TrackStatus::coasting; },
      [](Track& track) { track.existence = 0.5; },
      [](Track& track) { track.identity.mmsi = 1; },
      [](Track& track) { track.identity.imo = 1; },
      [](Track& track) { track.identity.icao24 = 0; },
      [](Track& track) { track.identity.squawk = std::uint16_t{0}; },
      [](Track& track) { track.identity.callsign = "a"; },
      [](Track& track) { track.identity.name = "a"; },
      [](Track& track) { track.identity.remote_id = "a"; },
      [](Track& track) { track.identity.tak_uid = "a"; },
      [](Track& track) { track.identity.sensor_track = "a"; },
      [](Track& track) {
        track.classification = {{"vessel", 1}};
      },
      [](Track& track) {
        track.classification = {{"vessel", 0.5F}};
      },
      [](Track& track) { track.affiliation = Affiliation::own; },
      [](Track& track) { track.navigation = Navigation::moored; },
      [](Track& track) { track.emergency = Emergency::duress; },
      [](Track& track) { track.unit = UnitId{0}; },
      [](Track& track) {
        track.sensors = {{FeedId{1}, "radar", event_time_from_ns(1)}};
      },
      [](Track& track) { track.feeds = {0}; },
      [](Track& track) { track.is_outside_area = true; },
      [](Track& track) { track.is_lost = true; },
      [](Track& track) { track.is_seen = true; },
  });
}

TEST(Transfer, KeepsEachPartOfAnAlert) {
  expect_each_change_is_kept<Alert>({
      [](Alert& alert) { alert.alert_id = "0123456789abcdef"; },
      [](Alert& alert) { alert.revision = 1; },
      [](Alert& alert) { alert.rule = "a"; },
      [](Alert& alert) { alert.kind = "a"; },
      [](Alert& alert) { alert.state = AlertState::raised; },
      [](Alert& alert) { alert.severity = Severity::critical; },
      [](Alert& alert) { alert.urgency = Urgency::past; },
      [](Alert& alert) { alert.certainty = Certainty::likely; },
      [](Alert& alert) { alert.headline = "a"; },
      [](Alert& alert) { alert.subject.track = TrackId{0}; },
      [](Alert& alert) { alert.subject.unit = "a"; },
      [](Alert& alert) { alert.subject.zone = "a"; },
      [](Alert& alert) { alert.subject.sensor = "a"; },
      [](Alert& alert) { alert.subject.report_id = "a"; },
      [](Alert& alert) { alert.subject.identity.name = "a"; },
      [](Alert& alert) { alert.other.emplace(); },
      [](Alert& alert) { alert.place = "a"; },
      [](Alert& alert) { alert.position.latitude_deg = 1; },
      [](Alert& alert) { alert.has_position = true; },
      [](Alert& alert) { alert.mgrs = "a"; },
      [](Alert& alert) { alert.event_time += Duration(1); },
      [](Alert& alert) { alert.raised_time += Duration(1); },
      [](Alert& alert) { alert.cleared_time.emplace(); },
      [](Alert& alert) { alert.evidence.report_ids = {"ais/1"}; },
      [](Alert& alert) {
        alert.evidence.values = {{"a", 0, 0, ""}};
      },
      [](Alert& alert) {
        alert.evidence.values = {{"", 1, 0, ""}};
      },
      [](Alert& alert) {
        alert.evidence.values = {{"", 0, 1, ""}};
      },
      [](Alert& alert) {
        alert.evidence.values = {{"", 0, 0, "s"}};
      },
      [](Alert& alert) { alert.evidence.remark = "a"; },
      [](Alert& alert) { alert.track_ids = {TrackId{1}}; },
      [](Alert& alert) { alert.tainted_by = {"a"}; },
      [](Alert& alert) { alert.release_label = "a"; },
      [](Alert& alert) { alert.instruction = "a"; },
      [](Alert& alert) { alert.acknowledged_by = "a"; },
      [](Alert& alert) { alert.notes = {"a"}; },
  });
}

TEST(Transfer, KeepsTheIdOfAReport) {
  expect_each_change_is_kept<ReportId>({
      [](ReportId& id) { id.feed = FeedId{1}; },
      [](ReportId& id) { id.number = 1; },
  });
}

}  // namespace
}  // namespace watchpost
