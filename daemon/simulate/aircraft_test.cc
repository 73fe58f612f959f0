#include "daemon/simulate/aircraft.h"

#include <gtest/gtest.h>

#include <cmath>

#include "adapters/adsb/mode_s.h"
#include "daemon/simulate/recording_for_tests.h"

namespace watchpost::simulate {
namespace {

Actor flying(double duration_s) {
  Path path(0, {-20'000, 5000}, 90, 100);
  path.run(100 * duration_s);
  Actor actor{.object = "courier", .kind = "aircraft", .path = std::move(path)};
  actor.adsb = AdsbVoice{.icao24 = 0xf0e010, .callsign = "COURIER7", .category = 2, .altitude_m = 2400};
  return actor;
}

struct Heights {
  int positions = 0;
  int velocities = 0;
  int names = 0;
  int emergencies = 0;
};

void expect_sound(const ReadBack& read, const Actor& actor, const Setting& setting, Heights& seen) {
  for (const Report& report : read.reports) {
    EXPECT_EQ(report.icao24, 0xf0e010U);
    const Motion truth = actor.path.at(seconds_in(report.event_time));
    if (report.has(Field::position)) {
      const EastNorth said = setting.plane.to_plane(report.position);
      EXPECT_LT(std::hypot(said.east_m - truth.place.east_m, said.north_m - truth.place.north_m), 30);
      EXPECT_NEAR(report.altitude_m, 2400, 4);
      ++seen.positions;
    }
    if (report.has(Field::velocity_en) && !report.has(Field::position)) {
      EXPECT_NEAR(report.velocity_mps.east_m, 100, 0.6);
      EXPECT_NEAR(report.velocity_mps.north_m, 0, 0.6);
      ++seen.velocities;
    }
    if (report.details != nullptr && report.details->callsign == "COURIER7") ++seen.names;
    if (report.squawk == 07700 && report.emergency == Emergency::general) {
      EXPECT_GE(seconds_in(report.event_time), 60);
      ++seen.emergencies;
    }
  }
}

TEST(Aircraft, IsDecodedWhereItIsWithItsNameAndItsDistress) {
  const Setting setting = test_setting(120);
  Actor actor = flying(120);
  actor.adsb->emergency = Span{60, 120};
  AdsbRecordings recordings;
  transmit_adsb(actor, setting, recordings);
  ReadBack read;
  read_back(recordings.lines, "adsb", read);
  EXPECT_EQ(read.fault_count, 0U);
  Heights seen;
  expect_sound(read, actor, setting, seen);
  EXPECT_GT(seen.positions, 100);
  EXPECT_GT(seen.velocities, 100);
  EXPECT_GT(seen.names, 15);
  EXPECT_EQ(static_cast<std::size_t>(seen.emergencies), actor.distress_heard.size());
  EXPECT_GT(seen.emergencies, 45);
}

TEST(Aircraft, IsTheSameAsLinesAndAsBeast) {
  Actor actor = flying(60);
  AdsbRecordings recordings;
  transmit_adsb(actor, test_setting(60), recordings);
  ASSERT_EQ(recordings.lines.records().size(), recordings.beast.records().size());
  ReadBack lines;
  ReadBack beast;
  read_back(recordings.lines, "adsb", lines);
  read_back(recordings.beast, "adsb", beast);
  EXPECT_EQ(beast.fault_count, 0U);
  ASSERT_EQ(lines.reports.size(), beast.reports.size());
  for (std::size_t i = 0; i < lines.reports.size(); ++i) {
    EXPECT_EQ(lines.reports[i].position, beast.reports[i].position);
    // Its counter begins with the simulation.
    EXPECT_NEAR(seconds_in(lines.reports[i].receive_time),
                static_cast<double>(unix_ns(beast.reports[i].receive_time)) * 1e-9, 1e-6);
  }
}

TEST(Aircraft, IsHeardButForAFewOfItsFrames) {
  Actor actor = flying(5000);
  AdsbRecordings recordings;
  transmit_adsb(actor, test_setting(5000), recordings);
  EXPECT_NEAR(static_cast<double>(actor.heard.size()) / (5000 * 2.4), 1 - adsb_loss, 0.008);
}

}  // namespace
}  // namespace watchpost::simulate
