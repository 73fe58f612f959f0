// Distances to edges, against geodesics laid off from them by GeographicLib.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "geo/area_test_support.h"

namespace watchpost {
namespace {

struct Shape {
  const char* name;
  std::vector<LatLon> ring;  // counter-clockwise, so that the inside is on the left of its edges
};

// Slanted and parallel edges from 100 m to 1000 km.
const std::array<Shape, 7> shapes = {{
    {"at the equator", {{-1, 10}, {-0.7, 12}, {1, 12}, {1.2, 10}}},
    {"in middle latitudes", {{33, 34}, {33.2, 35.1}, {34.4, 35.3}, {34.1, 33.8}}},
    {"at 70 north", {{70, 10}, {70, 20}, {71.5, 21}, {71, 9}}},
    {"at 70 south", {{-72, 10}, {-71.7, 15}, {-70, 14}, {-70, 10}}},
    {"across the antimeridian", {{-18, 178}, {-18.3, 183}, {-15, 182.5}, {-15.5, 177.9}}},
    {"at 70 north across the antimeridian", {{69, 176}, {69, 184}, {70.5, 185}, {70.5, 175}}},
    {"as small as a camp", {{33.1, 34.1}, {33.1, 34.101}, {33.101, 34.1011}, {33.1012, 34.1}}},
}};

class AreaMargin : public ::testing::TestWithParam<Shape> {
 protected:
  const std::vector<LatLon>& ring() const { return GetParam().ring; }
  Area area() const { return area_of({{ring(), {}}}); }

  // Calls visit(place on an edge, azimuth to its inside).
  template <class Visit>
  void for_each_place_on_edges(Visit visit) const {
    for (std::size_t i = 0; i < ring().size(); ++i) {
      const LatLon a = ring()[i];
      const LatLon b = ring()[(i + 1) % ring().size()];
      for (const double share : {0.31, 0.5, 0.77})
        visit(on_line(a, b, share), azimuth_of_edge_deg(a, b, share) - 90);
    }
  }
};

TEST_P(AreaMargin, IsTheDistanceToAnEdge) {
  const Area tested = area();
  const double size_m = distance_m(ring()[0], ring()[1]);
  for_each_place_on_edges([&](LatLon place, double inward_deg) {
    for (const double wanted_m : {0.01, 1.0, 50.0, 2000.0, 20'000.0, 50'000.0}) {
      const double tolerance_m = 0.003 + 5e-8 * wanted_m;
      EXPECT_NEAR(tested.margin_m(beside(place, inward_deg + 180, wanted_m)), -wanted_m, tolerance_m);
      if (wanted_m > 0.1 * size_m) continue;  // farther in, another edge may be nearer
      EXPECT_NEAR(tested.margin_m(beside(place, inward_deg, wanted_m)), wanted_m, tolerance_m);
    }
  });
}

TEST_P(AreaMargin, AMetreDecidesAtTheEdge) {
  const Area tested = area();
  for_each_place_on_edges([&](LatLon place, double inward_deg) {
    EXPECT_TRUE(tested.contains(beside(place, inward_deg, 1)));
    EXPECT_TRUE(tested.is_within(beside(place, inward_deg, 1), 0));
    EXPECT_FALSE(tested.contains(beside(place, inward_deg + 180, 1)));
    EXPECT_FALSE(tested.is_within(beside(place, inward_deg + 180, 1), 0));
  });
}

TEST_P(AreaMargin, AMetreDecidesAtTheBuffer) {
  const Area tested = area();
  for (const double buffer_m : {10.0, 2000.0, 50'000.0}) {
    for_each_place_on_edges([&](LatLon place, double inward_deg) {
      EXPECT_TRUE(tested.is_within(beside(place, inward_deg + 180, buffer_m - 1), buffer_m));
      if (buffer_m > 0.2 * distance_m(ring()[0], ring()[1])) return;  // a vertex may be nearer
      EXPECT_FALSE(tested.is_within(beside(place, inward_deg + 180, buffer_m + 1), buffer_m));
    });
  }
}

TEST_P(AreaMargin, AMetreDecidesBesideAVertex) {
  const Area tested = area();
  for (std::size_t i = 0; i < ring().size(); ++i) {
    const LatLon vertex = ring()[i];
    const LatLon before = ring()[(i + ring().size() - 1) % ring().size()];
    const LatLon after = ring()[(i + 1) % ring().size()];
    // Out along the middle of the outer angle the vertex is the nearest place.
    const double out_deg = azimuth_of_edge_deg(before, vertex, 0.999999);
    double turn_deg = azimuth_of_edge_deg(vertex, after, 0.000001) - out_deg;
    turn_deg = std::remainder(turn_deg, 360.0);
    const double away_deg = out_deg + 0.5 * turn_deg + 90;
    const LatLon at{vertex.latitude_deg, normalized_longitude_deg(vertex.longitude_deg)};
    EXPECT_TRUE(tested.contains(at));
    EXPECT_FALSE(tested.contains(beside(at, away_deg, 1)));
    for (const double buffer_m : {2000.0, 50'000.0}) {
      EXPECT_TRUE(tested.is_within(beside(at, away_deg, buffer_m - 1), buffer_m));
      EXPECT_FALSE(tested.is_within(beside(at, away_deg, buffer_m + 1), buffer_m));
    }
  }
}

TEST_P(AreaMargin, AHoleIsOutsideAndItsEdgeNot) {
  const LatLon middle{0.5 * (ring()[0].latitude_deg + ring()[2].latitude_deg),
                      0.5 * (ring()[0].longitude_deg + ring()[2].longitude_deg)};
  std::vector<LatLon> hole;
  for (const LatLon vertex : ring()) {
    hole.push_back({middle.latitude_deg + 0.3 * (vertex.latitude_deg - middle.latitude_deg),
                    middle.longitude_deg + 0.3 * (vertex.longitude_deg - middle.longitude_deg)});
  }
  const Area tested = area_of({{ring(), {hole}}});
  for (std::size_t i = 0; i < hole.size(); ++i) {
    const LatLon a = hole[i];
    const LatLon b = hole[(i + 1) % hole.size()];
    const LatLon place = on_line(a, b, 0.4);
    const double into_hole_deg = azimuth_of_edge_deg(a, b, 0.4) - 90;
    EXPECT_TRUE(tested.contains(place));
    EXPECT_FALSE(tested.contains(beside(place, into_hole_deg, 1)));
    EXPECT_TRUE(tested.contains(beside(place, into_hole_deg + 180, 1)));
    EXPECT_TRUE(tested.is_within(beside(place, into_hole_deg, 6), 7));
    EXPECT_FALSE(tested.is_within(beside(place, into_hole_deg, 8), 7));
    EXPECT_NEAR(tested.margin_m(beside(place, into_hole_deg, 3)), -3, 0.005);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, AreaMargin, ::testing::ValuesIn(shapes), [](const auto& parameter) {
  std::string name = parameter.param.name;
  for (char& letter : name)
    if (letter == ' ') letter = '_';
  return name;
});

TEST(AreaMarginFar, IsTheGeodesicToTheNearestPlace) {
  const Area area = box_area(33, 34, 34, 35);
  EXPECT_NEAR(area.margin_m({34.5, 20}), -distance_m({34.5, 20}, {34.6, 33}), 6000);
  EXPECT_NEAR(area.margin_m({-40, 33.5}), -distance_m({-40, 33.5}, {34, 33.5}), 1);
  EXPECT_NEAR(area.margin_m({34, 33 - 180}), -distance_m({34, -147}, {35, 34}), 60'000);
}

}  // namespace
}  // namespace watchpost
