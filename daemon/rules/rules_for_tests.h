// A zone, rules about it and tracks inside and outside of it, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "geo/area.h"

namespace watchpost {

inline constexpr LatLon inside_zone{10.5, 20.5};
inline constexpr LatLon outside_zone{12, 22};
inline constexpr LatLon edge_of_zone{10.5, 20};

inline EventTime at_s(std::int64_t time_s) {
  return event_time_from_ns(time_s * 1'000'000'000);
}

// One feed `test`, a zone `camp` of one degree, and no rule.
inline Mission mission_with_zone() {
  Mission mission;
  mission.feeds.emplace_back().name = "test";
  const PolygonRings ring{{{10, 20}, {11, 20}, {11, 21}, {10, 21}}, {}};
  auto area = area_from_polygons({ring});
  mission.zones.emplace_back().name = "camp";
  mission.zones.back().area = std::make_shared<const Area>(std::move(*area));
  return mission;
}

inline RuleSpec& add_rule(Mission& mission, const std::string& name = "zone-entry-camp") {
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = "zone-entry";
  rule.name = name;
  rule.place = "camp";
  return rule;
}

// A confirmed track, known to a metre.
inline Track track_at(std::uint64_t id, LatLon position, double std_m = 1) {
  Track track;
  track.id = TrackId{id};
  track.status = TrackStatus::confirmed;
  track.feeds = {0};
  track.position = position;
  track.covariance = {std_m * std_m, 0, std_m * std_m};
  track.identity.name = "boat-" + std::to_string(id);
  track.classification = {{"vessel.cargo", 1}};
  return track;
}

}  // namespace watchpost
