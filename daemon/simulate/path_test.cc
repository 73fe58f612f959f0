#include "daemon/simulate/path.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>

namespace watchpost::simulate {
namespace {

double distance(EastNorth a, EastNorth b) {
  return std::hypot(a.east_m - b.east_m, a.north_m - b.north_m);
}

void expect_at(const Path& path, double time_s, EastNorth place) {
  EXPECT_NEAR(path.at(time_s).place.east_m, place.east_m, 1e-6) << "at " << time_s;
  EXPECT_NEAR(path.at(time_s).place.north_m, place.north_m, 1e-6) << "at " << time_s;
}

TEST(Path, AStraightRunIsSpeedTimesTime) {
  Path path(100, {10, 20}, 90, 5);
  path.run(500);
  EXPECT_DOUBLE_EQ(path.end_s(), 200);
  expect_at(path, 100, {10, 20});
  expect_at(path, 140, {210, 20});
  EXPECT_NEAR(path.at(140).velocity_mps.east_m, 5, 1e-12);
  EXPECT_NEAR(path.at(140).velocity_mps.north_m, 0, 1e-12);
}

TEST(Path, SpeedingUpFollowsHalfTheAccelerationTimesTheSquareOfTime) {
  Path path(0, {0, 0}, 0, 0);
  path.change_speed(10, 0.5);
  EXPECT_DOUBLE_EQ(path.end_s(), 20);
  expect_at(path, 8, {0, 0.25 * 64});
  expect_at(path, 20, {0, 100});
  EXPECT_NEAR(path.at(8).speed_mps, 4, 1e-12);
}

TEST(Path, AQuarterTurnToTheRightEndsOnTheCircleAQuarterOn) {
  Path path(0, {0, 0}, 0, 10);
  path.turn(90, 200);
  EXPECT_NEAR(path.end_s(), 10 * 3.14159265358979 * 200 / 2 / 100, 1e-9);
  expect_at(path, path.end_s(), {200, 200});
  EXPECT_NEAR(path.last().course_deg, 90, 1e-9);
  for (double time_s = 0; time_s <= path.end_s(); time_s += 1)
    EXPECT_NEAR(distance(path.at(time_s).place, {200, 0}), 200, 1e-9);
}

TEST(Path, ATurnToTheLeftGoesRoundTheOtherCentre) {
  Path path(0, {0, 0}, 0, 10);
  path.turn(-180, 50);
  expect_at(path, path.end_s(), {-100, 0});
  EXPECT_NEAR(path.last().course_deg, 180, 1e-9);
}

TEST(Path, BeforeItsBeginningAndAfterItsEndItStands) {
  Path path(50, {1, 2}, 90, 5);
  path.run(10);
  expect_at(path, 0, {1, 2});
  expect_at(path, 99, {11, 2});
  EXPECT_EQ(path.at(0).speed_mps, 0);
  EXPECT_EQ(path.at(99).speed_mps, 0);
}

TEST(Path, WaitingPassesTimeAndNothingElse) {
  Path path(0, {1, 2});
  path.wait_until(60).change_speed(2, 1).run(10);
  expect_at(path, 59, {1, 2});
  EXPECT_GT(path.at(61).place.north_m, 2);
}

TEST(Path, AHaltEndsExactlyAtTheLastPlaceStanding) {
  constexpr std::array places = {EastNorth{1000, 0}, EastNorth{1000, 2000}, EastNorth{-500, 2500}};
  Path path(0, {0, 0});
  path.follow_and_halt(places, {.speed_mps = 8, .acceleration_mps2 = 0.5, .corner_radius_m = 100});
  EXPECT_NEAR(distance(path.last().place, places.back()), 0, 1e-6);
  EXPECT_EQ(path.last().speed_mps, 0);
  // The corner is cut on the inside.
  double nearest_m = 1e9;
  for (double time_s = 0; time_s < path.end_s(); time_s += 0.5)
    nearest_m = std::min(nearest_m, distance(path.at(time_s).place, places[0]));
  EXPECT_NEAR(nearest_m, 100 * (std::sqrt(2.0) - 1), 0.1);
}

// Angles that are no multiple of anything, so that no two places fall together.
EastNorth some_place() {
  return {*rc::gen::inRange(-50'000, 50'000) / 7.0, *rc::gen::inRange(-50'000, 50'000) / 11.0};
}

Path some_path() {
  Path path(*rc::gen::inRange(-1000, 1000), some_place());
  const Manner manner{
      .speed_mps = *rc::gen::inRange(1, 200) / 10.0, .acceleration_mps2 = 0.4, .corner_radius_m = 80};
  std::vector<EastNorth> places;
  for (int count = *rc::gen::inRange(1, 5); count > 0; --count) places.push_back(some_place());
  path.follow_and_halt(places, manner).wait(30);
  return path;
}

RC_GTEST_PROP(Path, NothingJumpsAndVelocityIsTheChangeOfPlace, ()) {
  const Path path = some_path();
  constexpr double step_s = 1e-3;
  for (int i = 1; i < 50; ++i) {
    const double time_s = path.begin_s() + (path.end_s() - path.begin_s()) * i / 50.0;
    const Motion before = path.at(time_s - step_s);
    const Motion now = path.at(time_s);
    const Motion after = path.at(time_s + step_s);
    const double east = (after.place.east_m - before.place.east_m) / (2 * step_s);
    const double north = (after.place.north_m - before.place.north_m) / (2 * step_s);
    // Within a step of a leg's end speed may change by its acceleration.
    RC_ASSERT(std::abs(east - now.velocity_mps.east_m) < 0.05);
    RC_ASSERT(std::abs(north - now.velocity_mps.north_m) < 0.05);
  }
}

RC_GTEST_PROP(Path, TurningTowardsAPlaceEndsWithTheCourseToIt, ()) {
  Path path(0, {0, 0}, *rc::gen::inRange(0, 3600) / 10.0, 10);
  const EastNorth place = some_place();
  RC_PRE(std::hypot(place.east_m, place.north_m) > 500.0);
  path.turn_towards(place, 200);
  const Motion end = path.last();
  const double bearing = std::atan2(place.east_m - end.place.east_m, place.north_m - end.place.north_m);
  RC_ASSERT(std::abs(std::remainder(bearing - end.course_deg * 3.14159265358979 / 180,
                                    2 * 3.14159265358979)) < 1e-6);
  RC_ASSERT(path.end_s() <= 2 * 3.1416 * 200 / 10);
}

}  // namespace
}  // namespace watchpost::simulate
