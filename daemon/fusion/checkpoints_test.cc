#include "daemon/fusion/checkpoints.h"

#include <gtest/gtest.h>

#include "daemon/fusion/tracker_run_for_tests.h"

namespace watchpost {
namespace {

using std::chrono_literals::operator""s;
constexpr Duration lag = 10s;

EventTime at(double time_s) {
  return EventTime(duration_from_s(time_s));
}

TrackState state_at(double time_s, std::uint16_t hits = 3) {
  TrackState state;
  Plot plot;
  plot.time = at(time_s);
  plot.position = {10, 20};
  plot.covariance = {4, 1, 9};
  state.estimate = first_estimate(plot, motion(motion_of_the_unidentified));
  state.estimate.mean = {1, 2, 3, time_s};
  state.hits = hits;
  state.last_hit = plot.time;
  state.newest_plot = static_cast<PlotHandle>(time_s);
  state.revisit_s = 2.5F;
  return state;
}

TEST(Checkpoints, GiveTheNewestStateBeforeATime) {
  Checkpoints checkpoints;
  Checkpoints::Head head = no_slot;
  for (int time_s = 0; time_s < 40; ++time_s) checkpoints.keep(head, state_at(time_s), at(time_s + 1), lag);
  TrackState found;
  for (int late_s = 0; late_s <= 10; ++late_s) {
    const EventTime time = at(40 - late_s);
    ASSERT_TRUE(checkpoints.find_before(head, time, found)) << late_s;
    EXPECT_LT(found.estimate.time, time);
    EXPECT_LE(time - found.estimate.time, Checkpoints::spacing(lag) + 1s);
    EXPECT_EQ(save(found), save(state_at(found.estimate.mean[3])));
  }
  EXPECT_LE(checkpoints.size(), 4U);  // what no plot within the lag can need is gone
}

TEST(Checkpoints, KeepNothingOfWhatWasSeenOnceShortlyBefore) {
  Checkpoints checkpoints;
  Checkpoints::Head head = no_slot;
  checkpoints.keep(head, state_at(0, 1), at(1), lag);
  EXPECT_EQ(head, no_slot);
  checkpoints.keep(head, state_at(0, 0), at(8), lag);
  EXPECT_EQ(head, no_slot);
  checkpoints.keep(head, state_at(0, 1), at(6), lag);
  EXPECT_NE(head, no_slot);
}

TEST(Checkpoints, AreForgottenFromATimeOnAndTheirPlacesUsedAgain) {
  Checkpoints checkpoints;
  Checkpoints::Head head = no_slot;
  for (int time_s = 0; time_s <= 6; time_s += 6)
    checkpoints.keep(head, state_at(time_s), at(time_s + 5), lag);
  ASSERT_EQ(checkpoints.size(), 2U);
  checkpoints.forget_since(head, at(6));
  EXPECT_EQ(checkpoints.size(), 1U);
  TrackState found;
  EXPECT_TRUE(checkpoints.find_before(head, at(20), found));
  EXPECT_EQ(found.estimate.time, at(0));
  EXPECT_FALSE(checkpoints.find_before(head, at(0), found));
  checkpoints.forget(head);
  EXPECT_EQ(checkpoints.size(), 0U);
  EXPECT_EQ(head, no_slot);
}

TEST(Checkpoints, KeepOneStateOfOneTimeThoughTheTrackComesBackToIt) {
  Checkpoints checkpoints;
  Checkpoints::Head head = no_slot;
  checkpoints.keep(head, state_at(0), at(6), lag);
  checkpoints.keep(head, state_at(0), at(7), lag);
  EXPECT_EQ(checkpoints.size(), 1U);
  checkpoints.set_newest_plot(head, 77);
  TrackState found;
  ASSERT_TRUE(checkpoints.find_before(head, at(5), found));
  EXPECT_EQ(found.newest_plot, 77U);
}

TEST(Checkpoints, HoldAfterAPlotThatLeftTheStateAsItWas) {
  Checkpoints checkpoints;
  Checkpoints::Head head = no_slot;
  TrackState state = state_at(0);
  checkpoints.keep(head, state, at(7), lag);
  state.newest_plot = 7;  // set aside
  checkpoints.keep_unchanged(head, state);
  TrackState found;
  ASSERT_TRUE(checkpoints.find_before(head, at(8), found));
  EXPECT_EQ(found.newest_plot, 7U);
  state = state_at(8);
  checkpoints.keep_unchanged(head, state);  // another state
  ASSERT_TRUE(checkpoints.find_before(head, at(8), found));
  EXPECT_EQ(found.newest_plot, 7U);
}

TEST(Checkpoints, AreTheSameAfterTheyWereSavedAndLoaded) {
  Checkpoints checkpoints;
  Checkpoints::Head head = no_slot;
  for (int time_s = 0; time_s < 20; ++time_s) checkpoints.keep(head, state_at(time_s), at(time_s + 1), lag);
  Checkpoints again;
  ASSERT_TRUE(load(save(checkpoints), again).ok());
  TrackState found;
  ASSERT_TRUE(again.find_before(head, at(15), found));
  EXPECT_EQ(save(found), save(state_at(found.estimate.mean[3])));
  EXPECT_EQ(save(again), save(checkpoints));
}

}  // namespace
}  // namespace watchpost
