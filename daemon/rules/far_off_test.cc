#include "daemon/rules/far_off.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "geo/area.h"

namespace watchpost {
namespace {

rc::Gen<double> in(double from, double to) {
  return rc::gen::map(rc::gen::inRange(0, 1'000'001),
                      [from, to](int share) { return from + (to - from) * share / 1e6; });
}

Area rectangle(double south_deg, double west_deg, double height_deg, double width_deg) {
  const double north_deg = south_deg + height_deg;
  const double east_deg = west_deg + width_deg;
  const PolygonRings ring{
      {{south_deg, west_deg}, {south_deg, east_deg}, {north_deg, east_deg}, {north_deg, west_deg}}, {}};
  return *area_from_polygons({ring});
}

RC_GTEST_PROP(FarOff, IsNeverFartherThanTheZoneIs, ()) {
  const double height_deg = *in(0.01, 20);
  const double width_deg = *in(0.01, 60);
  const Area area = rectangle(*in(-90, 90 - height_deg), *in(-180, 180), height_deg, width_deg);
  const LatLon place{*in(-90, 90), *in(-180, 180)};
  const double bound_m = distance_at_least_m(area.bounds(), place);
  RC_ASSERT(bound_m >= 0);
  RC_ASSERT(bound_m <= std::max(0.0, -area.margin_m(place)) + 0.02);
}

RC_GTEST_PROP(FarOff, LeavesNothingOfATrackInsideTheZone, ()) {
  const Area area = rectangle(*in(-80, 70), *in(-180, 180), *in(0.01, 5), *in(0.01, 5));
  const LatLon middle = area.centre();
  const LatLon place{std::clamp(middle.latitude_deg + *in(-8, 8), -90.0, 90.0),
                     std::remainder(middle.longitude_deg + *in(-8, 8), 360)};
  const double std_east_m = *in(0.01, 50'000);
  const double std_north_m = *in(0.01, 50'000);
  const CovarianceEN covariance{std_east_m * std_east_m, *in(-0.99, 0.99) * std_east_m * std_north_m,
                                std_north_m * std_north_m};
  const bool is_far = distance_at_least_m(area.bounds(), place) > reach_m(covariance);
  RC_CLASSIFY(is_far, "far off");
  if (is_far) RC_ASSERT(area.probability_inside(place, covariance) == 0);
}

TEST(FarOff, IsAtLeastHalfTheDistanceInTheMiddleLatitudes) {
  const LatLonBounds zone{50, 10, 51, 11};
  EXPECT_EQ(distance_at_least_m(zone, {50.5, 10.5}), 0);
  EXPECT_GT(distance_at_least_m(zone, {52, 10.5}), 0.98 * 111'250);
  EXPECT_GT(distance_at_least_m(zone, {49, 10.5}), 0.98 * 111'220);
  EXPECT_GT(distance_at_least_m(zone, {50, 12}), 0.4 * 71'700);
  EXPECT_GT(distance_at_least_m(zone, {50, 9}), 0.4 * 71'700);
}

TEST(FarOff, SeesAcrossTheAntimeridian) {
  const LatLonBounds zone{-1, 179, 1, -179};
  EXPECT_EQ(distance_at_least_m(zone, {0, 180}), 0);
  EXPECT_EQ(distance_at_least_m(zone, {0, -180}), 0);
  EXPECT_LE(distance_at_least_m(zone, {0, -178}), 111'320);
  EXPECT_GT(distance_at_least_m(zone, {0, -178}), 60'000);
  EXPECT_GT(distance_at_least_m(zone, {0, 178}), 60'000);
  EXPECT_GT(distance_at_least_m(zone, {0, 0}), 6'000'000);
}

}  // namespace
}  // namespace watchpost
