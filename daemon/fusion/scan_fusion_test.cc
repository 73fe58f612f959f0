#include "daemon/fusion/scan_fusion.h"

#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

class ScanFusionTest : public testing::Test {
 protected:
  void see(double time_s, const std::vector<EastNorth>& places, const std::string& sensor = "radar") {
    for (const EastNorth place : places) take(sighting_for_tests(sensor, time_s, place));
  }
  void hear(const std::string& name, double time_s, EastNorth place) {
    take(named_sighting_for_tests(name, time_s, place));
  }
  void take(const Sighting& sighting) { run_.take(sighting, sighting.time_s, ++last_number_); }
  void look(double time_s, double azimuth_deg, EastNorth stands) {
    Sighting seen = sighting_for_tests("camera", time_s, stands);
    seen.kind = Sighting::Kind::bearing;
    seen.azimuth_deg = azimuth_deg;
    take(seen);
  }
  const TrackStore& store() const { return run_.tracker().store(); }
  std::size_t count() const { return store().size(); }
  EastNorth place(Slot slot) const {
    return LocalFrame(SceneShape{}.middle).to_local(position_of(store().state(slot).estimate));
  }

  TrackerRun run_;
  std::uint64_t last_number_ = 0;
};

TEST_F(ScanFusionTest, KeepsCrossingTargetsApart) {
  for (int time_s = 0; time_s <= 20; ++time_s) {
    const double along_m = 10.0 * (time_s - 10);
    see(time_s + 0.5, {{along_m, along_m + 3}, {along_m, -along_m - 3}});
  }
  run_.run_to(21);
  ASSERT_EQ(count(), 2U);
  for (const Slot slot : {0U, 1U}) {
    const EastNorth at = place(slot);
    EXPECT_NEAR(std::abs(at.north_m), 103, 6);
    // Each still goes the way on which it came.
    EXPECT_GT(velocity_of(store().state(slot).estimate).north_m * at.north_m, 0);
    EXPECT_EQ(store().state(slot).hits, 21);
  }
}

TEST_F(ScanFusionTest, GivesEachTrackOnePlotOfAScanAtMost) {
  for (int time_s = 0; time_s < 6; ++time_s) see(time_s + 0.5, {{0, 0}});
  see(6.5, {{1, 0}, {-2, 0}});
  run_.run_to(7);
  EXPECT_EQ(count(), 2U);
  EXPECT_EQ(store().state(0).hits, 7);
  EXPECT_NEAR(place(1).east_m, -2, 0.1);  // the farther one began a track
}

TEST_F(ScanFusionTest, LetsANameJoinTheOneTrackThatExplainsIt) {
  for (int time_s = 0; time_s < 6; ++time_s) see(time_s + 0.5, {{10.0 * time_s, 0}, {10.0 * time_s, 500}});
  hear("boat", 6.2, {57, 1});
  ASSERT_EQ(count(), 2U);
  EXPECT_NE(store().life(0).identity != 0, store().life(1).identity != 0);
  const Slot named = store().life(0).identity != 0 ? 0 : 1;
  EXPECT_NEAR(place(named).north_m, 0, 5);
  EXPECT_EQ(store().state(named).hits, 7);  // it was sure before: it stays so
}

TEST_F(ScanFusionTest, LetsANameJoinNeitherOfTwoTracksThatExplainIt) {
  for (int time_s = 0; time_s < 6; ++time_s) see(time_s + 0.5, {{0, 0}, {0, 30}});
  hear("boat", 5.9, {0, 15});
  EXPECT_EQ(count(), 3U);
  for (const Slot slot : {0U, 1U}) EXPECT_EQ(store().life(slot).identity, 0U);
}

TEST_F(ScanFusionTest, TakesAFirstNameOfAnUnsureTrackForNoCertainty) {
  see(0.5, {{0, 0}});
  see(1.5, {{0, 0}});
  hear("boat", 2.2, {1, 0});
  ASSERT_EQ(count(), 1U);
  EXPECT_EQ(store().state(0).hits, 1);
  EXPECT_EQ(store().life(0).status, TrackStatus::tentative);
  hear("boat", 5.2, {1, 0});
  EXPECT_EQ(store().life(0).status, TrackStatus::confirmed);
}

TEST_F(ScanFusionTest, DirectionsHelpSureTracksAndBeginNone) {
  look(0.2, 45, {0, -3'000});
  see(0.5, {{0, 0}});
  look(0.7, 0, {0, -3'000});
  run_.run_to(1);
  ASSERT_EQ(count(), 1U);
  EXPECT_EQ(seconds(store().state(0).estimate.time.time_since_epoch()), 0.5);
  for (int time_s = 1; time_s < 6; ++time_s) see(time_s + 0.5, {{0, 0}});
  run_.run_to(6);
  const EventTime last_hit = store().state(0).last_hit;
  look(6.2, 0.1, {0, -3'000});
  run_.run_to(7);
  EXPECT_EQ(seconds(store().state(0).estimate.time.time_since_epoch()), 6.2);
  EXPECT_EQ(store().state(0).last_hit, last_hit);
  EXPECT_EQ(store().state(0).hits, 6);
}

}  // namespace
}  // namespace watchpost
