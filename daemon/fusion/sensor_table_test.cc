#include "daemon/fusion/sensor_table.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using std::chrono_literals::operator""s;
constexpr Duration lag = 10s;

EventTime at(double time_s) {
  return EventTime(duration_from_s(time_s));
}

TEST(SensorTable, NumbersSensorsInTheOrderInWhichTheyAreHeard) {
  SensorTable table(2);
  EXPECT_EQ(table.find_or_add(FeedId{1}, ""), SensorId{1});
  EXPECT_EQ(table.find_or_add(FeedId{0}, "north"), SensorId{2});
  EXPECT_EQ(table.find_or_add(FeedId{1}, "north"), SensorId{3});
  EXPECT_EQ(table.find_or_add(FeedId{0}, "north"), SensorId{2});
  EXPECT_EQ(table.name(SensorId{3}), "north");
  EXPECT_EQ(table.feed(SensorId{3}), FeedId{1});
}

TEST(SensorTable, LearnsHowOftenASensorLooksALagLater) {
  SensorTable table(1);
  const SensorId radar = table.find_or_add(FeedId{0}, "radar");
  for (int scan = 0; scan < 10; ++scan) table.scanned(radar, at(2.5 * scan), 3);
  EXPECT_EQ(table.interval_s(radar, at(12), lag), SensorTable::interval_s_default);  // of two scans
  EXPECT_DOUBLE_EQ(table.interval_s(radar, at(30), lag), 2.5);
  table.scanned(radar, at(25), 3);
  EXPECT_DOUBLE_EQ(table.interval_s(radar, at(30), lag), 2.5);
}

TEST(SensorTable, TakesAPauseForAPauseAndNotForItsWay) {
  SensorTable table(1);
  for (int i = 0; i < 20; ++i) table.scanned(SensorId{0}, at(i * 2 + (i < 12 ? 0 : 300)), 5);
  for (const int time_s : {330, 335, 350})
    EXPECT_DOUBLE_EQ(table.interval_s(SensorId{0}, at(time_s), lag), 2);
}

TEST(SensorTable, ConcludesTheSameWhateverTheOrderOfScans) {
  SensorTable in_order(1);
  SensorTable shuffled(1);
  for (const int scan : {0, 1, 2, 3, 4, 5}) in_order.scanned(SensorId{0}, at(4 * scan), 2);
  for (const int scan : {5, 2, 0, 4, 3, 1}) shuffled.scanned(SensorId{0}, at(4 * scan), 2);
  for (const double time_s : {15.0, 20.0, 26.0, 40.0})
    EXPECT_EQ(in_order.interval_s(SensorId{0}, at(time_s), lag),
              shuffled.interval_s(SensorId{0}, at(time_s), lag));
  EXPECT_EQ(shuffled.newest(SensorId{0}), at(20));
}

TEST(SensorTable, TakesSinglePlotsForLooksIntoDifferentDirections) {
  SensorTable table(1);
  for (int scan = 0; scan < 20; ++scan) table.scanned(SensorId{0}, at(0.1 * scan), 1);
  EXPECT_EQ(table.interval_s(SensorId{0}, at(20), lag), SensorTable::interval_s_default);
}

TEST(SensorTable, CountsAScanOnceThoughItComesInParts) {
  SensorTable table(1);
  for (int scan = 0; scan < 5; ++scan)
    for (int part = 0; part < 3; ++part) table.scanned(SensorId{0}, at(3 * scan), 1);
  EXPECT_DOUBLE_EQ(table.interval_s(SensorId{0}, at(40), lag), 3);
}

TEST(SensorTable, RemembersTheNewestScansOnly) {
  SensorTable table(1);
  for (int scan = 0; scan < 1'000; ++scan) table.scanned(SensorId{0}, at(2 * scan), 2);
  table.scanned(SensorId{0}, at(0), 2);  // far too old
  EXPECT_DOUBLE_EQ(table.interval_s(SensorId{0}, at(3'000), lag), 2);
  EXPECT_EQ(table.newest(SensorId{0}), at(1'998));
}

TEST(SensorTable, IsTheSameAfterItWasSavedAndLoaded) {
  SensorTable table(2);
  table.find_or_add(FeedId{1}, "radar");
  table.scanned(SensorId{2}, at(1), 4);
  SensorTable again(2);
  ASSERT_TRUE(load(save(table), again).ok());
  EXPECT_EQ(save(again), save(table));
  EXPECT_EQ(again.find_or_add(FeedId{1}, "radar"), SensorId{2});
  EXPECT_EQ(again.find_or_add(FeedId{0}, "radar"), SensorId{3});
}

}  // namespace
}  // namespace watchpost
