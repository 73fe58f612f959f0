#include "daemon/app/config_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "adapters/transport/transport.h"
#include "daemon/app/config_endpoints.h"
#include "daemon/wire/utf8.h"

namespace watchpost {
namespace {

constexpr int hour = 60;  // in minutes

struct Days {
  const char* text;
  unsigned days;
  int from;
  int to;
};

TEST(ScheduleWords, AreDaysAndTimes) {
  const Days right[] = {{"mon-fri 22:00-06:00", 0x1F, 22 * hour, 6 * hour},
                        {"sat 08:30-09:15", 0x20, 8 * hour + 30, 9 * hour + 15},
                        {"mon,wed,sat-sun 00:00-24:00", 0x65, 0, 0},
                        {"fri-mon 12:00-13:00", 0x71, 12 * hour, 13 * hour},
                        {"sun", 0x40, 0, 0},
                        {"22:00-06:00", 0x7F, 22 * hour, 6 * hour}};
  for (const Days& expected : right) {
    const Result<Schedule> schedule = parse_schedule(expected.text);
    ASSERT_TRUE(schedule.ok()) << expected.text;
    EXPECT_EQ(schedule->days, expected.days) << expected.text;
    EXPECT_EQ(schedule->from_minute, expected.from) << expected.text;
    EXPECT_EQ(schedule->to_minute, expected.to) << expected.text;
  }
}

TEST(ScheduleWords, OfOtherFormsAreRefused) {
  for (const char* wrong : {"", " ", "mon-", "-mon", "mon,", "Mon", "mon-fri  22:00-06:00", "mon 22:00",
                            "mon 22-06", "mon 24:00-06:00", "mon 22:60-06:00", "mon 22:00-24:01",
                            "mon 22:00-06:00 ", "funday", "mon 2:00-6:00"})
    EXPECT_FALSE(parse_schedule(wrong).ok()) << wrong;
}

TEST(SubjectWords, AreClassesAffiliationsUnitsAndIdentities) {
  EXPECT_EQ(parse_subject("aircraft.uas").value().classification, "aircraft.uas");
  EXPECT_EQ(parse_subject("SUSPECT").value().affiliation, Affiliation::suspect);
  EXPECT_EQ(parse_subject("OWN").value().affiliation, Affiliation::own);
  EXPECT_EQ(parse_subject("unit:patrol-1").value().unit, "patrol-1");
  const SubjectPattern mmsi = parse_subject("mmsi:002320001").value();
  EXPECT_EQ(mmsi.identity_kind, "mmsi");
  EXPECT_EQ(mmsi.identity_value, "2320001");
  EXPECT_EQ(parse_subject("icao24:3C65AB").value().identity_value, "3c65ab");
  EXPECT_EQ(parse_subject("squawk:0700").value().identity_value, "0700");
  EXPECT_EQ(parse_subject("name:SEA: ROSE").value().identity_value, "SEA: ROSE");
}

TEST(SubjectWords, OfOtherFormsAreRefused) {
  for (const char* wrong :
       {"", ".", "vessel.", ".vessel", "vessel..cargo", "Vessel", "vessel cargo", "OWNED", "unit:", "mmsi:0",
        "mmsi:1234567890", "mmsi:-1", "mmsi: 1", "squawk:7800", "squawk:70", "ship:1", ":1"})
    EXPECT_FALSE(parse_subject(wrong).ok()) << wrong;
}

TEST(TimeWords, AreRfc3339) {
  EXPECT_EQ(parse_time("2030-01-31T12:00:00Z").value(), "2030-01-31T12:00:00Z");
  EXPECT_EQ(parse_time("2030-01-31t12:00:00.25z").value(), "2030-01-31T12:00:00.25Z");
  EXPECT_EQ(parse_time("2030-01-31 12:00:00-03:30").value(), "2030-01-31T12:00:00-03:30");
  for (const char* wrong :
       {"", "2030-01-31", "2030-01-31T12:00:00", "2030-01-31T12:00Z", "2030-13-01T12:00:00Z",
        "2030-02-29T12:00:00Z", "2030-01-31T25:00:00Z", " 2030-01-31T12:00:00Z", "2030-01-31T12:00:00.Z",
        "2030-01-31T12:00:00+0100", "infinite-future", "2030-01-31T12:00:00Zx"})
    EXPECT_FALSE(parse_time(wrong).ok()) << wrong;
}

TEST(PublicKeys, AreFortyCharactersOfZ85) {
  EXPECT_TRUE(parse_public_key("0123456789abcdefghijklmnopqrstuvwxyz.-:+").ok());
  EXPECT_FALSE(parse_public_key("0123456789abcdefghijklmnopqrstuvwxyz.-:").ok());
  EXPECT_FALSE(parse_public_key("0123456789abcdefghijklmnopqrstuvwxyz.-: ").ok());
  EXPECT_FALSE(parse_public_key("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7").ok());
}

// What the configuration takes, the transports take too, and for the same thing.
TEST(FeedSources, AreThoseThatTheTransportsRead) {
  const std::pair<const char*, SourceKind> right[] = {{"-", SourceKind::standard_input},
                                                      {"file:a b.nmea", SourceKind::file},
                                                      {"file:/a:1", SourceKind::file},
                                                      {"tcp://localhost:1", SourceKind::tcp},
                                                      {"tcp://10.0.0.1:65535", SourceKind::tcp},
                                                      {"tcp://[2001:db8::1]:10110", SourceKind::tcp},
                                                      {"tcp-listen://0.0.0.0:10110", SourceKind::tcp_listen},
                                                      {"tcp-listen://[::]:10110", SourceKind::tcp_listen},
                                                      {"udp://0.0.0.0:10110", SourceKind::udp},
                                                      {"udp://239.1.2.3:10110", SourceKind::udp},
                                                      {"udp://[ff15::7]:10110", SourceKind::udp}};
  for (const auto& [text, kind] : right) {
    const Result<Source> source = parse_source(text);
    const Result<FeedSource> configured = parse_feed_source(text);
    ASSERT_TRUE(source.ok()) << text;
    ASSERT_TRUE(configured.ok()) << text;
    EXPECT_EQ(source->kind, kind) << text;
    EXPECT_EQ(configured->kind == FeedSourceKind::file, kind == SourceKind::file) << text;
    EXPECT_EQ(configured->kind == FeedSourceKind::tcp_listen, kind == SourceKind::tcp_listen) << text;
    EXPECT_EQ(configured->kind == FeedSourceKind::udp, kind == SourceKind::udp) << text;
  }
}

TEST(FeedSources, OfOtherFormsAreRefused) {
  for (const char* wrong : {"",
                            "file:",
                            "tcp://",
                            "tcp://h",
                            "tcp://:1",
                            "tcp://h:",
                            "tcp://h:0",
                            "tcp://h:65536",
                            "tcp://h:1/x",
                            "tcp://h:1x",
                            "tcp://::1:1",
                            "tcp://[::1]",
                            "tcp://[x]:1",
                            "tcp://1.2.3:1",
                            "tcp://1.2.3.256:1",
                            "tcp://a b:1",
                            "tcp:h:1",
                            "TCP://h:1",
                            "udp:h:1",
                            "serial:/dev/x",
                            "pcap:x",
                            "zmq://h:1",
                            "mqtt://h:1/t",
                            "ws://h:1",
                            "http://h:1",
                            "--",
                            "harbour.nmea"})
    EXPECT_FALSE(parse_feed_source(wrong).ok()) << wrong;
}

TEST(FeedSources, AreRefusedInOneLineOfUtf8) {
  const std::string long_path = std::string(98, 'x') + "/\u00e9";  // of two bytes, one of them the hundredth
  for (const std::string& wrong : {long_path, std::string("harbour.nmea\n"), std::string("h\n:10110")}) {
    const std::string what = parse_feed_source(wrong).error().what;
    EXPECT_TRUE(is_valid_utf8(what)) << what;
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
  }
  EXPECT_THAT(parse_feed_source(long_path).error().what, testing::EndsWith("(did you mean file:PATH?)"));
}

TEST(FeedSources, AreReadToTheirEndAlsoBeyondAZeroByte) {
  using namespace std::string_view_literals;
  EXPECT_FALSE(parse_feed_source("tcp://[::1\0x]:10110"sv).ok());
  EXPECT_FALSE(parse_own_endpoint("tcp://[::1\0x]:5556"sv).ok());
}

TEST(OwnEndpoints, AreLoopbackOrIpc) {
  EXPECT_EQ(parse_own_endpoint("tcp://127.0.0.1:5556").value(), "tcp://127.0.0.1:5556");
  EXPECT_EQ(parse_own_endpoint("tcp://127.9.9.9:1").value(), "tcp://127.9.9.9:1");
  EXPECT_EQ(parse_own_endpoint("tcp://[::1]:5556").value(), "tcp://[::1]:5556");
  EXPECT_EQ(parse_own_endpoint("tcp://localhost:5556").value(), "tcp://127.0.0.1:5556");
  EXPECT_EQ(parse_own_endpoint("ipc:///run/w/s").value(), "ipc:///run/w/s");
  for (const char* wrong :
       {"", "tcp://", "tcp://*:1", "tcp://0.0.0.0:1", "tcp://10.0.0.1:1", "tcp://[::]:1", "tcp://[::2]:1",
        "tcp://[::ffff:127.0.0.1]:1", "tcp://127.0.0.1", "tcp://127.0.0.1:0", "tcp://127.1:1",
        "tcp://127.0.0.1.nip.example:1", "tcp://eth0:1", "ipc://", "inproc://x", "udp://127.0.0.1:1"})
    EXPECT_FALSE(parse_own_endpoint(wrong).ok()) << wrong;
  EXPECT_FALSE(parse_own_endpoint("ipc://" + std::string(200, 'x')).ok());
}

}  // namespace
}  // namespace watchpost
