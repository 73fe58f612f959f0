// What only sensors see: how it becomes a track, and how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

class SeenTracksTest : public testing::Test {
 protected:
  // A far-off thing is seen in each scan too, so that the sensor's rhythm is known.
  void scan(double time_s, bool does_see, double received_s = -1) {
    const double heard_s = received_s < 0 ? time_s : received_s;
    run_.take(sighting_for_tests("radar", time_s, {40'000, 0}), heard_s, ++last_number_);
    run_.take(sighting_for_tests("radar", time_s, {-40'000, 0}), heard_s, ++last_number_);
    if (does_see) see(time_s, heard_s);
  }
  void see(double time_s, double received_s) {
    run_.take(sighting_for_tests("radar", time_s, {10 * time_s, 0}), received_s, ++last_number_);
  }
  // The radar has turned for a while; from then on it may see the boat.
  void warm_up() {
    for (int time_s = 0; time_s < 40; time_s += 2) scan(time_s, false);
    run_.run_to(39);
    run_.changes().clear();
  }
  std::vector<ChangeKind> kinds_of_the_boat() {
    std::vector<ChangeKind> kinds;
    for (const TrackChange& change : run_.changes())
      if (index(change.id) > 2) kinds.push_back(change.kind);
    return kinds;
  }
  TrackerRun run_;
  std::uint64_t last_number_ = 0;
};

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST_F(SeenTracksTest, AreShownFromTheirFourthPlotOn) {
  warm_up();
  for (const int time_s : {40, 42, 44}) scan(time_s, true);
  run_.run_to(44);
  EXPECT_THAT(kinds_of_the_boat(), IsEmpty());
  scan(46, true);
  run_.run_to(46);
  EXPECT_THAT(kinds_of_the_boat(), ElementsAre(ChangeKind::updated));
}

TEST_F(SeenTracksTest, MayBeMissedOnceBetweenTwoPlotsButNotTwice) {
  warm_up();
  for (int time_s = 40; time_s <= 52; time_s += 2) scan(time_s, time_s % 4 == 0);
  run_.run_to(52);
  EXPECT_THAT(kinds_of_the_boat(), ElementsAre(ChangeKind::updated));

  for (int time_s = 54; time_s <= 120; time_s += 2) scan(time_s, false);
  run_.run_to(120);
  run_.changes().clear();
  for (int time_s = 122; time_s <= 158; time_s += 2) scan(time_s, (time_s - 122) % 6 == 0);
  run_.run_to(158);
  EXPECT_THAT(kinds_of_the_boat(), IsEmpty());
}

TEST_F(SeenTracksTest, AreGivenUpWhenTheirSensorHasLookedInVain) {
  warm_up();
  for (int time_s = 40; time_s <= 60; time_s += 2) scan(time_s, true);
  double lost_s = 0;
  for (int time_s = 62; time_s <= 100 && lost_s == 0; time_s += 2) {
    scan(time_s, false);
    run_.run_to(time_s);
    if (!kinds_of_the_boat().empty() && kinds_of_the_boat().back() == ChangeKind::lost) lost_s = time_s;
  }
  EXPECT_GE(lost_s, 60 + 4 * 2 + 10);  // four looks, as of the watermark, which is a lag behind
  EXPECT_LE(lost_s, 60 + 5 * 2 + 10 + 2);
}

TEST_F(SeenTracksTest, AreKeptWhileTheWatermarkIsHeldBackButNotForEver) {
  Tracker tracker(fusion_mission_for_tests());
  std::vector<TrackChange> changes;
  double lost_s = 0;
  for (int time_s = 0; time_s < 200 && lost_s == 0; ++time_s) {
    if (time_s < 10)
      sighting_for_tests("radar", time_s, {10.0 * time_s, 0})
          .hand_to(tracker, time_s, static_cast<std::uint64_t>(time_s) + 1, changes);
    while (tracker.fuse_next(changes)) {
    }
    tracker.tick(ReceiveTime(duration_from_s(time_s)), EventTime(duration_from_s(std::min(time_s, 9))),
                 changes);
    if (!changes.empty() && changes.back().kind == ChangeKind::lost) lost_s = time_s;
  }
  EXPECT_GT(lost_s, 9 + 60);
  EXPECT_LT(lost_s, 9 + 60 + 30);
}

TEST_F(SeenTracksTest, CoastBeforeTheyEndAndAreUpdatedWhenSeenAgain) {
  Tracker tracker(fusion_mission_for_tests());
  std::vector<TrackChange> changes;
  const auto step = [&](int time_s, bool does_see) {
    if (does_see)
      sighting_for_tests("radar", time_s, {3.0 * time_s, 0})
          .hand_to(tracker, time_s, static_cast<std::uint64_t>(time_s) + 1, changes);
    while (tracker.fuse_next(changes)) {
    }
    tracker.tick(ReceiveTime(duration_from_s(time_s)), EventTime(duration_from_s(time_s - 10)), changes);
  };
  for (int time_s = 0; time_s <= 40; ++time_s) step(time_s, time_s % 4 == 0);
  for (int time_s = 41; time_s <= 53; ++time_s) step(time_s, false);
  EXPECT_EQ(changes.back().kind, ChangeKind::coasting);
  step(54, true);
  EXPECT_EQ(changes.back().kind, ChangeKind::updated);
  Track track;
  ASSERT_TRUE(tracker.show(changes.back().id, {}, track));
  EXPECT_EQ(track.status, TrackStatus::confirmed);
}

TEST_F(SeenTracksTest, ComeBackUnderTheirOwnNameByALatePlot) {
  warm_up();
  run_.set_watermark_behind(1);
  for (int time_s = 40; time_s <= 60; time_s += 2) scan(time_s, true);
  run_.run_to(60);
  const TrackId boat{3};  // after the two far-off things
  ASSERT_TRUE(run_.tracker().is_known(boat));
  for (int time_s = 62; time_s <= 70; time_s += 2) scan(time_s, false);
  run_.run_to(71);
  ASSERT_EQ(kinds_of_the_boat().back(), ChangeKind::lost);
  EXPECT_FALSE(run_.tracker().is_known(boat));

  run_.changes().clear();
  run_.take(sighting_for_tests("lidar", 66.5, {665, 0}), 71.5, ++last_number_);
  run_.run_to(72);
  ASSERT_THAT(kinds_of_the_boat(), ElementsAre(ChangeKind::updated));
  Track track;
  ASSERT_TRUE(run_.tracker().show(boat, {}, track));
  EXPECT_EQ(track.status, TrackStatus::confirmed);
  EXPECT_EQ(track.last_report_time, EventTime(duration_from_s(66.5)));
}

TEST_F(SeenTracksTest, StayLostWhereAPlotOfTheirSensorIsOlderThanTheLag) {
  warm_up();
  for (int time_s = 40; time_s <= 60; time_s += 2) scan(time_s, true);
  for (int time_s = 62; time_s <= 80; time_s += 2) scan(time_s, false);
  run_.run_to(80);
  see(68, 80.5);
  run_.run_to(81);
  EXPECT_EQ(run_.tracker().counters().too_late, 1U);
  EXPECT_EQ(kinds_of_the_boat().back(), ChangeKind::lost);
}

TEST_F(SeenTracksTest, AreOneBoatWhereLatePlotsJoinThem) {
  // For four seconds the radar was silent: what it then saw is explained by what it says late.
  for (int time_s = 0; time_s <= 20; ++time_s)
    if (time_s < 12 || time_s > 15) see(time_s + 0.5, time_s + 0.5);
  run_.run_to(21);
  const std::size_t before = run_.known_at(21).size();
  for (int time_s = 12; time_s <= 15; ++time_s) see(time_s + 0.5, 21.2 + 0.01 * time_s);
  run_.run_to(23);
  EXPECT_LE(run_.known_at(21).size(), before);
  EXPECT_EQ(run_.known_at(21).size(), 1U);
  EXPECT_EQ(run_.known_at(21).front().hits, 21);
}

TEST_F(SeenTracksTest, AreRevisedAwayWhenALatePlotShowsThatTheyNeverWere) {
  for (int time_s = 4; time_s <= 10; ++time_s) see(time_s, time_s);
  run_.run_to(10);
  ASSERT_THAT(run_.changes(), Not(IsEmpty()));
  const TrackId shown = run_.changes().back().id;
  run_.changes().clear();
  see(3, 10.5);  // the plot that would have begun it: another track has all its plots now
  run_.run_to(11);
  ASSERT_EQ(run_.changes().size(), 2U);
  EXPECT_EQ(run_.changes().front().id, shown);
  EXPECT_EQ(run_.changes().front().kind, ChangeKind::revised);
  EXPECT_NE(run_.changes().back().id, shown);
  EXPECT_EQ(run_.known_at(10).size(), 1U);
}

}  // namespace
}  // namespace watchpost
