#include "daemon/query/geometry_message.h"

#include <gtest/gtest.h>

#include <cmath>

#include "geo/area.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

namespace pb = ::watchpost::v1;

constexpr std::size_t page_bytes = 250 * 1024;

// A circle of many points; `ripple` makes it one that cannot be thinned much.
std::vector<LatLon> circle(LatLon centre, double radius_deg, int point_count, double ripple) {
  std::vector<LatLon> ring;
  for (int i = 0; i < point_count; ++i) {
    const double angle = 2 * M_PI * i / point_count;
    const double radius = radius_deg * (1 + (i % 2 == 0 ? ripple : -ripple));
    ring.push_back(
        {centre.latitude_deg + radius * std::sin(angle), centre.longitude_deg + radius * std::cos(angle)});
  }
  return ring;
}

std::shared_ptr<const Area> area(const std::vector<PolygonRings>& polygons) {
  Result<Area> made = area_from_polygons(polygons);
  EXPECT_TRUE(made.ok());
  return std::make_shared<const Area>(std::move(*made));
}

TEST(GeometryMessage, SaysAllThatTheConfigurationDraws) {
  Mission mission;
  mission.area = area({{{{0, 0}, {0, 2}, {2, 2}, {2, 0}}, {{{0.5, 0.5}, {0.5, 1}, {1, 1}, {1, 0.5}}}}});
  mission.buffer_m = 2000;
  mission.zones = {
      {"camp-alpha", "medical", area({{{{0, 0}, {0, 1}, {1, 0}}, {}}, {{{5, 5}, {5, 6}, {6, 5}}, {}}})}};
  Result<Polyline> line = polyline_from_vertices({{0, 0}, {0, 1}, {1, 1}});
  ASSERT_TRUE(line.ok());
  mission.lines = {{"ceasefire", "ALL", std::make_shared<const Polyline>(*line)}};
  mission.assets = {{"well", "ALL", {1.5, 1.5}}};
  mission.sensors.resize(1);
  mission.sensors[0].feed = "radar";
  mission.sensors[0].name = "mast";
  mission.sensors[0].position = LatLon{1, 1};

  const pb::Geometry message = geometry_message(mission);
  EXPECT_EQ(message.buffer_m(), 2000);
  ASSERT_EQ(message.area_size(), 1);
  ASSERT_EQ(message.area(0).rings_size(), 2);
  const pb::Ring& outer = message.area(0).rings(0);
  EXPECT_GE(outer.points_size(), 5);
  EXPECT_EQ(outer.points(0).latitude_deg(), outer.points(outer.points_size() - 1).latitude_deg());
  EXPECT_EQ(outer.points(0).longitude_deg(), outer.points(outer.points_size() - 1).longitude_deg());
  ASSERT_EQ(message.zones_size(), 1);
  EXPECT_EQ(message.zones(0).name(), "camp-alpha");
  EXPECT_EQ(message.zones(0).label(), "medical");
  EXPECT_EQ(message.zones(0).area_size(), 2);
  ASSERT_EQ(message.lines_size(), 1);
  EXPECT_EQ(message.lines(0).points(0).longitude_deg(), 0);
  EXPECT_EQ(message.lines(0).points(message.lines(0).points_size() - 1).latitude_deg(), 1);
  ASSERT_EQ(message.assets_size(), 1);
  EXPECT_EQ(message.assets(0).position().latitude_deg(), 1.5);
  ASSERT_EQ(message.sensors_size(), 1);
  EXPECT_EQ(message.sensors(0).feed(), "radar");
}

TEST(GeometryMessage, OfAnEmptyMissionIsOneEmptyPage) {
  const auto pages = geometry_pages(Mission{}, page_bytes);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].ByteSizeLong(), 0U);
}

TEST(GeometryMessage, EveryPageIsShortEnoughAndNothingIsLost) {
  Mission mission;
  mission.area = area({{circle({10, 10}, 1, 60'000, 1e-3), {}}});
  for (int number = 0; number < 5; ++number)
    mission.zones.push_back(
        {"zone-" + std::to_string(number), "ALL", area({{circle({10, 20}, 1, 7'000, 1e-4), {}}})});
  const auto pages = geometry_pages(mission, page_bytes);
  EXPECT_GT(pages.size(), 3U);
  int area_count = 0;
  int zone_count = 0;
  for (const pb::Geometry& page : pages) {
    EXPECT_LE(page.ByteSizeLong(), page_bytes);
    area_count += page.area_size();
    for (const pb::Zone& zone : page.zones()) zone_count += zone.area_size();
  }
  EXPECT_EQ(area_count, 1);
  EXPECT_EQ(zone_count, 5);
}

TEST(GeometryMessage, ThinsALineToItsCornersAndNoFurther) {
  std::vector<LatLon> line;
  for (int i = 0; i <= 1000; ++i) line.push_back({0, i * 1e-4});
  for (int i = 1; i <= 1000; ++i) line.push_back({i * 1e-4, 0.1});
  const std::vector<LatLon> thin = thinned(line, 100);
  ASSERT_EQ(thin.size(), 3U);
  EXPECT_EQ(thin[1], (LatLon{0, 0.1}));
  EXPECT_EQ(thinned({{0, 0}, {0, 0}}, 100).size(), 2U);
}

}  // namespace
}  // namespace watchpost
