// What each cell of a BaseStation line says, and what it leaves unsaid.
#include "adapters/sbs/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/fields.h"
#include "daemon/base/arena.h"
#include "daemon/model/report_batch.h"

namespace watchpost::sbs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TestFeed final : public ReportSink, public ReplySink {
 public:
  TestFeed& line(std::string_view text, bool is_cut_off = false) {
    decoder.decode({text, received, false, is_cut_off}, *this, *this);
    return *this;
  }
  void report(const Report& report) override { reports.push_back(copy_into(report, arena_)); }
  void fault(Fault fault, std::string_view) override { faults.push_back(fault); }
  void reply(std::string_view) override {}

  SbsDecoder decoder{Duration(0)};
  ReceiveTime received = receive_time_from_ns(1'000'000'000'000);
  std::vector<Report> reports;
  std::vector<Fault> faults;

 private:
  Arena arena_;
};

Report only(std::string_view text) {
  static TestFeed feed;  // keeps what the report points to
  feed.reports.clear();
  feed.line(text);
  return feed.reports.size() == 1 ? feed.reports.front() : Report{};
}

// The cells from the call sign on.
std::string msg(int type, const std::string& cells) {
  return "MSG," + std::to_string(type) + ",1,1,39AB01,1,2030/01/31,12:00:00.250,2030/01/31,12:00:00.500," +
         cells;
}

TEST(Sbs, AnIdentificationHasACallSignWithoutItsPadding) {
  const Report report = only(msg(1, "TEST12  ,,,,,,,,,,,"));
  EXPECT_EQ(report.get<Field::icao24>(), 0x39AB01u);
  EXPECT_EQ(report.present, 1U << static_cast<int>(Field::icao24));
  ASSERT_NE(report.details, nullptr);
  EXPECT_EQ(report.details->callsign, "TEST12");
  EXPECT_EQ(report.details->classification.front().type, "aircraft");
  EXPECT_EQ(report.emergency, Emergency::unspecified);
}

TEST(Sbs, APositionHasAltitudeAndADefaultAccuracy) {
  const Report report = only(msg(3, ",37000,,,-12.50000,179.25000,,,0,0,0,0"));
  EXPECT_EQ(report.position, (LatLon{-12.5, 179.25}));
  EXPECT_FLOAT_EQ(*report.get<Field::altitude>(), 37000 * 0.3048F);
  EXPECT_EQ(report.altitude_reference, AltitudeReference::barometric);
  EXPECT_NEAR(*report.get<Field::std_m>(), 37.83, 0.01);
  EXPECT_EQ(report.get<Field::on_ground>(), false);
  EXPECT_EQ(report.emergency, Emergency::none);
  EXPECT_FALSE(report.has(Field::speed) || report.has(Field::squawk));
}

TEST(Sbs, APositionOnTheSurfaceIsOnTheGround) {
  const Report report = only(msg(2, ",0,12.5,90.0,12.5,-3.25,,,,,,-1"));
  EXPECT_EQ(report.get<Field::on_ground>(), true);
  EXPECT_EQ(report.get<Field::altitude>(), 0);
  EXPECT_NEAR(*report.get<Field::speed>(), 12.5 * mps_per_knot, 1e-4);
  EXPECT_EQ(report.get<Field::course>(), 90);
}

TEST(Sbs, AVelocityHasSpeedTrackAndVerticalRate) {
  const Report report = only(msg(4, ",,420,360,,,-640,,,,,0"));
  EXPECT_NEAR(*report.get<Field::speed>(), 420 * mps_per_knot, 1e-3);
  EXPECT_EQ(report.get<Field::course>(), 0);
  EXPECT_NEAR(*report.get<Field::up>(), -640 * 0.00508, 1e-4);
  EXPECT_FALSE(report.has(Field::position) || report.has(Field::std_m));
}

TEST(Sbs, SquawksAndEmergencies) {
  const auto of = [](const std::string& squawk, const std::string& flag) {
    return only(msg(6, ",,,,,,," + squawk + ",0," + flag + ",0,"));
  };
  EXPECT_EQ(of("2312", "0").get<Field::squawk>(), 02312);
  EXPECT_EQ(of("2312", "0").emergency, Emergency::none);
  EXPECT_EQ(of("", "-1").emergency, Emergency::general);
  EXPECT_EQ(of("7500", "-1").emergency, Emergency::unlawful_interference);
  EXPECT_EQ(of("7600", "").emergency, Emergency::no_communication);
  EXPECT_EQ(of("7700", "0").emergency, Emergency::general);
  EXPECT_EQ(of("0000", "").get<Field::squawk>(), 0);
  EXPECT_EQ(of("", "").emergency, Emergency::unspecified);
}

TEST(Sbs, AMadeUpAddressIsNotIcaos) {
  std::string line = msg(3, ",100,,,1,2,,,,,,");
  line.replace(line.find("39AB01"), 6, "~2a0001");
  const Report report = only(line);
  EXPECT_FALSE(report.has(Field::icao24));
  ASSERT_NE(report.details, nullptr);
  EXPECT_EQ(report.details->sensor_track, "~2a0001");
}

TEST(Sbs, WhatIsNoCallSignIsAbsent) {
  for (const char* wrong : {"????????", "AB_C", "lower", "TOOLONG99"}) {
    const Report report = only(msg(1, std::string(wrong) + ",,,,,,,,,,,"));
    ASSERT_NE(report.details, nullptr);
    EXPECT_EQ(report.details->callsign, "") << wrong;
  }
}

TEST(Sbs, TheLoggedTimeIsTheReceiveTimeAndTheOtherTellsHowOldItIs) {
  const TestFeed feed;
  const std::string line = msg(8, ",,,,,,,,,,,0");
  const auto time = feed.decoder.recorded_time(line);
  ASSERT_TRUE(time);
  EXPECT_EQ(unix_ns(*time), *unix_time_ns(CivilTime{2030, 1, 31, 12, 0, 0, 500}));
  const SbsDecoder ahead(std::chrono::hours(2));
  EXPECT_EQ(*time - *ahead.recorded_time(line), std::chrono::hours(2));
  const Report report = only(line);
  EXPECT_EQ(as_event_time(report.receive_time) - report.event_time, std::chrono::milliseconds(250));
  for (const std::string wrong : {"2030/01/32,12:00:00.500", "2030-01-31,12:00:00", "1980/01/01,12:00:00.000",
                                  "2030/01/31,12:00:00.", "2030/01/31,12:00:00.11111111111111111111", ","}) {
    std::string other = line;
    other.replace(other.find("2030/01/31,12:00:00.500"), 23, wrong);
    EXPECT_FALSE(feed.decoder.recorded_time(other)) << wrong;
    EXPECT_EQ(as_event_time(only(other).receive_time), only(other).event_time);
  }
}

TEST(Sbs, OtherRowsAreNeitherReportNorFault) {
  TestFeed feed;
  for (const char* line :
       {"SEL,,496,2286,4CA4E5,27215,2010/02/19,18:06:07.710,2010/02/19,18:06:07.710,RYR1427",
        "ID,,496,7162,405637,27928,2010/02/19,18:06:07.115,2010/02/19,18:06:07.115,EZY691A",
        "AIR,,496,5906,400F01,27931,2010/02/19,18:06:07.128,2010/02/19,18:06:07.128",
        "STA,,5,179,400AE7,10103,2008/11/28,14:58:51.153,2008/11/28,14:58:51.153,RM",
        "CLK,,496,-1,,-1,2010/02/19,18:18:19.036,2010/02/19,18:18:19.036", " "})
    feed.line(line);
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(Sbs, EachRefusedLineIsOneFault) {
  TestFeed feed;
  feed.line("hello").line("MSG,3,1").line(msg(9, ",,,,,,,,,,,")).line(msg(3, ",,,,91,0,,,,,,"));
  feed.line(msg(3, ",,,,10,,,,,,,")).line(msg(3, ",abc,,,,,,,,,,")).line(msg(6, ",,,,,,,7788,,,,"));
  feed.line(msg(4, ",,,361,,,,,,,,")).line(msg(8, ",,,,,,,,,,,7")).line(msg(3, ",,,,10,20,,,,,,"), true);
  std::string nobody = msg(8, ",,,,,,,,,,,0");
  nobody.replace(nobody.find("39AB01"), 6, "000000");
  feed.line(nobody);
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, ElementsAre(Fault::malformed, Fault::truncated, Fault::malformed, Fault::malformed,
                                       Fault::malformed, Fault::malformed, Fault::malformed, Fault::malformed,
                                       Fault::malformed, Fault::truncated, Fault::malformed));
}

}  // namespace
}  // namespace watchpost::sbs
