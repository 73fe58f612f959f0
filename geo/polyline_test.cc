#include "geo/polyline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "geo/area_test_support.h"

namespace watchpost {
namespace {

TEST(Polyline, KeepsItsVerticesInOrder) {
  const auto line = polyline_from_vertices({{10, 179}, {11, 181}, {12, 180}});
  ASSERT_TRUE(line.ok());
  EXPECT_THAT(line->vertices(), ::testing::ElementsAre(LatLon{10, 179}, LatLon{11, -179}, LatLon{12, 180}));
}

TEST(Polyline, MeasuresToItsEdgesThatAreStraightInDegrees) {
  const LatLon a{70, 175};
  const LatLon b{70, 185};
  const auto line = polyline_from_vertices({a, b});
  ASSERT_TRUE(line.ok());
  for (const double share : {0.1, 0.5, 0.9}) {
    EXPECT_NEAR(line->distance_m(on_line(a, b, share)), 0, 0.003);
    EXPECT_NEAR(line->distance_m(beside(on_line(a, b, share), 0, 30'000)), 30'000, 0.1);
  }
}

TEST(Polyline, EndsAtItsEnds) {
  const auto line = polyline_from_vertices({{0, 10}, {0, 11}});
  ASSERT_TRUE(line.ok());
  EXPECT_NEAR(line->distance_m({0, 12}), distance_m({0, 11}, {0, 12}), 0.1);
}

TEST(Polyline, RefusesWhatIsNoLine) {
  EXPECT_FALSE(polyline_from_vertices({}).ok());
  EXPECT_FALSE(polyline_from_vertices({{1, 1}, {1, 1}}).ok());
  EXPECT_FALSE(polyline_from_vertices({{1, 1}, {91, 1}}).ok());
}

}  // namespace
}  // namespace watchpost
