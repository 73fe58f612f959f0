#include "daemon/rules/zone_entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/rules/rule_context.h"
#include "geo/area.h"

namespace watchpost {
namespace {

// A zone of one degree, and one rule about it.
std::shared_ptr<const Mission> mission() {
  auto mission = std::make_shared<Mission>();
  Feed feed;
  feed.name = feed.format = "test";
  mission->feeds.push_back(feed);
  const PolygonRings ring{{{10, 20}, {11, 20}, {11, 21}, {10, 21}}, {}};
  auto area = area_from_polygons({ring});
  mission->zones.emplace_back().name = "camp";
  mission->zones.back().area = std::make_shared<const Area>(std::move(*area));
  RuleSpec spec;
  spec.kind = "zone-entry";
  spec.name = "zone-entry-camp";
  spec.place = "camp";
  mission->rules.push_back(spec);
  return mission;
}

class ZoneEntryRule : public testing::Test {
 protected:
  // What becomes of a track known to `std_m` at this place.
  std::vector<Alert> judged(LatLon position, double std_m) {
    Track track;
    track.id = TrackId{1};
    track.feeds = {0};
    track.position = position;
    track.covariance = {std_m * std_m, 0, std_m * std_m};
    std::vector<Alert> alerts;
    const Judgement judgement{
        RuleId(0), &track, event_time_from_ns(++second_ * 1'000'000'000), {FeedId{0}, 1}};
    RuleContext context(book_, judgement, alerts);
    rule_->on_track(track, context);
    return alerts;
  }

  std::shared_ptr<const Mission> mission_ = mission();
  AlertBook book_{mission_};
  RulePtr rule_ = make_zone_entry(mission_->rules[0], *mission_);
  std::int64_t second_ = 0;
};

// The edge at 20° E is a meridian, so that a place west or east of it is 1.2816 sigma away at 90 %.
LatLon east_of_edge(double metres) {
  return {10.5, 20 + metres / 109'446.9};
}

TEST_F(ZoneEntryRule, HoldsAtItsConfidenceExactly) {
  EXPECT_TRUE(judged(east_of_edge(127.5), 100).empty());
  EXPECT_EQ(judged(east_of_edge(128.8), 100).size(), 1U);
}

TEST_F(ZoneEntryRule, FailsOnlyWhereTheSubjectIsSurelyOutside) {
  ASSERT_EQ(judged(east_of_edge(1000), 10).size(), 1U);
  EXPECT_TRUE(judged(east_of_edge(-127.5), 100).empty());
  const auto cleared = judged(east_of_edge(-128.8), 100);
  ASSERT_EQ(cleared.size(), 1U);
  EXPECT_EQ(cleared[0].state, AlertState::cleared);
}

TEST_F(ZoneEntryRule, TakesThePlaceOfAPointExactly) {
  EXPECT_EQ(judged({10, 20}, 0.02).size(), 1U);  // a vertex
  EXPECT_EQ(judged(east_of_edge(-0.01), 0.02).size(), 1U);
  EXPECT_EQ(judged(east_of_edge(-0.01), 0.02).size(), 0U);  // and it has been told
}

}  // namespace
}  // namespace watchpost
