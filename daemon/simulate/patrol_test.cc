#include "daemon/simulate/patrol.h"

#include <gtest/gtest.h>

#include <cmath>

#include "daemon/simulate/plots_row.h"
#include "daemon/simulate/recording_for_tests.h"

namespace watchpost::simulate {
namespace {

Actor patrol(double duration_s) {
  Path path(0, {0, 4000}, 30, 8);
  path.run(8 * duration_s);
  Actor actor{.object = "patrol-4", .kind = "vehicle", .unit = "patrol-4", .path = std::move(path)};
  actor.radio = RadioVoice{"PATROL FOUR", 15};
  return actor;
}

TEST(Patrol, ReportsItsPlaceUnderItsNameWithTheErrorOfItsReceiver) {
  const Setting setting = test_setting(60'000);
  Actor actor = patrol(60'000);
  Recording recording;
  transmit_radio(actor, setting, recording);
  ReadBack read;
  read_back(recording, "plots", read);
  EXPECT_EQ(read.fault_count, 0U);
  ASSERT_GT(read.reports.size(), 3800U);
  double sum_sq = 0;
  for (const Report& report : read.reports) {
    EXPECT_EQ(report.details->name, "PATROL FOUR");
    EXPECT_EQ(report.sensor, radio_sensor);
    EXPECT_GT(seconds_in(report.receive_time), seconds_in(report.event_time));
    const EastNorth truth = actor.path.at(seconds_in(report.event_time)).place;
    const EastNorth said = setting.plane.to_plane(report.position);
    sum_sq += std::pow(said.east_m - truth.east_m, 2) + std::pow(said.north_m - truth.north_m, 2);
  }
  EXPECT_NEAR(std::sqrt(sum_sq / static_cast<double>(2 * read.reports.size())), radio_std_m, 0.2);
}

TEST(Patrol, ItsRadioIsHeardAtItsIntervalButForAFewAndNotInItsSilence) {
  Actor actor = patrol(30'000);
  actor.silences = {{5000, 5840}};
  Recording recording;
  transmit_radio(actor, test_setting(30'000), recording);
  EXPECT_NEAR(static_cast<double>(actor.heard.size()) / ((30'000 - 840) / 15.0), 1 - radio_loss, 0.015);
  double longest_s = 0;
  for (std::size_t i = 1; i < actor.heard.size(); ++i)
    longest_s = std::max(longest_s, actor.heard[i].event_s - actor.heard[i - 1].event_s);
  EXPECT_GE(longest_s, 840);
  EXPECT_LE(longest_s, 840 + 4 * 15);
}

}  // namespace
}  // namespace watchpost::simulate
