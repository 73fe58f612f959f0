#include "adapters/adsb/carriage.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "adapters/adsb/encoder.h"
#include "adapters/adsb/test_feed.h"

namespace watchpost::adsb {
namespace {

using namespace std::string_literals;

const ModeSFrame klm = [] {
  std::string_view text = "*8D4840D6202CC371C32CE0576098;";
  HeardFrame heard;
  take_avr(text, heard);
  return heard.frame.value_or(ModeSFrame{});
}();

HeardFrame beast(const std::string& bytes) {
  HeardFrame heard;
  if (read_beast(bytes, heard)) heard = {};
  return heard;
}

HeardFrame avr(std::string_view text) {
  HeardFrame heard;
  if (take_avr(text, heard)) heard = {};
  return heard;
}

TEST(Carriage, BeastIsReadWithItsEscapes) {
  // A counter, a signal and a frame with the escape in them.
  const std::string bytes = "\x1A"s + "3" + "\x1A\x1A"s + "\0\0\0\0\1"s + "\x1A\x1A"s +
                            "\x8D\x48\x40\xD6\x20\x2C\xC3\x71\xC3\x2C\xE0\x57\x60\x98"s;
  const HeardFrame heard = beast(bytes);
  ASSERT_TRUE(heard.frame);
  EXPECT_EQ(*heard.frame, klm);
  EXPECT_EQ(heard.counter, 0x1A0000000001u);
  EXPECT_EQ(counter_of(bytes), heard.counter);
  EXPECT_FALSE(beast(bytes.substr(0, bytes.size() - 1)).frame);
}

TEST(Carriage, OtherBeastFramesAreValidAndNotUsed) {
  for (const std::string& bytes :
       {"\x1A"s + "1" + std::string(9, '\2'), "\x1A"s + "4" + std::string(21, '\2'),
        "\x1A\xE3"s + std::string(8, '\2')}) {
    HeardFrame heard;
    EXPECT_FALSE(read_beast(bytes, heard));
    EXPECT_FALSE(heard.frame);
  }
}

TEST(Carriage, AvrIsReadWithAndWithoutItsCounter) {
  EXPECT_EQ(avr("*8d4840d6202cc371c32ce0576098;").frame, klm);
  EXPECT_EQ(avr("@00000000012C8D4840D6202CC371C32CE0576098;").counter, 300u);
  EXPECT_EQ(avr("@00000000012C8D4840D6202CC371C32CE0576098;").frame, klm);
  EXPECT_EQ(avr("<00000000012CFF8D4840D6202CC371C32CE0576098;").frame, klm);
  EXPECT_EQ(counter_of("@00000000012C8D"), 300u);
  EXPECT_FALSE(counter_of("*00000000012C8D"));
  EXPECT_FALSE(avr("@00000000012X8D4840D6202CC371C32CE0576098;").frame);
}

TEST(Carriage, APositionOfMultilaterationHasNoTimeOfItsOwn) {
  const HeardFrame heard = avr("@FF004D4C41548D4840D6202CC371C32CE0576098;");
  EXPECT_TRUE(heard.is_multilaterated);
  EXPECT_FALSE(heard.counter);
  TestFeed feed;
  EXPECT_EQ(feed.bytes("@FF004D4C41548D4840D6202CC371C32CE0576098;").last().sensor, "mlat");
}

TEST(Carriage, SeveralAvrFramesInALineAllCount) {
  TestFeed feed;
  feed.bytes("*8D4840D6202CC371C32CE0576098;*8D4840D6202CC371C32CE0576099; *8D4840D6202CC371C32CE0576098;");
  EXPECT_EQ(feed.reports.size(), 2u);
  EXPECT_EQ(feed.faults.size(), 1u);
}

TEST(Carriage, TimeAndHexMayBeQuotedAndFollowedByAnything) {
  HeardFrame heard;
  EXPECT_FALSE(read_time_hex(R"(1457996400,"8D4840D6202CC371C32CE0576098","4840D6",4)", heard));
  EXPECT_EQ(heard.frame, klm);
  EXPECT_EQ(time_hex_ns("1457996400.25,8D"), 1'457'996'400'250'000'000);
  EXPECT_EQ(time_hex_ns("\"1457996400\",8D"), 1'457'996'400'000'000'000);
  EXPECT_FALSE(time_hex_ns("time,8D"));
  EXPECT_FALSE(time_hex_ns("*8D4840D6202CC371C32CE0576098;"));
}

TEST(Carriage, ACounterOf12MHzIsExactToTheNanosecond) {
  const RecordedCounter second = recorded_counter_of(12'000'000, CounterKind::ticks_12mhz);
  EXPECT_EQ(second.since_start, std::chrono::seconds(1));
  EXPECT_EQ(recorded_counter_of(1, CounterKind::ticks_12mhz).since_start, Duration(83));
  const std::uint64_t last = (std::uint64_t{1} << 48) - 1;
  EXPECT_EQ(recorded_counter_of(last, CounterKind::ticks_12mhz).since_start + Duration(83), second.period);
}

TEST(Carriage, ACounterOfTheGpsHasSecondsAndNanoseconds) {
  const std::uint64_t counter = std::uint64_t{86'399} << 30 | 999'999'999;
  const RecordedCounter found = recorded_counter_of(counter, CounterKind::gps);
  EXPECT_EQ(found.since_start + Duration(1), std::chrono::hours(24));
  EXPECT_EQ(found.period, std::chrono::hours(24));
}

RC_GTEST_PROP(Carriage, EachFormGivesBackFrameAndTime, ()) {
  ModeSFrame frame;
  frame.size = *rc::gen::element(short_frame_bytes, long_frame_bytes);
  const auto byte = rc::gen::oneOf(rc::gen::arbitrary<std::uint8_t>(), rc::gen::just<std::uint8_t>(0x1A));
  for (std::size_t i = 0; i < frame.size; ++i) frame.bytes[i] = *byte;
  const auto ticks = *rc::gen::inRange<std::uint64_t>(0, std::uint64_t{1} << 48);
  const auto time = receive_time_from_ns(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000'000));
  const HeardFrame from_beast = beast(beast_of(frame, ticks, *byte));
  RC_ASSERT(from_beast.frame == std::optional(frame));
  RC_ASSERT(from_beast.counter == std::optional(ticks));
  const HeardFrame from_avr = avr(avr_of(frame, ticks));
  RC_ASSERT(from_avr.frame == std::optional(frame));
  RC_ASSERT(from_avr.counter == std::optional(ticks));
  RC_ASSERT(avr(avr_of(frame)).frame == std::optional(frame));
  HeardFrame from_line;
  RC_ASSERT(!read_time_hex(time_hex_of(frame, time), from_line));
  RC_ASSERT(from_line.frame == std::optional(frame));
  RC_ASSERT(time_hex_ns(time_hex_of(frame, time)) == std::optional(unix_ns(time)));
}

}  // namespace
}  // namespace watchpost::adsb
