#include "daemon/simulate/vessel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "daemon/simulate/recording_for_tests.h"

namespace watchpost::simulate {
namespace {

Actor vessel(Path path) {
  Actor actor{.object = "green-heron", .kind = "vessel.fishing", .path = std::move(path)};
  actor.ais = AisVoice{.mmsi = 200000011,
                       .name = "GREEN HERON",
                       .callsign = "XH11",
                       .ship_type = 30,
                       .length_m = 18,
                       .beam_m = 5};
  return actor;
}

Path running(double speed_mps, double duration_s) {
  Path path(0, {1000, -2000}, 45, speed_mps);
  path.run(speed_mps * duration_s);
  return path;
}

TEST(Vessel, ReportsWhereItIsWithTheErrorOfItsReceiver) {
  const Setting setting = test_setting(40'000);
  Actor actor = vessel(running(6, 40'000));
  Recording recording;
  transmit_ais(actor, setting, recording);
  ReadBack read;
  read_back(recording, "ais", read);
  EXPECT_EQ(read.fault_count, 0U);
  double sum_sq = 0;
  std::size_t count = 0;
  for (const Report& report : read.reports) {
    if (!report.has(Field::position)) continue;
    const Motion truth = actor.path.at(seconds_in(report.event_time));
    const EastNorth said = setting.plane.to_plane(report.position);
    sum_sq += std::pow(said.east_m - truth.place.east_m, 2) + std::pow(said.north_m - truth.place.north_m, 2);
    EXPECT_NEAR(report.speed_mps, 6, 0.1);
    EXPECT_NEAR(report.course_deg, 45, 0.1);
    ++count;
  }
  ASSERT_GT(count, 3500U);
  EXPECT_NEAR(std::sqrt(sum_sq / static_cast<double>(2 * count)), ais_std_m, 0.1);
}

TEST(Vessel, SaysWhoItIsAfterAFirstPosition) {
  Actor actor = vessel(running(6, 1000));
  Recording recording;
  transmit_ais(actor, test_setting(1000), recording);
  ReadBack read;
  read_back(recording, "ais", read);
  ASSERT_FALSE(read.reports.empty());
  EXPECT_TRUE(read.reports.front().has(Field::position));
  const auto named = std::find_if(read.reports.begin(), read.reports.end(), [](const Report& report) {
    return report.details != nullptr && report.details->name == "GREEN HERON";
  });
  ASSERT_NE(named, read.reports.end());
  EXPECT_EQ(named->details->classification.front().type, "vessel.fishing");
  EXPECT_EQ(named->get<Field::length>(), 18);
}

TEST(Vessel, ReportsAsOftenAsItsSpeedAsks) {
  EXPECT_EQ(ais_interval_at_s(0), 180);
  EXPECT_EQ(ais_interval_at_s(7), 10);
  EXPECT_EQ(ais_interval_at_s(8), 6);
  EXPECT_EQ(ais_interval_at_s(13), 2);
  Path moored(0, {0, 0});
  moored.wait(3600);
  Actor actor = vessel(moored);
  Recording recording;
  transmit_ais(actor, test_setting(3600), recording);
  const auto positions = std::count_if(actor.heard.begin(), actor.heard.end(),
                                       [](const Heard& heard) { return heard.has_position; });
  EXPECT_GE(positions, 17);
  EXPECT_LE(positions, 20);
}

TEST(Vessel, IsHeardButForAFew) {
  Actor actor = vessel(running(6, 100'000));
  Recording recording;
  transmit_ais(actor, test_setting(100'000), recording);
  EXPECT_NEAR(static_cast<double>(actor.heard.size()) / (10'000 + 277), 1 - ais_loss, 0.006);
  EXPECT_EQ(actor.heard.size(), recording.records().size());
}

TEST(Vessel, SaysNothingWhileItIsSilentAndAllElseAsWithoutTheSilence) {
  Actor speaking = vessel(running(6, 3000));
  Actor silent = vessel(running(6, 3000));
  silent.silences = {{1000, 2000}};
  Recording all;
  Recording part;
  transmit_ais(speaking, test_setting(3000), all);
  transmit_ais(silent, test_setting(3000), part);
  for (const Heard& heard : silent.heard) EXPECT_FALSE(heard.event_s >= 1000 && heard.event_s < 2000);
  const auto outside = std::count_if(speaking.heard.begin(), speaking.heard.end(), [](const Heard& heard) {
    return heard.event_s < 1000 || heard.event_s >= 2000;
  });
  EXPECT_EQ(static_cast<std::size_t>(outside), silent.heard.size());
}

TEST(Beacon, SaysTestUntilItIsMeant) {
  Path path(0, {0, 0});
  path.wait(4000);
  Actor actor{.object = "beacon", .kind = "beacon", .path = std::move(path)};
  actor.ais = AisVoice{
      .mmsi = 970990001, .is_distress_beacon = true, .test = Span{100, 160}, .distress = Span{2000, 3000}};
  Recording recording;
  transmit_ais(actor, test_setting(4000), recording);
  ReadBack read;
  read_back(recording, "ais", read);
  EXPECT_EQ(read.fault_count, 0U);
  int tests = 0;
  int meant = 0;
  int texts = 0;
  for (const Report& report : read.reports) {
    const bool is_early = seconds_in(report.receive_time) < 200;
    if (report.details != nullptr && report.details->event != nullptr) {
      ++texts;
      EXPECT_EQ(report.details->event->text, is_early ? "SART TEST" : "SART ACTIVE");
      continue;
    }
    EXPECT_EQ(report.navigation, is_early ? Navigation::unspecified : Navigation::distress_beacon);
    EXPECT_EQ(report.emergency == Emergency::beacon_test, is_early);
    ++(is_early ? tests : meant);
  }
  EXPECT_GE(tests, 4);
  EXPECT_GE(meant, 100);
  EXPECT_GE(texts, 4);
  ASSERT_FALSE(actor.distress_heard.empty());
  EXPECT_GE(actor.distress_heard.front().event_s, 2000);
  EXPECT_EQ(actor.distress_heard.size(), static_cast<std::size_t>(meant));
}

}  // namespace
}  // namespace watchpost::simulate
