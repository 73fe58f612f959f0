#include "daemon/simulate/places.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "daemon/simulate/mission_plane.h"
#include "geo/area.h"

namespace watchpost::simulate {
namespace {

const MissionPlane plane({-31, -15});

Polygon notched() {
  return {"notched",
          {{-4000, 1600}, {4000, 1600}, {4000, 7000}, {-1000, 7000}, {-1000, 5200}, {-4000, 5200}}};
}

TEST(Polygon, MarginsAreDistancesToTheEdgePositiveInside) {
  const Polygon square = rectangle("square", {-100, -50}, {100, 50});
  EXPECT_DOUBLE_EQ(square.margin_m({0, 0}), 50);
  EXPECT_DOUBLE_EQ(square.margin_m({90, 0}), 10);
  EXPECT_DOUBLE_EQ(square.margin_m({110, 0}), -10);
  EXPECT_DOUBLE_EQ(square.margin_m({103, 54}), -5);
  EXPECT_LT(notched().margin_m({-2000, 6000}), 0);  // in the notch
  EXPECT_GT(notched().margin_m({-2000, 5000}), 0);
}

TEST(Polygon, ARegularOneHasItsCornersOnTheCircle) {
  const Polygon octagon = regular_polygon("camp", {10, 20}, 700, 8);
  EXPECT_EQ(octagon.ring.size(), 8U);
  EXPECT_NEAR(octagon.margin_m({10, 20}), 700 * std::cos(3.14159265358979 / 8), 1e-6);
}

// Another geometry: geo's, on the ellipsoid.
RC_GTEST_PROP(Polygon, AgreesWithTheAreaOfTheSameDegrees, ()) {
  const Polygon polygon = notched();
  PolygonRings rings;
  for (const EastNorth vertex : polygon.ring) rings.outer.push_back(plane.to_degrees(vertex));
  static const Area area = *area_from_polygons({rings});
  const EastNorth place{static_cast<double>(*rc::gen::inRange(-6000, 6000)),
                        static_cast<double>(*rc::gen::inRange(-1000, 9000))};
  const double margin_m = polygon.margin_m(place);
  RC_PRE(std::abs(margin_m) > 0.01);
  RC_ASSERT(area.contains(plane.to_degrees(place)) == (margin_m > 0));
  RC_ASSERT(std::abs(area.margin_m(plane.to_degrees(place)) - margin_m) < 0.01 + 2e-3 * std::abs(margin_m));
}

TEST(Polyline, CrossesOnlyBetweenItsEnds) {
  const Polyline line{"line", {{-1000, 0}, {0, 500}, {1000, 0}}};
  EXPECT_EQ(line.crossing({-500, 0}, {-500, 500}), 1);  // to the north, which is left
  EXPECT_EQ(line.crossing({-500, 500}, {-500, 0}), -1);
  EXPECT_EQ(line.crossing({0, 400}, {0, 600}), 1);  // at the bend
  EXPECT_EQ(line.crossing({-1500, -500}, {-1500, 500}), 0);
  EXPECT_EQ(line.crossing({-500, 300}, {-500, 500}), 0);
}

TEST(Polyline, SidesAreSignedDistances) {
  const Polyline line{"line", {{-1000, 0}, {0, 0}, {0, 1000}}};
  EXPECT_DOUBLE_EQ(line.side_m({-500, 30}), 30);
  EXPECT_DOUBLE_EQ(line.side_m({-500, -30}), -30);
  EXPECT_DOUBLE_EQ(line.side_m({40, 500}), -40);
  EXPECT_DOUBLE_EQ(line.side_m({30, -40}), -50);  // round the bend it is the right side of both
}

}  // namespace
}  // namespace watchpost::simulate
