// Probabilities, against normal distribution functions where they are known in closed form.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "geo/area_test_support.h"
#include "geo/normal_measure.h"

namespace watchpost {
namespace {

double normal_cdf(double x) {
  return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

// A rectangle on the ground around a place, its edges east-west and north-south.
Area ground_box(LatLon middle, double half_east_m, double half_north_m) {
  const LocalFrame frame(middle);
  std::vector<LatLon> ring;
  for (const EastNorth corner : {EastNorth{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}) {
    LatLon place = frame.to_global({corner.east_m * half_east_m, corner.north_m * half_north_m});
    place.longitude_deg =
        middle.longitude_deg + std::remainder(place.longitude_deg - middle.longitude_deg, 360.0);
    ring.push_back(place);
  }
  return area_of({{ring, {}}});
}

double in_rectangle(double east_m, double north_m, double half_east_m, double half_north_m, double std_east_m,
                    double std_north_m) {
  const auto share = [](double middle_m, double half_m, double std_m) {
    return normal_cdf((half_m - middle_m) / std_m) - normal_cdf((-half_m - middle_m) / std_m);
  };
  return share(east_m, half_east_m, std_east_m) * share(north_m, half_north_m, std_north_m);
}

TEST(OwensT, HasItsKnownValues) {
  EXPECT_NEAR(owens_t(0, 1), 0.125, 1e-10);
  EXPECT_NEAR(owens_t(1, 1), 0.5 * normal_cdf(1) * (1 - normal_cdf(1)), 1e-10);
  EXPECT_NEAR(owens_t(0, 1e300), 0.25, 1e-10);
  EXPECT_NEAR(owens_t(0.5, 2), 0.1415806036539784, 1e-9);
  EXPECT_NEAR(owens_t(2, 0.5), 0.0086250779855215, 1e-9);
  EXPECT_NEAR(owens_t(-2, -0.5), -0.0086250779855215, 1e-9);
}

TEST(AreaProbability, AHalfPlaneGivesTheNormalDistribution) {
  const Area area = box_area(20, 0, 40, 20);  // its southern edge is the equator
  for (const double std_m : {5.0, 500.0, 5000.0})
    for (const double sigmas : {-3.0, -1.2816, -0.5, 0.0, 0.7, 1.2816, 4.0}) {
      const LatLon mean = LocalFrame(LatLon{0, 30}).to_global({0, sigmas * std_m});
      EXPECT_NEAR(area.probability_inside(mean, {std_m * std_m, 0, std_m * std_m}), normal_cdf(sigmas), 1e-4);
    }
}

RC_GTEST_PROP(AreaProbability, ARectangleGivesTheProductOfTwo, ()) {
  const LatLon middle{*rc::gen::inRange(-60, 61) * 1.0, *rc::gen::element(10.0, 180.0, -180.0)};
  const double half_east_m = *rc::gen::inRange(5, 500);
  const double half_north_m = *rc::gen::inRange(5, 500);
  const double std_east_m = *rc::gen::inRange(1, 300);
  const double std_north_m = *rc::gen::inRange(1, 300);
  const EastNorth at{*rc::gen::inRange(-600, 601) * 1.0, *rc::gen::inRange(-600, 601) * 1.0};
  const Area area = ground_box(middle, half_east_m, half_north_m);
  // The plane at the mean is turned by half a minute of arc from the one at the middle.
  const double found = area.probability_inside(LocalFrame(middle).to_global(at),
                                               {std_east_m * std_east_m, 0, std_north_m * std_north_m});
  const double wanted =
      in_rectangle(at.east_m, at.north_m, half_east_m, half_north_m, std_east_m, std_north_m);
  RC_ASSERT(std::abs(found - wanted) < 5e-4);
}

TEST(AreaProbability, IsRightToATenThousandthBesideAnEdge) {
  const LatLon middle{1, 30};
  const Area area = ground_box(middle, 100, 60);
  for (const double east_m : {0.0, 50.0, 99.9, 100.0, 130.0})
    for (const double north_m : {0.0, 60.0, 75.0}) {
      const LatLon mean = LocalFrame(middle).to_global({east_m, north_m});
      EXPECT_NEAR(area.probability_inside(mean, {900, 0, 400}),
                  in_rectangle(east_m, north_m, 100, 60, 30, 20), 1e-4);
    }
}

TEST(AreaProbability, TurnsWithTheCovariance) {
  // A narrow distribution along the diagonal of a square whose corner it crosses.
  const LatLon middle{0, 30};
  const Area area = ground_box(middle, 100, 100);
  const LatLon corner = LocalFrame(middle).to_global({100, 100});
  const double along = area.probability_inside(corner, {500, 499, 500});
  const double across = area.probability_inside(corner, {500, -499, 500});
  EXPECT_NEAR(along, 0.25 + std::asin(499.0 / 500) / (2 * std::numbers::pi), 1e-4);
  EXPECT_NEAR(across, 0.25 - std::asin(499.0 / 500) / (2 * std::numbers::pi), 1e-4);
}

RC_GTEST_PROP(AreaProbability, IsBetweenZeroAndOneAndAHoleIsTheRest, ()) {
  const double latitude_deg = *rc::gen::inRange(-85, 85);
  const double longitude_deg = *rc::gen::element(0.0, 179.99, -180.0);
  std::vector<LatLon> star;
  const int count = *rc::gen::inRange(3, 30);
  for (int i = 0; i < count; ++i) {
    const double angle = 2 * std::numbers::pi * i / count;
    const double radius_deg = 0.002 + 0.001 * *rc::gen::inRange(0, 10);
    star.push_back(
        {latitude_deg + radius_deg * std::sin(angle), longitude_deg + radius_deg * std::cos(angle)});
  }
  const std::vector<LatLon> plate =
      box(longitude_deg - 20, latitude_deg - 4, longitude_deg + 20, latitude_deg + 4);
  const Area inner = area_of({{star, {}}});
  const Area outer = area_of({{plate, {star}}});
  const LatLon mean{latitude_deg + *rc::gen::inRange(-100, 101) * 1e-4,
                    normalized_longitude_deg(longitude_deg + *rc::gen::inRange(-100, 101) * 1e-4)};
  const double east_m = *rc::gen::inRange(1, 1500);
  const double north_m = *rc::gen::inRange(1, 1500);
  const double correlation = *rc::gen::inRange(-99, 100) * 0.01;
  const CovarianceEN covariance{east_m * east_m, correlation * east_m * north_m, north_m * north_m};
  const double inside = inner.probability_inside(mean, covariance);
  const double rest = outer.probability_inside(mean, covariance);
  RC_ASSERT(inside >= 0);
  RC_ASSERT(inside <= 1);
  RC_ASSERT(std::abs(inside + rest - 1) < 1e-6);
}

TEST(AreaProbability, APointIsInsideOrNot) {
  const Area area = box_area(33, 34, 34, 35);
  EXPECT_EQ(area.probability_inside({34, 33.5}, {4e-4, 0, 4e-4}), 1);
  EXPECT_EQ(area.probability_inside(beside({34, 33.5}, 180, 0.01), {4e-4, 0, 4e-4}), 0);
  EXPECT_NEAR(area.probability_inside({34, 33.5}, {4.1e-4, 0, 4.1e-4}), 0.5, 0.05);
}

TEST(AreaProbability, AVertexTakesTheShareOfItsAngle) {
  const LatLon middle{0.5, 30};
  const Area area = ground_box(middle, 5, 5);
  const LatLon corner = area.outline()[0].outer[1];
  EXPECT_NEAR(area.probability_inside(corner, {0.01, 0, 0.01}), 0.25, 1e-3);
  // A zone much smaller than the deviation is hardly ever the place, also seen from its edge.
  EXPECT_NEAR(area.probability_inside(corner, {1e6, 0, 1e6}), 100 / (2 * std::numbers::pi * 1e6), 1e-6);
  EXPECT_NEAR(area.probability_inside(middle, {1e6, 0, 1e6}), 100 / (2 * std::numbers::pi * 1e6), 1e-6);
}

TEST(AreaProbability, FarFromTheBoundaryItIsCertain) {
  const Area area = box_area(33, 34, 34, 35);
  EXPECT_EQ(area.probability_inside({34.5, 33.5}, {1e4, 0, 1e4}), 1);
  EXPECT_EQ(area.probability_inside({36, 33.5}, {1e4, 0, 1e4}), 0);
}

TEST(AreaProbability, ACovarianceThatIsFlatIsTakenAsNarrow) {
  const Area area = box_area(33, 34, 34, 35);
  EXPECT_NEAR(area.probability_inside({34, 33.5}, {100, 100, 100}), 0.5, 1e-3);
  EXPECT_NEAR(area.probability_inside({34.5, 33}, {100, 0, 0}), 0.5, 1e-3);
}

}  // namespace
}  // namespace watchpost
