#include "daemon/fusion/jumps.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using std::chrono_literals::operator""s;
constexpr Duration history = 11s;

WindowPlot plot_at(int time_s) {
  WindowPlot plot;
  plot.time = EventTime(std::chrono::seconds(time_s));
  plot.set_number(static_cast<std::uint64_t>(time_s));
  return plot;
}

void add(Jumps& jumps, PlotHandle handle, int time_s) {
  jumps.add(handle, plot_at(time_s), history);
}

TEST(Jumps, WaitUntilAReportSettlesThem) {
  Jumps jumps;
  EXPECT_EQ(jumps.waiting(), nullptr);
  add(jumps, 1, 10);
  ASSERT_NE(jumps.waiting(), nullptr);
  EXPECT_EQ(jumps.waiting()->plot.number(), 10U);
  jumps.settle(2, plot_at(12).time, true);
  EXPECT_EQ(jumps.waiting(), nullptr);
  ASSERT_NE(jumps.confirmed_by(2), nullptr);
  EXPECT_EQ(jumps.confirmed_by(2)->handle, 1U);
  add(jumps, 3, 14);
  jumps.settle(4, plot_at(15).time, false);
  EXPECT_EQ(jumps.confirmed_by(4), nullptr);  // it agreed with the track
}

TEST(Jumps, WaitAgainWhereWhatSettledThemIsTakenBack) {
  Jumps jumps;
  add(jumps, 1, 10);
  add(jumps, 2, 40);  // to another place: the first is settled
  EXPECT_EQ(jumps.waiting()->handle, 2U);
  jumps.take_back(std::vector<PlotHandle>{2});
  ASSERT_NE(jumps.waiting(), nullptr);
  EXPECT_EQ(jumps.waiting()->handle, 1U);
  jumps.settle(3, plot_at(41).time, true);
  jumps.take_back(std::vector<PlotHandle>{3});
  EXPECT_EQ(jumps.waiting()->handle, 1U);
  EXPECT_EQ(jumps.confirmed_by(3), nullptr);
}

TEST(Jumps, AreForgottenOnceNoLateReportCanAskForThem) {
  Jumps jumps;
  add(jumps, 1, 10);
  add(jumps, 2, 20);
  add(jumps, 3, 32);  // the first was settled at 20, more than a history ago
  jumps.take_back(std::vector<PlotHandle>{2, 3});
  EXPECT_EQ(jumps.waiting(), nullptr);
}

TEST(Jumps, OfAHostileNameTakeNoMoreRoomThanTheyMay) {
  Jumps jumps;
  for (PlotHandle handle = 0; handle < 10'000; ++handle) add(jumps, handle, 10);
  EXPECT_LE(save(jumps).size(), Jumps::jumps_max * 80 + 8);
  EXPECT_EQ(jumps.waiting()->handle, 9'999U);
}

TEST(Jumps, AreTheSameAfterTheyWereSavedAndLoaded) {
  Jumps jumps;
  add(jumps, 1, 10);
  jumps.settle(2, plot_at(12).time, true);
  add(jumps, 3, 14);
  Jumps again;
  ASSERT_TRUE(load(save(jumps), again).ok());
  EXPECT_EQ(save(again), save(jumps));
  EXPECT_EQ(again.waiting()->handle, 3U);
}

}  // namespace
}  // namespace watchpost
