#include "geo/polygon_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace watchpost {
namespace {

// Squares of 0.01°, whose edges are straight enough without points between their corners: five points each,
// the first one again among them.
std::vector<PlaneRings> squares(int count) {
  std::vector<PlaneRings> polygons;
  for (int i = 0; i < count; ++i) {
    const double x = 0.1 * i;
    polygons.push_back({{{x, 0}, {x + 0.01, 0}, {x + 0.01, 0.01}, {x, 0.01}}});
  }
  return polygons;
}

TEST(PolygonBuilder, BoundsThePointsOfAllItsRingsTogether) {
  constexpr std::size_t point_count_max = 12;  // two squares, and no third
  const DegreesProjection degrees;
  EXPECT_TRUE(build_boundary(squares(2), degrees, point_count_max).ok());
  const auto third = build_boundary(squares(3), degrees, point_count_max);
  ASSERT_FALSE(third.ok());
  EXPECT_THAT(third.error().what, testing::HasSubstr("points"));
}

}  // namespace
}  // namespace watchpost
