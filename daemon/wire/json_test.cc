#include "daemon/wire/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "daemon/wire/convert.h"
#include "daemon/wire/random_samples.h"

namespace watchpost {
namespace {

std::string by_protobuf(const Report& report, const Names& names) {
  pb::Report message;
  to_proto(report, names, message);
  return to_json(message);
}

std::string by_us(const Report& report, const Names& names) {
  std::string out;
  append_json(report, names, out);
  return out;
}

RC_GTEST_PROP(Json, AReportIsByteForByteAsProtobufPrintsIt, ()) {
  const Names names(sample::mission());
  Arena arena;
  std::deque<std::string> texts;
  const Report report = sample::report(arena, texts);
  RC_ASSERT(by_us(report, names) == by_protobuf(report, names));
}

// Every code point, among them those that protobuf escapes.
TEST(Json, EveryCharacterIsAsProtobufPrintsIt) {
  const Names names(sample::mission());
  const auto append_utf8 = [](unsigned code_point, std::string& out) {
    const auto rest = [&](unsigned shift) {
      out += static_cast<char>(0x80U | (code_point >> shift & 0x3FU));
    };
    if (code_point < 0x80) return out.push_back(static_cast<char>(code_point));
    if (code_point < 0x800) {
      out += static_cast<char>(0xC0U | code_point >> 6U);
      return rest(0);
    }
    if (code_point < 0x10000) {
      out += static_cast<char>(0xE0U | code_point >> 12U);
    } else {
      out += static_cast<char>(0xF0U | code_point >> 18U);
      rest(12);
    }
    rest(6);
    rest(0);
  };
  constexpr unsigned block = 256;
  for (unsigned first = 0; first < 0x110000; first += block) {
    if (first >= 0xD800 && first < 0xE000) continue;
    std::string text;
    for (unsigned code_point = first; code_point < first + block; ++code_point) append_utf8(code_point, text);
    Report report;
    report.sensor = text;
    ASSERT_EQ(by_us(report, names), by_protobuf(report, names)) << "from U+" << std::hex << first;
  }
}

TEST(Json, TextThatIsNotUtf8IsMended) {
  const Names names(sample::mission());
  for (const std::string_view text : {"A\xFF", "\xC3", "\xED\xA0\x80", "\xF8<>\xF0\x9F\x9A", "\xC0\xAF"}) {
    Report report;
    report.sensor = text;
    const std::string json = by_us(report, names);
    EXPECT_EQ(json, by_protobuf(report, names));
    EXPECT_NE(json.find("\xEF\xBF\xBD"), std::string::npos);
  }
}

TEST(Json, NamesOfFeedsAreEscapedToo) {
  Mission mission = sample::mission();
  mission.feeds[0].name = "a\"<\xC3\xA9\xFF";
  mission.feeds[0].format = "";
  const Names names(mission);
  Report report;
  report.number = 18'446'744'073'709'551'615U;
  EXPECT_EQ(by_us(report, names), by_protobuf(report, names));
}

TEST(Json, TimesHaveNoneThreeSixOrNineDigits) {
  const Names names(sample::mission());
  const auto json_at = [&](std::int64_t time_ns) {
    Report report;
    report.event_time = event_time_from_ns(time_ns);
    const std::string json = by_us(report, names);
    EXPECT_EQ(json, by_protobuf(report, names));
    const std::size_t begin = json.find("\"event_time\":") + 14;
    return json.substr(begin, json.find('"', begin) - begin);
  };
  EXPECT_EQ(json_at(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(json_at(1'700'000'000'250'000'000), "2023-11-14T22:13:20.250Z");
  EXPECT_EQ(json_at(1'000), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(json_at(1), "1970-01-01T00:00:00.000000001Z");
  EXPECT_EQ(json_at(-1), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(json_at(951'782'400'000'000'000), "2000-02-29T00:00:00Z");
  EXPECT_EQ(json_at(9'223'372'035'000'000'000), "2262-04-11T23:47:15Z");
  EXPECT_EQ(json_at(-9'223'372'035'000'000'000), "1677-09-21T00:12:45Z");
}

TEST(Json, LongPartsGrowOnlyTheOutput) {
  const Names names(sample::mission());
  const std::string raw(5'000, '\x7F');
  const std::string name(3'000, '<');
  ReportDetails details;
  details.raw = raw;
  details.name = name;
  Report report;
  report.details = &details;
  EXPECT_EQ(by_us(report, names), by_protobuf(report, names));
  std::string out = "before ";
  append_json(report, names, out);
  EXPECT_EQ(out, "before " + by_protobuf(report, names));
}

TEST(Json, AReportReadsAsAPersonExpects) {
  const Names names(sample::mission());
  const Classification types[] = {{"vessel.cargo", 1}};
  ReportDetails details;
  details.name = "ANNA";
  details.classification = types;
  Report report;
  report.number = 3;
  report.event_time = event_time_from_ns(1'700'000'000'000'000'000);
  report.receive_time = receive_time_from_ns(1'700'000'000'500'000'000);
  report.set<Field::position>(LatLon{-33.5, 0});
  report.set<Field::std_m>(15);
  report.set<Field::speed>(5.1);
  report.set<Field::mmsi>(232001234);
  report.navigation = Navigation::at_anchor;
  report.details = &details;
  EXPECT_EQ(by_us(report, names),
            R"({"report_id":"harbour-ais/3","feed":"harbour-ais","format":"ais",)"
            R"("event_time":"2023-11-14T22:13:20Z","receive_time":"2023-11-14T22:13:20.500Z",)"
            R"("position":{"latitude_deg":-33.5,"longitude_deg":0,"std_m":15},"velocity":{"speed_mps":5.1},)"
            R"("identity":{"mmsi":232001234,"name":"ANNA"},)"
            R"("classification":[{"type":"vessel.cargo","confidence":1}],)"
            R"("status":{"navigation":"NAVIGATION_AT_ANCHOR"}})");
}

TEST(Json, IsReadBack) {
  pb::Report message;
  ASSERT_TRUE(
      from_json(R"({"report_id":"a/1","position":{"latitude_deg":0},"identity":{"mmsi":5}})", message).ok());
  EXPECT_TRUE(message.position().has_latitude_deg());
  EXPECT_EQ(message.identity().mmsi(), 5U);
  EXPECT_FALSE(from_json(R"({"no_such_field":1})", message).ok());
  EXPECT_FALSE(from_json("{", message).ok());
}

TEST(Json, AMessageThatCannotBeShownIsEmpty) {
  pb::Report message;
  message.mutable_event_time()->set_seconds(1LL << 60);
  EXPECT_EQ(to_json(message), "");
}

}  // namespace
}  // namespace watchpost
