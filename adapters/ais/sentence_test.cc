// Lines as receivers, loggers and relays write them.
#include "adapters/ais/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "adapters/ais/encoder.h"
#include "adapters/ais/test_feed.h"

namespace watchpost::ais {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view position = "!AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0*65";
constexpr std::string_view position_fields = "VDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0";

std::string with(std::string_view before, std::string_view after = "") {
  return std::string(before) + std::string(position) + std::string(after);
}

TEST(AisSentences, AnyTalkerIsHeard) {
  for (const std::string talker :
       {"AI", "AB", "AD", "AN", "AR", "AS", "AT", "AX", "BS", "BY", "SA", "SS", "--", "X1"}) {
    TestFeed feed;
    feed.lines(sentence_of(talker + std::string(position_fields)));
    EXPECT_EQ(feed.reports.size(), 1U) << talker;
  }
}

TEST(AisSentences, TheOwnShipAndAnyChannelAreHeard) {
  TestFeed feed;
  for (const char* fields :
       {"AIVDO,1,1,,,14M9Ph@01sw?sm1wB>D>3s>R2000,0", "AIVDM,1,1,,C,14M9Ph@01sw?sm1wB>D>3s>R2000,0",
        "AIVDM,1,1,7,2,14M9Ph@01sw?sm1wB>D>3s>R2000,0", "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,",
        "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000"})
    feed.lines(sentence_of(fields));
  EXPECT_EQ(feed.reports.size(), 5U);
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AisSentences, AChecksumIsNeededAndOfEitherCase) {
  TestFeed feed;
  const std::string good = sentence_of("BSVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0");
  std::string lower = good;
  const std::size_t star = lower.find('*');
  for (std::size_t i = star; i < lower.size(); ++i)
    lower[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[i])));
  ASSERT_NE(lower, good);
  feed.lines(good).lines(lower);
  EXPECT_EQ(feed.reports.size(), 2U);
  EXPECT_THAT(feed.faults, IsEmpty());

  const std::string cut = good.substr(0, good.size() - 1);
  std::string wrong = good;
  wrong[20] = wrong[20] == '0' ? '1' : '0';
  feed.lines(good.substr(0, good.size() - 3)).lines(cut).lines(wrong);
  EXPECT_EQ(feed.reports.size(), 2U);
  EXPECT_THAT(feed.faults, ElementsAre(Fault::bad_checksum, Fault::bad_checksum, Fault::bad_checksum));
}

TEST(AisSentences, FieldsThatTheStandardDoesNotKnowAreMalformed) {
  for (const char* fields :
       {"AIVDM,0,0,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0", "AIVDM,1,2,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0",
        "AIVDM,1,0,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0", "AIVDM,,,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0",
        "AIVDM,10,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0", "AIVDM,1,1,x,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0",
        "AIVDM,1,1,,ABC,14M9Ph@01sw?sm1wB>D>3s>R2000,0", "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,6",
        "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,x", "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2000,0,0",
        "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2~00,0", "AIVDM,1,1,,A,14M9Ph@01sw?sm1wB>D>3s>R2X00,0",
        "AIVDM,"}) {
    TestFeed feed;
    feed.lines(sentence_of(fields));
    EXPECT_THAT(feed.faults, ElementsAre(Fault::malformed)) << fields;
    EXPECT_THAT(feed.reports, IsEmpty()) << fields;
  }
}

TEST(AisSentences, WhatStandsAroundASentenceIsPassedOver) {
  for (const std::string& line :
       {with("2030-01-01 00:00:00 "), with("  "), with("garbage!"), with("!AIVDM,1,1,,A,14M"),
        with("", ",1325394060"), with("", ",d-109,S2105,t050056.00,r003669946,1325394060,1325394001"),
        with("", "\t")}) {
    TestFeed feed;
    feed.lines(line);
    EXPECT_EQ(feed.reports.size(), 1U) << line;
    EXPECT_THAT(feed.faults, IsEmpty()) << line;
  }
}

TEST(AisSentences, TwoSentencesWhoseLineEndWasLostBothCount) {
  TestFeed feed;
  feed.lines(with(position));
  EXPECT_EQ(feed.reports.size(), 2U);
}

TEST(AisSentences, OtherLinesAreNeitherReportNorFault) {
  TestFeed feed;
  feed.lines("\n   \n# a comment, also of " + std::string(position) +
             "\n$GPGGA,184353.07,1929.045,S,02410.506,E,1,04,2.6,100.00,M,-33.9,M,,0000*6D"
             "\n$PGHP,1,2008,5,9,0,0,0,10,338,2,,1,09*17"
             "\n{\"class\":\"WATCH\",\"enable\":true}\n" +
             sentence_of("AIBBM,1,1,0,1,8,Kv0000,0"));
  EXPECT_THAT(feed.reports, IsEmpty());
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AisSentences, AnythingElseIsOneFault) {
  TestFeed feed;
  feed.lines("foobar\n$GPGGA,184353.07*00\n$PFOO,INVALID\n\\s:x*00\\\n\\\n!\n{}");
  EXPECT_THAT(feed.faults,
              ElementsAre(Fault::malformed, Fault::bad_checksum, Fault::bad_checksum, Fault::bad_checksum,
                          Fault::malformed, Fault::malformed, Fault::malformed));
}

TEST(AisSentences, FaultsQuoteNothingOfTheSource) {
  TestFeed feed;
  feed.lines("48.858N 2.294E\n!AIVDM,1,1,,A,48858,0*00");
  ASSERT_EQ(feed.details.size(), 2U);
  for (const std::string& detail : feed.details) EXPECT_EQ(detail.find("48"), std::string::npos) << detail;
}

TEST(AisSentences, GpsdIsAskedForItsSentencesWhenItGreets) {
  TestFeed feed;
  feed.lines(R"({"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14})");
  EXPECT_THAT(feed.replies, ElementsAre("?WATCH={\"enable\":true,\"nmea\":true};\r\n"));
  EXPECT_THAT(feed.faults, IsEmpty());
}

TEST(AisTags, TheSourceIsTheSensor) {
  TestFeed feed;
  feed.lines(with(tag_block_of("s:station-7,c:1700000000")));
  feed.lines(tag_block_of("s:station-8")).lines("").lines(position);
  feed.lines(position);
  ASSERT_EQ(feed.reports.size(), 3U);
  EXPECT_EQ(feed.reports[0].sensor, "station-7");
  EXPECT_EQ(feed.reports[1].sensor, "station-8");
  EXPECT_EQ(feed.reports[2].sensor, "");  // a TAG block speaks of one line
}

TEST(AisTags, ABlockWithAWrongChecksumIsNotBelievedButItsSentenceIs) {
  for (const char* block : {"\\s:liar,c:1700000000*00\\", "\\s:liar*A\\", "\\s:liar\\"}) {
    TestFeed feed;
    feed.lines(with(block));
    ASSERT_EQ(feed.reports.size(), 1U) << block;
    EXPECT_EQ(feed.reports[0].sensor, "");
    EXPECT_THAT(feed.faults, IsEmpty());
    EXPECT_FALSE(feed.decoder.recorded_time(with(block)));
  }
}

TEST(AisTags, ASourceThatIsNoNameIsNone) {
  for (const std::string& source :
       {std::string("two words"), std::string("\xC3("), std::string("a\tb"), std::string(65, 'x')}) {
    TestFeed feed;
    feed.lines(with(tag_block_of("s:" + source)));
    ASSERT_EQ(feed.reports.size(), 1U);
    EXPECT_EQ(feed.reports[0].sensor, "");
  }
}

TEST(AisTimes, ATagBlockTellsSecondsOrMilliseconds) {
  const AisDecoder decoder{};
  const auto time_ns = [&](std::string_view line) {
    const auto time = decoder.recorded_time(line);
    return time ? unix_ns(*time) : -1;
  };
  EXPECT_EQ(time_ns(with(tag_block_of("s:x,c:1700000000"))), 1700000000'000000000);
  EXPECT_EQ(time_ns(with(tag_block_of("c:1700000000123,s:x"))), 1700000000'123000000);
  EXPECT_EQ(time_ns(with(tag_block_of("c:1700000000.25"))), 1700000000'250000000);
  EXPECT_EQ(time_ns(tag_block_of("c:1700000000")), 1700000000'000000000);
  EXPECT_EQ(time_ns(with(tag_block_of("g:1-2-5") + tag_block_of("c:1700000000"))), 1700000000'000000000);
  for (const char* absurd :
       {"c:0", "c:-1", "c:12415440354", "c:99999999999999999999", "c:", "c:now", "c:631151999"})
    EXPECT_EQ(time_ns(with(tag_block_of(absurd))), -1) << absurd;
  EXPECT_EQ(time_ns(position), -1);
  EXPECT_EQ(time_ns("# \\c:1700000000*5E\\"), -1);
}

TEST(AisTimes, ATimeStampLineTellsMilliseconds) {
  const AisDecoder decoder{};
  const auto time = decoder.recorded_time("$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B");
  ASSERT_TRUE(time);
  EXPECT_EQ(unix_ns(*time), 1276256771'390000000);
  EXPECT_FALSE(decoder.recorded_time("$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5C"));
  for (const char* fields :
       {"PGHP,1,2010,13,11,11,46,11,390,,,,1,2B", "PGHP,1,2010,6,11,24,46,11,390,,,,1,2B", "PGHP,1,2010,6,11",
        "PGHP,1,1970,6,11,11,46,11,390,,,,1,2B", "PGHP,1,x,6,11,11,46,11,390"}) {
    const std::string line = "$" + sentence_of(fields).substr(1);
    EXPECT_FALSE(decoder.recorded_time(line)) << line;
  }
}

Report with_second(std::uint32_t second, double received_s, bool is_time_invented = false) {
  TestFeed feed;
  feed.is_time_invented = is_time_invented;
  feed.at_s(received_s).lines(encode({.type = 18, .mmsi = 299000001, .second = second}));
  return feed.reports.at(0);
}

double event_s(std::uint32_t second, double received_s, bool is_time_invented = false) {
  return static_cast<double>(unix_ns(with_second(second, received_s, is_time_invented).event_time)) / 1e9;
}

TEST(AisTimes, TheMessagesSecondIsTheEventTime) {
  EXPECT_EQ(event_s(17, 1700000000 - 1700000000 % 60 + 19.5), 1700000000 - 1700000000 % 60 + 17);
  EXPECT_EQ(event_s(58, 60000 + 3.25), 60000 - 2);  // of the minute before
  EXPECT_EQ(event_s(5, 60000 + 5), 60000 + 5);      // at this instant
  EXPECT_EQ(event_s(5, 60000 + 15), 60000 + 5);     // ten seconds ago
}

TEST(AisTimes, ASecondThatCannotBeTakenLeavesTheReceiveTime) {
  EXPECT_EQ(event_s(5, 60000 + 15.001), 60000 + 15.001);  // too long ago
  EXPECT_EQ(event_s(6, 60000 + 5), 60000 + 5);            // not yet
  for (std::uint32_t no_second : {60U, 61U, 62U, 63U}) EXPECT_EQ(event_s(no_second, 60000 + 3), 60000 + 3);
  EXPECT_EQ(event_s(5, 60000 + 6, true), 60000 + 6);  // the receive time is invented
}

}  // namespace
}  // namespace watchpost::ais
