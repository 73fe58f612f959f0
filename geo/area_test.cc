#include "geo/area.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/area_test_support.h"

namespace watchpost {
namespace {

using ::testing::HasSubstr;

std::string refusal(const std::vector<PolygonRings>& polygons) {
  const auto area = area_from_polygons(polygons);
  return area.ok() ? "" : area.error().what;
}

TEST(Area, ContainsItsInsideAndNotItsOutside) {
  const Area area = box_area(33, 34, 34, 35);
  EXPECT_TRUE(area.contains({34.5, 33.5}));
  EXPECT_FALSE(area.contains({34.5, 32.9}));
  EXPECT_FALSE(area.contains({35.1, 33.5}));
  EXPECT_FALSE(area.contains({-34.5, 33.5}));
}

TEST(Area, PointsOnAVertexAreInside) {
  const std::vector<LatLon> ring = {{10.123456789, 20.1}, {10.7, 20.9123}, {11.3, 20.2}, {10.6, 20.5}};
  const Area area = area_of({{ring, {}}});
  for (const LatLon vertex : ring) EXPECT_TRUE(area.contains(vertex));
}

RC_GTEST_PROP(Area, PointsOnAnEdgeAreInside, ()) {
  const double latitude_deg = *rc::gen::inRange(-80, 80);
  const std::vector<LatLon> ring = {
      {latitude_deg, 178.3}, {latitude_deg + 1.7, 182.9}, {latitude_deg + 4, 179.1}};
  const Area area = area_of({{ring, {}}});
  const double share = *rc::gen::inRange(0, 1001) / 1000.0;
  for (std::size_t i = 0; i < 3; ++i) RC_ASSERT(area.contains(on_line(ring[i], ring[(i + 1) % 3], share)));
}

TEST(Area, OrientationAndClosingOfRingsDoNotMatter) {
  std::vector<LatLon> outer = box(0, 0, 10, 10);
  std::vector<LatLon> hole = box(4, 4, 6, 6);
  for (int turn = 0; turn < 4; ++turn) {
    const Area area = area_of({{outer, {hole}}});
    EXPECT_TRUE(area.contains({2, 2}));
    EXPECT_FALSE(area.contains({5, 5}));
    std::reverse(outer.begin(), outer.end());
    if (turn % 2 == 1) std::reverse(hole.begin(), hole.end());
    if (turn == 1) outer.push_back(outer.front());
  }
}

TEST(Area, TheBoundaryOfAHoleBelongsToTheArea) {
  const Area area = area_of({{box(0, 0, 10, 10), {box(4, 4, 6, 6)}}});
  EXPECT_TRUE(area.contains({4, 5}));
  EXPECT_TRUE(area.contains({6, 6}));
  EXPECT_FALSE(area.contains({4.00001, 5}));
}

TEST(Area, AnIslandInAHoleIsInside) {
  const Area area = area_of({{box(0, 0, 10, 10), {box(2, 2, 8, 8)}}, {box(4, 4, 6, 6), {}}});
  EXPECT_TRUE(area.contains({5, 5}));
  EXPECT_FALSE(area.contains({3, 3}));
  EXPECT_TRUE(area.contains({1, 1}));
  ASSERT_EQ(area.outline().size(), 2U);
}

// A parallel is no geodesic: at 70 degrees north an edge 10 degrees wide lies kilometres from one.
TEST(Area, EdgesAreStraightInDegrees) {
  const Area area = box_area(10, 70, 20, 71);
  for (const double longitude_deg : {10.001, 12.345, 15.0, 19.999}) {
    EXPECT_TRUE(area.contains(beside({70, longitude_deg}, 0, 1)));
    EXPECT_FALSE(area.contains(beside({70, longitude_deg}, 180, 1)));
    EXPECT_TRUE(area.contains(beside({71, longitude_deg}, 180, 1)));
    EXPECT_FALSE(area.contains(beside({71, longitude_deg}, 0, 1)));
    EXPECT_TRUE(area.contains({70, longitude_deg}));
    EXPECT_TRUE(area.contains({71, longitude_deg}));
  }
}

TEST(Area, LongitudesBeyondTheAntimeridianAreNormalized) {
  for (const double shift_deg : {0.0, -360.0}) {
    const Area area = box_area(170 + shift_deg, -10, 190 + shift_deg, 10);
    EXPECT_TRUE(area.contains({0, 175}));
    EXPECT_TRUE(area.contains({0, -175}));
    EXPECT_TRUE(area.contains({0, 180}));
    EXPECT_TRUE(area.contains({0, -180}));
    EXPECT_FALSE(area.contains({0, 0}));
    EXPECT_FALSE(area.contains({0, -169}));
  }
}

TEST(Area, APolygonCutAtTheAntimeridianIsOne) {
  // The parts have vertices of their own on the cut.
  const Area area =
      area_of({{{{-20, 170}, {-20, 180}, {-14, 180}, {-10, 180}, {-10, 170}}, {}},
               {{{-20, -180}, {-20, -170}, {-10, -170}, {-10, -180}, {-17, -180}, {-18, -180}}, {}}});
  EXPECT_EQ(area.outline().size(), 1U);
  EXPECT_TRUE(area.outline()[0].holes.empty());
  EXPECT_TRUE(area.contains({-15, 180}));
  EXPECT_TRUE(area.contains({-15, -180}));
  EXPECT_GT(area.margin_m({-15, 180}), 500'000);
  EXPECT_GT(area.bounds().west_deg, area.bounds().east_deg);
  EXPECT_NEAR(area.bounds().west_deg, 170, 1e-9);
  EXPECT_NEAR(area.bounds().east_deg, -170, 1e-9);
  EXPECT_NEAR(std::abs(area.centre().longitude_deg), 180, 1e-9);
}

TEST(Area, OverlappingAndAdjacentPolygonsAreUnited) {
  const Area area = area_of({{box(0, 45, 2, 46), {}}, {box(1, 45.5, 3, 47), {}}, {box(2, 45, 3, 45.5), {}}});
  EXPECT_EQ(area.outline().size(), 1U);
  EXPECT_TRUE(area.outline()[0].holes.empty());
  EXPECT_TRUE(area.contains({45.75, 1.5}));
  EXPECT_NEAR(area.margin_m({45.5, 2.0}), distance_m({45.5, 2.0}, {45.0, 2.0}), 1.0);
}

TEST(Area, NeighboursWithVerticesOfTheirOwnOnASharedParallelLeaveNoSeam) {
  const Area area =
      area_of({{box(0, 45, 2, 46), {}}, {{{46, 0}, {46, 0.31}, {46, 1.17}, {46, 2}, {47, 2}, {47, 0}}, {}}});
  ASSERT_EQ(area.outline().size(), 1U);
  EXPECT_TRUE(area.outline()[0].holes.empty());
  for (const double longitude_deg : {0.7, 1.0, 1.3}) EXPECT_GT(area.margin_m({46, longitude_deg}), 50'000);
}

TEST(Area, ACapRoundAPoleKnowsItsPole) {
  const Area north = box_area(-180, 60, 180, 90);
  const Area south = box_area(-180, -90, 180, -60);
  for (const double longitude_deg : {-180.0, -77.0, 0.0, 33.3, 180.0}) {
    EXPECT_TRUE(north.contains({90, longitude_deg}));
    EXPECT_TRUE(north.contains({60, longitude_deg}));
    EXPECT_TRUE(north.contains({75, longitude_deg}));
    EXPECT_FALSE(north.contains({59.99999, longitude_deg}));
    EXPECT_FALSE(north.contains({-90, longitude_deg}));
    EXPECT_TRUE(south.contains({-90, longitude_deg}));
    EXPECT_FALSE(south.contains({-59.99999, longitude_deg}));
    EXPECT_NEAR(north.margin_m(beside({60, longitude_deg}, 0, 500)), 500, 0.01);
  }
  EXPECT_NEAR(north.margin_m({90, 0}), distance_m({90, 0}, {60, 0}), 1);
  EXPECT_EQ(north.bounds().north_deg, 90);
  EXPECT_EQ(north.bounds().west_deg, -180);
  EXPECT_EQ(north.bounds().east_deg, 180);
}

TEST(Area, AWedgeAtAPoleEndsAtItsMeridians) {
  const Area area = box_area(0, 60, 90, 90);
  EXPECT_TRUE(area.contains({89.9999, 45}));
  EXPECT_TRUE(area.contains({90, -120}));
  EXPECT_FALSE(area.contains({89.9999, 120}));
  EXPECT_FALSE(area.contains({70, -45}));
  const Area most = box_area(-180, 60, 90, 90);
  EXPECT_TRUE(most.contains({89.9999, 45}));
  EXPECT_TRUE(most.contains({89.9999, -135}));
  EXPECT_FALSE(most.contains({89.9999, 135}));
}

TEST(Area, TheWholeEarthIsAnArea) {
  const Area area = box_area(-180, -90, 180, 90);
  for (const LatLon place :
       {LatLon{0, 0}, LatLon{90, 0}, LatLon{-90, 10}, LatLon{12, 180}, LatLon{-12, -180}})
    EXPECT_TRUE(area.contains(place));
  EXPECT_TRUE(std::isinf(area.margin_m({0, 0})));
  EXPECT_EQ(area.probability_inside({0, 0}, {1e6, 0, 1e6}), 1);
}

TEST(Area, TheEarthWithAHoleIsAnArea) {
  const Area area = area_of({{box(-180, -90, 180, 90), {box(10, 10, 20, 20)}}});
  EXPECT_FALSE(area.contains({15, 15}));
  EXPECT_TRUE(area.contains({15, 21}));
  EXPECT_TRUE(area.contains({15, -160}));
  EXPECT_TRUE(area.contains({90, 0}));
  EXPECT_TRUE(area.contains({-90, 0}));
}

// The tree against the textbook's count of crossings, on a star with hundreds of points.
RC_GTEST_PROP(Area, AgreesWithCountingCrossings, ()) {
  const int count = *rc::gen::inRange(3, 400);
  const double phase = *rc::gen::inRange(0, 1000) * 0.01;
  std::vector<LatLon> ring;
  for (int i = 0; i < count; ++i) {
    const double angle = 2 * std::numbers::pi * i / count;
    const double radius_deg = 1 + 0.4 * std::sin(7 * angle + phase) + 0.3 * std::sin(31.7 * i);
    ring.push_back({20 + radius_deg * std::sin(angle), 50 + radius_deg * std::cos(angle)});
  }
  const Area area = area_of({{ring, {}}});
  for (int k = 0; k < 200; ++k) {
    const LatLon place{20 + *rc::gen::inRange(-2000, 2000) * 1e-3 + 1e-5,
                       50 + *rc::gen::inRange(-2000, 2000) * 1e-3 + 1e-5};
    bool is_inside = false;
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const LatLon a = ring[i];
      const LatLon b = ring[(i + 1) % ring.size()];
      if ((a.latitude_deg > place.latitude_deg) == (b.latitude_deg > place.latitude_deg)) continue;
      const double share = (place.latitude_deg - a.latitude_deg) / (b.latitude_deg - a.latitude_deg);
      is_inside ^= place.longitude_deg < a.longitude_deg + share * (b.longitude_deg - a.longitude_deg);
    }
    RC_ASSERT(area.contains(place) == is_inside);
  }
}

RC_GTEST_PROP(Area, AUnionIsInsideWhereOneOfItsPolygonsIs, ()) {
  const double latitude_deg = *rc::gen::element(-70.0, 0.0, 45.0, 70.0);
  const double longitude_deg = *rc::gen::element(20.0, 180.0, -180.0);
  std::vector<PolygonRings> polygons;
  for (int i = *rc::gen::inRange(2, 6); i > 0; --i) {
    const double west_deg = longitude_deg + *rc::gen::inRange(-20, 20) * 0.1;
    const double south_deg = latitude_deg + *rc::gen::inRange(-20, 20) * 0.1;
    const double size_deg = 0.1 * *rc::gen::inRange(1, 20);
    PolygonRings polygon{box(west_deg, south_deg, west_deg + size_deg, south_deg + size_deg), {}};
    polygon.outer[1].latitude_deg += 0.05;  // slanted, so that edges cross anywhere
    if (size_deg > 0.5)
      polygon.holes = {box(west_deg + 0.2, south_deg + 0.2, west_deg + 0.4, south_deg + 0.4)};
    polygons.push_back(polygon);
  }
  const Area united = area_of(polygons);
  std::vector<Area> alone;
  alone.reserve(polygons.size());
  for (const PolygonRings& polygon : polygons) alone.push_back(area_of({polygon}));
  for (int k = 0; k < 200; ++k) {
    const LatLon place{
        latitude_deg + *rc::gen::inRange(-2500, 4500) * 1e-3 + 1.7e-5,
        normalized_longitude_deg(longitude_deg + *rc::gen::inRange(-2500, 4500) * 1e-3 + 1.3e-5)};
    const bool is_in_one =
        std::any_of(alone.begin(), alone.end(), [&](const Area& a) { return a.contains(place); });
    RC_ASSERT(united.contains(place) == is_in_one);
  }
}

TEST(Area, WhatIsNoPositionIsNotInside) {
  const Area area = box_area(-180, -90, 180, 90);
  EXPECT_FALSE(area.contains({std::nan(""), 0}));
  EXPECT_FALSE(area.contains({0, std::nan("")}));
  EXPECT_FALSE(area.contains({0, HUGE_VAL}));
  EXPECT_FALSE(area.contains({91, 0}));
}

TEST(Area, RefusesPolygonsThatCrossThemselvesAndSaysWhere) {
  EXPECT_EQ(refusal({{{{33, 34}, {34, 35}, {33, 35}, {34, 34}}, {}}}),
            "polygon crosses itself near 34.500000, 33.500000");
  // Through a vertex that is visited twice, and through a vertex on an edge.
  EXPECT_THAT(refusal({{{{0, 0}, {1, 1}, {2, 2}, {0, 2}, {1, 1}, {2, 0}}, {}}}),
              HasSubstr("crosses itself near 1.0"));
  EXPECT_THAT(refusal({{{{0, 0}, {2, 2}, {0, 2}, {1, 1}, {2, 0}}, {}}}),
              HasSubstr("crosses itself near 1.0"));
  EXPECT_THAT(refusal({{box(0, 0, 4, 4), {box(3, 1, 5, 2)}}}), HasSubstr("crosses itself near 4.0"));
}

// A vertex lies on another edge as far as rounding can tell, after the ring has run back on itself.
TEST(Area, JudgesARingAlikeWhereverItBeginsAndWhicheverWayItRuns) {
  std::vector<LatLon> ring = {{68.7, 178.7}, {70, 180},     {70, 178.7},
                              {70, 179.9},   {69.9, 179.9}, {69.9, 178.7}};
  const std::string verdict = refusal({{ring, {}}});
  for (std::size_t by = 0; by < ring.size(); ++by) {
    std::rotate(ring.begin(), ring.begin() + 1, ring.end());
    EXPECT_EQ(refusal({{ring, {}}}), verdict) << by;
    const std::vector<LatLon> backwards(ring.rbegin(), ring.rend());
    EXPECT_EQ(refusal({{backwards, {}}}), verdict) << by;
  }
}

TEST(Area, AcceptsRingsThatTouch) {
  EXPECT_EQ(refusal({{box(0, 0, 4, 4), {{{0, 2}, {1, 1}, {1, 3}}}}}), "");           // hole on the edge
  EXPECT_EQ(refusal({{{{0, 0}, {1, 1}, {2, 0}, {2, 2}, {1, 1}, {0, 2}}, {}}}), "");  // waist of no width
  EXPECT_EQ(refusal({{box(0, 0, 8, 8), {box(1, 1, 3, 3), box(3, 3, 5, 5)}}}), "");   // holes by a corner
}

TEST(Area, RefusesWhatIsNoPolygon) {
  EXPECT_THAT(refusal({}), HasSubstr("no polygon"));
  EXPECT_THAT(refusal({{{{0, 0}, {1, 1}}, {}}}), HasSubstr("fewer than 4 points"));
  EXPECT_THAT(refusal({{{{0, 0}, {1, 1}, {0, 0}, {1, 1}}, {}}}), HasSubstr("no area"));
  EXPECT_THAT(refusal({{{{0, 0}, {1, 1}, {2, 2}}, {}}}), HasSubstr("no area"));
  EXPECT_THAT(refusal({{{{0, 0}, {1, std::nan("")}, {2, 0}}, {}}}), HasSubstr("not a finite number"));
  EXPECT_THAT(refusal({{{{0, 0}, {95, 0}, {0, 5}}, {}}}), HasSubstr("lie off the earth"));
  EXPECT_THAT(refusal({{box(-200, 0, 200, 10), {}}}), HasSubstr("360 degrees wide"));
  EXPECT_THAT(refusal({{box(0, 0, 2, 2), {box(0, 0, 2, 2)}}}), HasSubstr("holes leave nothing"));
  EXPECT_THAT(refusal({{box(0, 0, 2, 2), {box(5, 5, 6, 6)}}}),
              HasSubstr("hole outside its outer ring near 5.0"));
}

}  // namespace
}  // namespace watchpost
