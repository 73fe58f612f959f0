#include "daemon/fusion/tracker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/model/report_batch.h"
#include "geo/area.h"
#include "geo/frame.h"

namespace watchpost {
namespace {

using std::chrono_literals::operator""s;

std::shared_ptr<const Mission> mission() {
  auto mission = std::make_shared<Mission>();
  mission->feeds.emplace_back().name = "ais";
  const PolygonRings ring{{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, {}};
  auto area = area_from_polygons({ring});
  mission->area = std::make_shared<const Area>(std::move(*area));
  return mission;
}

class TrackerTest : public testing::Test {
 protected:
  Report report(std::uint32_t mmsi, double time_s, double east_m, double north_m) {
    Report made;
    made.event_time = EventTime(duration_from_s(time_s));
    made.receive_time = receive_time_from_ns(unix_ns(made.event_time));
    made.number = ++last_number_;
    made.set<Field::mmsi>(mmsi);
    made.set<Field::position>(LocalFrame({5, 5}).to_global({east_m, north_m}));
    made.set<Field::std_m>(5.0);
    made.details = &vessel_;
    return made;
  }
  void take(const Report& made) { tracker_.take(made, changes_); }
  void tick(double time_s) {
    const ReceiveTime now{duration_from_s(time_s)};
    while (tracker_.fuse_next(changes_)) {
    }
    tracker_.tick(now, as_event_time(now), changes_);
  }
  const Track& track(std::uint64_t id = 1) {
    EXPECT_TRUE(tracker_.show(TrackId{id}, {}, track_));
    return track_;
  }
  double east_of(const Track& found) { return LocalFrame({5, 5}).to_local(found.position).east_m; }

  const Classification type_{"vessel", 1};
  ReportDetails vessel_ = [this] {
    ReportDetails details;
    details.classification = {&type_, 1};
    return details;
  }();
  std::uint64_t last_number_ = 0;
  Tracker tracker_{mission()};
  std::vector<TrackChange> changes_;
  Track track_;
};

TEST_F(TrackerTest, ConfirmsATransponderByItsSecondConsistentReport) {
  take(report(1, 0, 0, 0));
  EXPECT_EQ(track().status, TrackStatus::tentative);
  take(report(1, 10, 50, 0));
  EXPECT_EQ(track().status, TrackStatus::confirmed);
  take(report(2, 10, 0, 0));
  EXPECT_EQ(tracker_.size(), 2U);
}

TEST_F(TrackerTest, SetsAJumpAsideUntilASecondReportAgrees) {
  for (int i = 0; i < 5; ++i) take(report(1, i * 10, i * 50, 0));
  take(report(1, 50, 40'000, 0));
  EXPECT_NEAR(east_of(track()), 200, 10);
  take(report(1, 60, 300, 0));  // back where it was: the jump was wild
  EXPECT_NEAR(east_of(track()), 300, 15);
  take(report(1, 70, 40'000, 0));
  take(report(1, 80, 40'050, 0));
  EXPECT_NEAR(east_of(track()), 40'050, 20);
  EXPECT_EQ(track().status, TrackStatus::confirmed);
  EXPECT_EQ(tracker_.counters().set_aside, 2U);
}

TEST_F(TrackerTest, DoesNotDragOneTrackBetweenTwoCraftOfOneName) {
  for (int i = 0; i < 20; ++i) {
    take(report(1, i * 10, 0, 0));
    take(report(1, i * 10 + 5, 90'000, 0));
    EXPECT_LT(east_of(track()), 100);
  }
}

TEST_F(TrackerTest, CoastsAfterTheLongerOfTenSecondsAndThreeUsualIntervals) {
  for (int i = 0; i <= 5; ++i) take(report(1, i * 2, 0, 0));
  tick(19);
  EXPECT_EQ(track().status, TrackStatus::confirmed);
  tick(20);
  EXPECT_EQ(track().status, TrackStatus::coasting);

  for (int i = 0; i <= 8; ++i) take(report(2, 20 + i * 60, 0, 0));
  tick(20 + 480 + 179);
  EXPECT_EQ(track(2).status, TrackStatus::confirmed);
  tick(20 + 480 + 180);
  EXPECT_EQ(track(2).status, TrackStatus::coasting);
  take(report(2, 720, 0, 0));
  EXPECT_EQ(track(2).status, TrackStatus::confirmed);
}

TEST_F(TrackerTest, DropsWhatStaysSilentAndForgetsTheNameHeardOnce) {
  take(report(1, 0, 0, 0));
  take(report(1, 10, 0, 0));
  take(report(2, 10, 0, 0));
  for (int time_s = 11; time_s < 110; ++time_s) tick(time_s);
  EXPECT_TRUE(tracker_.is_known(TrackId{1}));
  tick(110);  // ten usual intervals
  EXPECT_EQ(changes_.back().kind, ChangeKind::lost);
  tick(111);
  EXPECT_FALSE(tracker_.is_known(TrackId{1}));
  EXPECT_TRUE(tracker_.is_known(TrackId{2}));
  tick(610);
  tick(611);
  EXPECT_EQ(tracker_.size(), 0U);
}

TEST_F(TrackerTest, DropsATrackThatCoastsOutOfTheMissionArea) {
  const double edge_m = LocalFrame({5, 5}).to_local({5, 10}).east_m;
  for (int i = 0; i < 5; ++i) take(report(1, i * 2, edge_m - 200 + i * 40, 0));
  for (int time_s = 9; time_s <= 18; ++time_s) tick(time_s);
  EXPECT_EQ(changes_.back().kind, ChangeKind::left_area);
}

TEST_F(TrackerTest, FoldsALateReportInAtItsOwnTime) {
  Tracker in_order{mission()};
  std::vector<TrackChange> ignored;
  std::vector<Report> reports;
  reports.reserve(8);
  for (int i = 0; i < 8; ++i) reports.push_back(report(1, i, i * 10 + (i % 3) * 3, i % 2));
  for (const Report& each : reports) in_order.take(each, ignored);
  for (const int i : {0, 1, 3, 2, 6, 4, 5, 7}) take(reports[static_cast<std::size_t>(i)]);
  Track expected;
  ASSERT_TRUE(in_order.show(TrackId{1}, {}, expected));
  EXPECT_EQ(track().position, expected.position);
  EXPECT_EQ(track().covariance, expected.covariance);
}

TEST_F(TrackerTest, KeepsTheMoreSpecificClass) {
  take(report(1, 0, 0, 0));
  Report tanker = report(1, 10, 0, 0);
  const Classification type{"vessel.tanker", 1};
  ReportDetails details;
  details.classification = {&type, 1};
  tanker.details = &details;
  take(tanker);
  take(report(1, 20, 0, 0));
  EXPECT_EQ(track().classification.at(0).type, "vessel.tanker");
}

TEST_F(TrackerTest, IgnoresTheDescriptionOfWhatItHasNeverSeen) {
  Report description = report(1, 0, 0, 0);
  description.clear(Field::position);
  take(description);
  EXPECT_EQ(tracker_.size(), 0U);
}

}  // namespace
}  // namespace watchpost
