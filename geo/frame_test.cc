#include "geo/frame.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/LocalCartesian.hpp>
#include <cmath>

namespace watchpost {
namespace {

rc::Gen<LatLon> any_place() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::inRange(-9'000'000, 9'000'001), rc::gen::inRange(-18'000'000, 18'000'001)),
      [](const std::pair<int, int>& p) {
        return LatLon{p.first / 1e5, p.second / 1e5};
      });
}

TEST(LocalFrame, HasItsAnchorAtTheOrigin) {
  const LocalFrame frame(LatLon{33.1, 34.2});
  EXPECT_NEAR(frame.to_local({33.1, 34.2}).east_m, 0, 1e-9);
  EXPECT_NEAR(frame.to_local({33.1, 34.2}).north_m, 0, 1e-9);
}

RC_GTEST_PROP(LocalFrame, GoesThereAndBackAnywhereOnEarth, ()) {
  const LocalFrame frame(*any_place());
  const EastNorth local{*rc::gen::inRange(-300'000, 300'001) * 1.0,
                        *rc::gen::inRange(-300'000, 300'001) * 1.0};
  const LatLon global = frame.to_global(local);
  const EastNorth back = frame.to_local(global);
  RC_ASSERT(std::hypot(back.east_m - local.east_m, back.north_m - local.north_m) < 1e-6);
  RC_ASSERT(global.longitude_deg >= -180 && global.longitude_deg <= 180);
}

RC_GTEST_PROP(LocalFrame, AgreesWithGeographicLib, ()) {
  const LatLon anchor = *any_place();
  const LocalFrame frame(anchor);
  const LatLon place =
      frame.to_global({*rc::gen::inRange(-50'000, 50'001) * 1.0, *rc::gen::inRange(-50'000, 50'001) * 1.0});
  double east_m = 0;
  double north_m = 0;
  double up_m = 0;
  GeographicLib::LocalCartesian(anchor.latitude_deg, anchor.longitude_deg)
      .Forward(place.latitude_deg, place.longitude_deg, 0, east_m, north_m, up_m);
  const EastNorth local = frame.to_local(place);
  RC_ASSERT(std::abs(local.east_m - east_m) < 1e-6);
  RC_ASSERT(std::abs(local.north_m - north_m) < 1e-6);
}

TEST(LocalFrame, KeepsDistancesWithinTenKilometresToAMillionth) {
  for (const double latitude_deg : {0.0, 45.0, 70.0, -89.9}) {
    const LocalFrame frame(LatLon{latitude_deg, 179.99});
    const LatLon a = frame.to_global({7000, 7000});
    const LatLon b = frame.to_global({7000, 6900});
    EXPECT_NEAR(distance_m(a, b), 100, 100 * 1.3e-6);
  }
}

TEST(LocalFrame, CrossesTheAntimeridian) {
  const LocalFrame frame(LatLon{-17, 179.999});
  EXPECT_LT(frame.to_global({1000, 0}).longitude_deg, -179.99);
  EXPECT_NEAR(frame.to_local({-17, -179.999}).east_m, distance_m({-17, 179.999}, {-17, -179.999}), 1e-3);
}

TEST(LocalFrame, WorksAtAPole) {
  const LocalFrame frame(LatLon{90, 0});
  const LatLon place = frame.to_global({1000, 0});
  EXPECT_NEAR(distance_m({90, 0}, place), 1000, 1e-3);
  EXPECT_NEAR(place.longitude_deg, 90, 1e-9);
  EXPECT_NEAR(frame.to_global({0, 0}).latitude_deg, 90, 1e-12);
}

TEST(LocalFrame, PointsOffTheEarthGoToTheHorizon) {
  const LatLon place = LocalFrame(LatLon{0, 0}).to_global({9e6, 0});
  EXPECT_TRUE(std::isfinite(place.latitude_deg) && std::isfinite(place.longitude_deg));
}

TEST(LocalFrame, KnowsHowMuchItsNorthTurns) {
  // At 60 degrees north, meridians one degree apart converge by sin(60°) of a degree.
  const double turned_deg = LocalFrame(LatLon{60, 1}).rotation_to_deg(LocalFrame(LatLon{60, 0}));
  EXPECT_NEAR(turned_deg, -std::sqrt(0.75), 1e-3);
  EXPECT_NEAR(LocalFrame(LatLon{0, 1}).rotation_to_deg(LocalFrame(LatLon{0, 0})), 0, 1e-9);
}

TEST(Distance, IsTheGeodesic) {
  EXPECT_NEAR(distance_m({0, 0}, {0, 1}), 111319.4908, 1e-3);
  EXPECT_NEAR(distance_m({0, 179.5}, {0, -179.5}), 111319.4908, 1e-3);
  EXPECT_NEAR(distance_m({89, 0}, {89, 180}), 2 * distance_m({89, 0}, {90, 0}), 1e-6);
}

TEST(Longitude, IsNormalizedWithoutTouchingWhatIsNormal) {
  EXPECT_EQ(normalized_longitude_deg(180), 180);
  EXPECT_EQ(normalized_longitude_deg(-180), -180);
  EXPECT_EQ(normalized_longitude_deg(190), -170);
  EXPECT_EQ(normalized_longitude_deg(-190), 170);
  EXPECT_EQ(normalized_longitude_deg(360), 0);
}

}  // namespace
}  // namespace watchpost
