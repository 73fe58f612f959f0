// A zone, rules about it and tracks inside and outside of it, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "daemon/rules/judge.h"
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

// One rule and what it says, as `TIME STATE`.
class RuleStage {
 public:
  explicit RuleStage(Mission mission) : judge_(std::make_shared<const Mission>(std::move(mission))) {}

  RuleStage& sees(const Track& track, std::int64_t time_s) {
    Track now = track;
    now.time = at_s(time_s);
    judge_.track_updated(now, at_s(time_s), {FeedId{0}, ++report_}, alerts);
    return *this;
  }
  RuleStage& hears(Report report, std::int64_t time_s) {
    report.event_time = at_s(time_s);
    report.receive_time = receive_time_from_ns(time_s * 1'000'000'000);
    report.number = ++report_;
    judge_.report(
        report, [] { return nullptr; }, alerts);
    return *this;
  }
  RuleStage& ticks(std::int64_t from_s, std::int64_t to_s) {
    for (std::int64_t time_s = from_s; time_s <= to_s; ++time_s)
      judge_.tick(
          at_s(time_s), at_s(time_s), [](const auto&) {}, alerts);
    return *this;
  }
  Judge& judge() { return judge_; }
  std::vector<std::string> told() const {
    constexpr std::string_view words[] = {"", "RAISED", "UPDATED", "ACKNOWLEDGED", "CLEARED", "CANCELLED"};
    std::vector<std::string> lines;
    for (const Alert& alert : alerts)
      lines.push_back(std::to_string(unix_ns(alert.event_time) / 1'000'000'000) + " " +
                      std::string(words[static_cast<int>(alert.state)]));
    return lines;
  }

  std::vector<Alert> alerts;

 private:
  Judge judge_;
  std::uint64_t report_ = 0;
};

inline RuleSpec& add_rule_of(Mission& mission, const std::string& kind, const std::string& place = "") {
  RuleSpec& rule = mission.rules.emplace_back();
  rule.kind = rule.name = kind;
  rule.place = place;
  return rule;
}

}  // namespace watchpost
