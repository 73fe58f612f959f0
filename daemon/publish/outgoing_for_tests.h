// OutgoingForTests: a small mission, and messages of the core as its tests need them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "daemon/publish/node_info.h"
#include "daemon/publish/outgoing.h"

namespace watchpost {

inline std::shared_ptr<Mission> mission_for_tests() {
  auto mission = std::make_shared<Mission>();
  mission->name = "exercise";
  mission->node = "north";
  mission->mode = Mode::exercise;
  mission->feeds.resize(2);
  mission->feeds[0].name = "harbour-ais";
  mission->feeds[0].format = "ais";
  mission->feeds[1].name = "clinic-radar";
  mission->feeds[1].format = "plots";
  mission->feeds[1].label = "medical";
  return mission;
}

inline NodeInfo info_for_tests(std::string stream = "run-1") {
  return {std::move(stream), "0.1.0", mission_for_tests()};
}

// Always the same time.
inline ClockFunction clock_for_tests() {
  return [] { return receive_time_from_ns(1'700'000'000'250'000'000); };
}

inline OutgoingPtr track_for_tests(std::uint64_t number, LatLon position, std::uint64_t revision = 1,
                                   TrackStatus status = TrackStatus::confirmed, std::string label = "ALL") {
  OutgoingTrack outgoing;
  outgoing.track.id = TrackId(number);
  outgoing.track.revision = revision;
  outgoing.track.time = event_time_from_ns(1'700'000'000'000'000'000 + static_cast<std::int64_t>(revision));
  outgoing.track.created_time = outgoing.track.last_report_time = outgoing.track.time;
  outgoing.track.position = position;
  outgoing.track.covariance = {25, 0, 25};
  outgoing.track.status = status;
  outgoing.track.existence = 0.9;
  outgoing.track.identity.mmsi = 232001234;
  outgoing.track.identity.name = "SUPPLY BOAT";
  outgoing.track.sensors = {{FeedId{0}, "", outgoing.track.time}};
  outgoing.label = std::move(label);
  return std::make_shared<const Outgoing>(std::move(outgoing));
}

inline OutgoingPtr alert_for_tests(std::uint64_t sequence, AlertState state = AlertState::raised,
                                   std::string id = "", std::string label = "ALL") {
  OutgoingAlert outgoing;
  Alert& alert = outgoing.alert;
  alert.alert_id = id.empty() ? "00000000000" + std::to_string(10'000 + sequence) : std::move(id);
  alert.revision = state == AlertState::raised ? 1 : 2;
  alert.rule = "zone-entry-camp-alpha";
  alert.kind = "zone-entry";
  alert.state = state;
  alert.headline = "SUPPLY BOAT is in camp-alpha";
  alert.subject.track = TrackId{7};
  alert.place = "camp-alpha";
  alert.event_time = alert.raised_time = event_time_from_ns(1'700'000'000'000'000'000);
  alert.evidence.report_ids = {"harbour-ais/12"};
  alert.release_label = std::move(label);
  outgoing.sequence = sequence;
  return std::make_shared<const Outgoing>(std::move(outgoing));
}

inline OutgoingPtr health_for_tests(FeedId feed, std::uint64_t received, std::string label = "ALL") {
  OutgoingHealth outgoing;
  outgoing.health.feed = feed;
  outgoing.health.state = ConnectionState::open;
  outgoing.health.received = received;
  outgoing.health.admitted = received;
  outgoing.label = std::move(label);
  return std::make_shared<const Outgoing>(std::move(outgoing));
}

inline OutgoingPtr tick_for_tests(std::int64_t time_s) {
  return std::make_shared<const Outgoing>(OutgoingTick{receive_time_from_ns(time_s * 1'000'000'000)});
}

}  // namespace watchpost
