#include "daemon/simulate/mission_plane.h"

#include <gtest/gtest.h>

#include <cmath>

#include "geo/frame.h"

namespace watchpost::simulate {
namespace {

const MissionPlane plane({-31, -15});

TEST(MissionPlane, ThereAndBackIsTheSamePlace) {
  for (const EastNorth place : {EastNorth{0, 0}, EastNorth{30'000, -26'000}, EastNorth{-34'000, 12.5}}) {
    const EastNorth back = plane.to_plane(plane.to_degrees(place));
    EXPECT_NEAR(back.east_m, place.east_m, 1e-6);
    EXPECT_NEAR(back.north_m, place.north_m, 1e-6);
  }
}

TEST(MissionPlane, AMetreAtTheMiddleIsAMetreOfTheGround) {
  for (const EastNorth place : {EastNorth{100, 0}, EastNorth{0, 100}, EastNorth{-60, 80}})
    EXPECT_NEAR(plane.ground_distance_m({0, 0}, place), 100, 1e-3);
}

TEST(MissionPlane, WhatIsStraightInItIsStraightInDegrees) {
  const LatLon a = plane.to_degrees({-20'000, -9000});
  const LatLon b = plane.to_degrees({24'000, 15'000});
  const LatLon middle = plane.to_degrees({2000, 3000});
  EXPECT_NEAR(middle.latitude_deg, (a.latitude_deg + b.latitude_deg) / 2, 1e-12);
  EXPECT_NEAR(middle.longitude_deg, (a.longitude_deg + b.longitude_deg) / 2, 1e-12);
}

TEST(MissionPlane, VelocitiesAreThoseOfTheGroundFarFromTheMiddleToo) {
  const EastNorth place{12'000, -20'000};
  const EastNorth ground = plane.ground_velocity_mps(place, {10, -4});
  const LatLon from = plane.to_degrees({place.east_m - 5, place.north_m + 2});
  const LatLon to = plane.to_degrees({place.east_m + 5, place.north_m - 2});
  EXPECT_NEAR(std::hypot(ground.east_m, ground.north_m), distance_m(from, to), 1e-4);
  EXPECT_GT(std::abs(ground.east_m - 10), 1e-3);  // 0.2 % off, were it left out
}

}  // namespace
}  // namespace watchpost::simulate
