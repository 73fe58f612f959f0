#include "daemon/simulate/radar.h"

#include <gtest/gtest.h>

#include <cmath>

#include "daemon/simulate/recording_for_tests.h"
#include "geo/frame.h"

namespace watchpost::simulate {
namespace {

constexpr double looks = 8000;

Radar radar() {
  Radar radar;
  radar.sensor = "harbour-radar";
  radar.place = {3000, 500};
  return radar;
}

Actor standing(EastNorth place) {
  Path path(0, place);
  path.wait(looks * 2.5);
  Actor actor{.object = "buoy", .kind = "vessel", .path = std::move(path)};
  actor.is_seen_by_radar = true;
  return actor;
}

struct Statistics {
  std::size_t count = 0;
  double range_mean_m = 0;
  double range_std_m = 0;
  double azimuth_std_deg = 0;
};

Statistics statistics_of(const ReadBack& read, double range_m, double azimuth_deg) {
  Statistics found;
  double range_sum = 0;
  double range_sq = 0;
  double azimuth_sq = 0;
  for (const Report& report : read.reports) {
    const Polar& polar = *report.details->polar;
    const double range_off_m = polar.range_m - range_m;
    const double azimuth_off_deg = std::remainder(polar.azimuth_deg - azimuth_deg, 360);
    EXPECT_FLOAT_EQ(polar.std_range_m, 15);
    EXPECT_FLOAT_EQ(polar.std_azimuth_deg, 0.3F);
    range_sum += range_off_m;
    range_sq += range_off_m * range_off_m;
    azimuth_sq += azimuth_off_deg * azimuth_off_deg;
    ++found.count;
  }
  const auto count = static_cast<double>(found.count);
  found.range_mean_m = range_sum / count;
  found.range_std_m = std::sqrt(range_sq / count);
  found.azimuth_std_deg = std::sqrt(azimuth_sq / count);
  return found;
}

TEST(Radar, SeesMostLooksWithTheErrorsThatItSays) {
  const Setting setting = test_setting(looks * 2.5);
  Radar watching = radar();
  watching.clutter_a_look = 0;
  const std::vector<Actor> actors = {standing({-2000, 5500})};
  Recording recording;
  watch(watching, actors, setting, recording);
  ReadBack read;
  read_back(recording, "plots", read);
  const LatLon there = setting.plane.to_degrees({-2000, 5500});
  const LatLon here = setting.plane.to_degrees(watching.place);
  const EastNorth way = LocalFrame(here).to_local(there);
  const Statistics found = statistics_of(read, distance_m(here, there),
                                         std::atan2(way.east_m, way.north_m) * 180 / 3.14159265358979);
  EXPECT_NEAR(static_cast<double>(found.count) / looks, watching.detection, 0.01);
  EXPECT_NEAR(found.range_mean_m, 0, 0.7);
  EXPECT_NEAR(found.range_std_m, 15, 0.5);
  EXPECT_NEAR(found.azimuth_std_deg, 0.3, 0.01);
}

TEST(Radar, SeesNothingBeyondItsRangeNorWhatRadarsDoNotSee) {
  Radar watching = radar();
  watching.clutter_a_look = 0;
  Actor unseen = standing({0, 0});
  unseen.is_seen_by_radar = false;
  Recording recording;
  watch(watching, {standing({-9100, 500}), unseen}, test_setting(1000), recording);
  EXPECT_TRUE(recording.records().empty());
  EXPECT_TRUE(watching.heard.empty());
}

TEST(Radar, ClutterIsSpreadEvenlyOverTheGround) {
  const Setting setting = test_setting(looks * 2.5);
  Radar watching = radar();
  Recording recording;
  watch(watching, {}, setting, recording);
  ReadBack read;
  read_back(recording, "plots", read);
  EXPECT_NEAR(static_cast<double>(read.reports.size()) / looks, watching.clutter_a_look, 0.06);
  std::size_t near = 0;
  std::size_t east = 0;
  for (const Report& report : read.reports) {
    if (report.details->polar->range_m < 6000) ++near;
    if (report.details->polar->azimuth_deg < 180) ++east;
  }
  const auto count = static_cast<double>(read.reports.size());
  EXPECT_NEAR(static_cast<double>(near) / count, 0.25, 0.02);
  EXPECT_NEAR(static_cast<double>(east) / count, 0.5, 0.02);
}

TEST(Radar, DeliversNothingWhileItHasFailed) {
  Radar watching = radar();
  watching.silences = {{100, 400}};
  Recording recording;
  watch(watching, {standing({0, 0})}, test_setting(1000), recording);
  for (const Heard& heard : watching.heard) EXPECT_FALSE(heard.event_s >= 100 && heard.event_s < 400);
  EXPECT_GT(watching.heard.back().event_s, 990);
}

}  // namespace
}  // namespace watchpost::simulate
