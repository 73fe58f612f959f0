#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "adapters/feed_decoder.h"
#include "adapters/plots/format.h"
#include "adapters/plots/row.h"

namespace watchpost {
namespace {

class NoReplies final : public ReplySink {
  void reply(std::string_view) override {}
};

struct Decoded {
  std::vector<ReportBatchPtr> batches;
  std::vector<Report> reports;
  FeedCounters counters;
  std::vector<std::string> faults;

  std::uint64_t count(Fault fault) const { return counters.faults[static_cast<std::size_t>(fault)]; }
};

Decoded decode(std::string_view bytes, FeedDecoderSettings settings = {.time = TimeSource::recorded},
               Ending ending = Ending::whole) {
  Decoded decoded;
  FeedDecoder decoder(
      plots_format(), {}, settings, decoded.counters,
      [&](ReportBatchPtr& batch) { decoded.batches.push_back(std::move(batch)); },
      [&](Fault, std::string_view detail, std::uint64_t) { decoded.faults.emplace_back(detail); });
  NoReplies replies;
  decoder.bytes(bytes, ReceiveTime(std::chrono::seconds(77)), replies);
  decoder.finish(ending);
  for (const auto& batch : decoded.batches)
    decoded.reports.insert(decoded.reports.end(), batch->reports().begin(), batch->reports().end());
  return decoded;
}

const std::string header_line = std::string(plots::header) + "\n";

TEST(Plots, ReadsAPosition) {
  const auto decoded =
      decode(header_line + "1700000001.25,1700000000.123456789,radar-1,position,0,-33.5,12.5,,,,,,,\n");
  ASSERT_EQ(decoded.reports.size(), 1u);
  const Report& report = decoded.reports[0];
  EXPECT_EQ(unix_ns(report.receive_time), 1'700'000'001'250'000'000);
  EXPECT_EQ(unix_ns(report.event_time), 1'700'000'000'123'456'789);
  EXPECT_EQ(report.sensor, "radar-1");
  EXPECT_EQ(report.get<Field::position>(), (LatLon{0, -33.5}));
  EXPECT_EQ(report.get<Field::std_m>(), 12.5F);
  EXPECT_EQ(report.details, nullptr);
  EXPECT_EQ(decoded.counters.frames, 2u);
}

TEST(Plots, ReadsAPolarPlot) {
  const auto decoded = decode("5,4,r,polar,,,,1500.5,359.5,30,0.25,1.5,2.5,patrol-1\n");
  ASSERT_EQ(decoded.reports.size(), 1u);
  const Report& report = decoded.reports[0];
  EXPECT_FALSE(report.has(Field::position));
  ASSERT_NE(report.details, nullptr);
  EXPECT_EQ(report.details->name, "patrol-1");
  const Polar* polar = report.details->polar;
  ASSERT_NE(polar, nullptr);
  EXPECT_TRUE(polar->has_range && polar->has_std_range && polar->has_std_azimuth &&
              polar->has_sensor_position);
  EXPECT_EQ(polar->range_m, 1500.5);
  EXPECT_EQ(polar->azimuth_deg, 359.5);
  EXPECT_EQ(polar->std_range_m, 30.F);
  EXPECT_EQ(polar->std_azimuth_deg, 0.25F);
  EXPECT_EQ(polar->sensor_position, (LatLon{1.5, 2.5}));
}

TEST(Plots, ReadsABearingWithoutARange) {
  const auto decoded = decode("5,4,df,bearing,,,,,360,,1,,,\n");
  ASSERT_EQ(decoded.reports.size(), 1u);
  const Polar* polar = decoded.reports[0].details->polar;
  ASSERT_NE(polar, nullptr);
  EXPECT_FALSE(polar->has_range);
  EXPECT_FALSE(polar->has_sensor_position);
  EXPECT_EQ(polar->azimuth_deg, 0);
}

TEST(Plots, WhatIsEmptyIsAbsent) {
  const auto decoded = decode("5,4,,position,1,2,,,,,,,,\n");
  ASSERT_EQ(decoded.reports.size(), 1u);
  EXPECT_FALSE(decoded.reports[0].has(Field::std_m));
  EXPECT_EQ(decoded.reports[0].sensor, "");
  EXPECT_EQ(decoded.reports[0].details, nullptr);
}

TEST(Plots, ReadsQuotedCellsAsCsvWritersMakeThem) {
  const auto decoded = decode("5,4,\"a, \"\"b\"\"\",\"position\",1,2,3,,,,,,,\"x,y\"\n");
  ASSERT_EQ(decoded.reports.size(), 1u) << decoded.faults[0];
  EXPECT_EQ(decoded.reports[0].sensor, "a, \"b\"");
  EXPECT_EQ(decoded.reports[0].details->name, "x,y");
  for (const char* wrong : {"5,4,\"a,position,1,2,3,,,,,,,\n", "5,4,\"a\"b,position,1,2,3,,,,,,,\n",
                            "5,4,\"a\",position,1,2,3,,,,,,,\"\n", "5,4,\"a\",position,1,2,3,,,,,,,,\n"})
    EXPECT_EQ(decode(wrong).count(Fault::malformed), 1u) << wrong;
}

TEST(Plots, AHeaderIsNeitherReportNorFault) {
  const auto decoded = decode("\xEF\xBB\xBF" + header_line + "5,4,r,position,1,2,3,,,,,,,\r\n" + header_line);
  EXPECT_EQ(decoded.reports.size(), 1u);
  EXPECT_TRUE(decoded.faults.empty());
  EXPECT_EQ(decode("receive_time_s,time_s\n").count(Fault::malformed), 1u);
}

TEST(Plots, RefusesWhatIsOutsideItsRange) {
  for (const char* wrong :
       {"x,4,r,position,1,2,3,,,,,,,", "5,,r,position,1,2,3,,,,,,,", "5,nan,r,position,1,2,3,,,,,,,",
        "5,4,r,position,90.1,2,3,,,,,,,", "5,4,r,position,1,-180.1,3,,,,,,,", "5,4,r,position,1,2,0,,,,,,,",
        "5,4,r,position,1,2,-3,,,,,,,", "5,4,r,position,nan,2,3,,,,,,,", "5,4,r,position,1,2,inf,,,,,,,",
        "5,4,r,polar,,,,-1,2,3,4,,,", "5,4,r,polar,,,,1,361,3,4,,,", "5,4,r,polar,,,,1,-1,3,4,,,",
        "5,4,r,polar,,,,1,2,0,4,,,", "5,4,r,polar,,,,1,2,3,0,,,", "5,4,r,polar,,,,1,2,3,4,91,0,",
        "5,4,r,polar,,,,1,2,3,4,0,181,", "5,4,r,bearing,,,,,2x,,4,,,", "9e99,4,r,position,1,2,3,,,,,,,"}) {
    const auto decoded = decode(wrong);
    EXPECT_EQ(decoded.count(Fault::out_of_range), 1u) << wrong;
    EXPECT_TRUE(decoded.reports.empty()) << wrong;
  }
}

TEST(Plots, RefusesWhatIsNoRow) {
  for (const char* wrong :
       {"5,4,r,position,1,2,3,,,,,,", "5,4,r,position,1,2,3,,,,,,,,", "5,4,r,place,1,2,3,,,,,,,", "x",
        "5,4,r,position,,2,3,,,,,,,", "5,4,r,position,1,,3,,,,,,,", "5,4,r,polar,,,,,2,3,4,,,",
        "5,4,r,polar,,,,1,,3,4,,,", "5,4,r,bearing,,,,,,,,,,", "5,4,r,polar,,,,1,2,3,4,5,,",
        "5,4,r\xFF,position,1,2,3,,,,,,,", "5,4,r,position,1,2,3,,,,,,,\xED\xA0\x80"}) {
    const auto decoded = decode(wrong);
    EXPECT_EQ(decoded.count(Fault::malformed), 1u) << wrong;
    EXPECT_TRUE(decoded.reports.empty()) << wrong;
  }
}

TEST(Plots, KeepsNamesInAnyLanguage) {
  const auto decoded = decode("5,4,r\xC3\xA9,position,1,2,3,,,,,,,\xF0\x9F\x9A\xA2\xE2\x82\xAC\n");
  ASSERT_EQ(decoded.reports.size(), 1u);
  EXPECT_EQ(decoded.reports[0].details->name, "\xF0\x9F\x9A\xA2\xE2\x82\xAC");
}

TEST(Plots, RowsOfOneReceiveTimeComeInTheirOwnOrder) {
  const std::vector<std::string> sorted = {
      "5,4,a,bearing,,,,,10,,1,0,0,\n", "5,4,a,polar,,,,1,10,1,1,0,0,\n",
      "5,4,a,position,1,2,3,,,,,,,\n",  "5,4,a,position,1,2,3,,,,,,,name\n",
      "5,4,b,position,1,2,3,,,,,,,\n",  "5,4.5,a,position,1,2,3,,,,,,,\n"};
  std::vector<std::string> rows = sorted;
  std::sort(rows.begin(), rows.end(), std::greater<>());
  do {
    std::string bytes;
    for (const std::string& row : rows) bytes += row;
    // A row of an earlier receive time counts as one of the time before it.
    const auto decoded = decode(bytes + "6,3,z,position,1,2,3,,,,,,,\n2,2,y,position,1,2,3,,,,,,,\n",
                                {.time = TimeSource::recorded, .keep_raw = true});
    ASSERT_EQ(decoded.reports.size(), 8u);
    for (std::size_t i = 0; i < sorted.size(); ++i)
      ASSERT_EQ(std::string(decoded.reports[i].details->raw) + "\n", sorted[i]);
    ASSERT_EQ(decoded.reports[6].sensor, "y");
    ASSERT_EQ(unix_ns(decoded.reports[6].receive_time), 6'000'000'000);
  } while (std::prev_permutation(rows.begin(), rows.end()));
}

TEST(Plots, RowsGoOnWithALaterOneWithTheTickOrAtTheEnd) {
  FeedCounters counters;
  std::size_t received = 0;
  FeedDecoder decoder(plots_format(), {}, {}, counters,
                      [&](ReportBatchPtr& batch) { received += batch->reports().size(); });
  NoReplies replies;
  const auto at_s = [](int time_s) { return ReceiveTime(std::chrono::seconds(time_s)); };
  const std::string row = "5,4,a,position,1,2,3,,,,,,,\n";
  decoder.bytes(row + row, at_s(100), replies);
  EXPECT_EQ(received, 0u);
  decoder.bytes(row, at_s(101), replies);
  EXPECT_EQ(received, 2u);
  decoder.tick(at_s(101), replies);
  EXPECT_EQ(received, 3u);
  decoder.bytes(row, at_s(102), replies);
  decoder.finish();
  EXPECT_EQ(received, 4u);
}

TEST(Plots, HoldsABoundedNumberOfRows) {
  FeedCounters counters;
  std::size_t received = 0;
  FeedDecoder decoder(plots_format(), {}, {.time = TimeSource::recorded}, counters,
                      [&](ReportBatchPtr& batch) { received += batch->reports().size(); });
  NoReplies replies;
  for (int i = 0; i < 200'000; ++i) decoder.bytes("5,4,a,position,1,2,3,,,,,,,\n", {}, replies);
  EXPECT_GE(received, 100'000u);
  decoder.finish();
  EXPECT_EQ(received, 200'000u);
}

TEST(Plots, TimesAtTheEpochAreTimes) {
  const auto decoded = decode("0,0,a,position,1,2,3,,,,,,,\n1,1,a,position,1,2,3,,,,,,,\n");
  ASSERT_EQ(decoded.reports.size(), 2u);
  EXPECT_EQ(unix_ns(decoded.reports[0].receive_time), 0);
  EXPECT_EQ(unix_ns(decoded.reports[1].receive_time), 1'000'000'000);
}

TEST(Plots, ByTheClockTheMomentOfArrivalCounts) {
  const auto decoded = decode("5,4,a,position,1,2,3,,,,,,,\n", {});
  ASSERT_EQ(decoded.reports.size(), 1u);
  EXPECT_EQ(unix_ns(decoded.reports[0].receive_time), 77'000'000'000);
  EXPECT_EQ(unix_ns(decoded.reports[0].event_time), 4'000'000'000);
}

TEST(Plots, ALineThatWasCutOffIsNoRow) {
  const std::string row = "5,4,a,position,1,2,3,,,,,,,patrol-1";
  EXPECT_EQ(decode(row).reports.size(), 1u);
  const auto cut = decode(row, {.time = TimeSource::recorded}, Ending::cut);
  EXPECT_TRUE(cut.reports.empty());
  EXPECT_EQ(cut.count(Fault::truncated), 1u);
}

RC_GTEST_PROP(Plots, TheOrderOfRowsOfOneReceiveTimeDoesNotMatter, ()) {
  struct Cells {
    int time_ds;
    int sensor;
    int latitude;
  };
  const auto cells = *rc::gen::container<std::vector<Cells>>(
      rc::gen::construct<Cells>(rc::gen::inRange(0, 20), rc::gen::inRange(0, 3), rc::gen::inRange(-90, 90)));
  std::vector<std::string> rows;
  rows.reserve(cells.size());
  for (const Cells& cell : cells)
    rows.push_back("5," + std::to_string(cell.time_ds / 10) + "." + std::to_string(cell.time_ds % 10) + ",s" +
                   std::to_string(cell.sensor) + ",position," + std::to_string(cell.latitude) +
                   ",2,3,,,,,,,\n");
  const auto decode_rows = [&] {
    std::string bytes;
    for (const std::string& row : rows) bytes += row;
    std::vector<std::tuple<std::int64_t, std::string, double>> result;
    for (const auto decoded = decode(bytes); const Report& report : decoded.reports)
      result.emplace_back(unix_ns(report.event_time), std::string(report.sensor),
                          report.position.latitude_deg);
    return result;
  };
  const auto as_given = decode_rows();
  RC_ASSERT(as_given.size() == rows.size());
  std::sort(rows.begin(), rows.end());
  RC_ASSERT(decode_rows() == as_given);
  std::reverse(rows.begin(), rows.end());
  RC_ASSERT(decode_rows() == as_given);
}

}  // namespace
}  // namespace watchpost
