#include "daemon/app/machine_watch.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

ReceiveTime at(Duration time) {
  return ReceiveTime(seconds(1000) + time);
}

TEST(MachineWatch, SaysNothingWhereSecondsComeInTimeAndTheClockIsSlewed) {
  MachineWatch watch;
  Duration offset{};
  for (int second = 0; second < 100; ++second, offset += milliseconds(83))
    EXPECT_TRUE(watch.look(at(seconds(second)), at(seconds(second) + milliseconds(40)), offset).empty());
}

TEST(MachineWatch, SaysForHowLongTheDaemonStoodStill) {
  MachineWatch watch;
  EXPECT_TRUE(watch.look(at(seconds(1)), at(seconds(3)), {}).empty());
  const auto events = watch.look(at(seconds(4)), at(milliseconds(7500)), {});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, SystemEventKind::pause);
  EXPECT_EQ(events[0].amount, milliseconds(3500));
  EXPECT_EQ(events[0].detail, "the daemon stood still for 3.5 s");
}

TEST(MachineWatch, SaysByHowMuchTheClockWasSetOnceEach) {
  MachineWatch watch;
  EXPECT_TRUE(watch.look(at(seconds(1)), at(seconds(1)), milliseconds(5)).empty());
  const auto back = watch.look(at(seconds(2)), at(seconds(2)), milliseconds(-59'995));
  ASSERT_EQ(back.size(), 1U);
  EXPECT_EQ(back[0].kind, SystemEventKind::clock_step);
  EXPECT_EQ(back[0].amount, -seconds(60));
  EXPECT_EQ(back[0].detail, "the system clock was set back by 60.0 s");
  EXPECT_TRUE(watch.look(at(seconds(3)), at(seconds(3)), milliseconds(-59'995)).empty());
  EXPECT_EQ(watch.look(at(seconds(4)), at(seconds(4)), milliseconds(-59'500)).size(), 1U);
}

TEST(MachineWatch, DoesNotTakeWhatIsSlewedInALongPauseForAStep) {
  MachineWatch watch;
  EXPECT_TRUE(watch.look(at(seconds(1)), at(seconds(1)), {}).empty());
  const auto events = watch.look(at(seconds(2)), at(seconds(61)), seconds(5));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, SystemEventKind::pause);
}

}  // namespace
}  // namespace watchpost
