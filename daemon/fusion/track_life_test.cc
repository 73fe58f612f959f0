#include "daemon/fusion/track_life.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

EventTime at_s(int time_s) {
  return EventTime(std::chrono::seconds(time_s));
}

TEST(SensorsSeen, KeepsTheNewestPlotOfEachSensor) {
  SensorsSeen seen;
  seen.see(SensorId(7), at_s(10));
  seen.see(SensorId(3), at_s(11));
  seen.see(SensorId(7), at_s(9));  // late
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].sensor, SensorId(7));
  EXPECT_EQ(seen[0].time, at_s(10));
  EXPECT_EQ(seen[1].sensor, SensorId(3));
}

TEST(SensorsSeen, ANinthTakesThePlaceOfTheOneHeardLongestAgo) {
  SensorsSeen seen;
  for (std::uint16_t sensor = 0; sensor < SensorsSeen::sensors_max; ++sensor)
    seen.see(SensorId(sensor), at_s(100 + (sensor + 5) % 8));
  ASSERT_EQ(seen.size(), 8U);
  seen.see(SensorId(20), at_s(50));
  EXPECT_EQ(seen.size(), 8U);
  EXPECT_EQ(seen[3].sensor, SensorId(20));  // number 3 was heard at 100 s
  EXPECT_EQ(seen[3].time, at_s(50));
}

}  // namespace
}  // namespace watchpost
