#include "daemon/app/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "geo/area.h"

namespace watchpost {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string head = "[mission]\nname = \"m\"\narea = \"a.geojson\"\n";
const std::string feed = "[[feed]]\nname = \"f\"\nsource = \"tcp://h:1\"\nformat = \"ais\"\n";

Configuration parsed(const std::string& text) {
  ConfigurationResult result = parse_configuration(text, "folder/F", NamedFiles::skip);
  for (const Error& error : result.errors) ADD_FAILURE() << error.line();
  return result.configuration.value_or(Configuration{});
}

TEST(Configuration, OfTheInterfaceSpecificationLoads) {
  const Configuration configuration = parsed(R"([mission]
name = "exercise"
mode = "EXERCISE"
area = "mission.geojson"
buffer_m = 2000                 # reports this far outside still belong to it

[[feed]]
name = "harbour-ais"
source = "tcp://127.0.0.1:10110"
format = "ais"

[[zone]]
name = "camp-alpha"
source = "zones.gpkg"
where = "name = 'camp-alpha'"

[[rule]]
kind = "zone-entry"
zone = "camp-alpha"
subjects = ["aircraft.uas", "vehicle"]
severity = "WARNING"
)");
  const Mission& mission = configuration.mission;
  EXPECT_EQ(mission.name, "exercise");
  EXPECT_EQ(mission.node, "exercise");
  EXPECT_EQ(mission.mode, Mode::exercise);
  EXPECT_EQ(mission.buffer_m, 2000);
  ASSERT_EQ(mission.feeds.size(), 1U);
  EXPECT_EQ(mission.feeds[0].source, "tcp://127.0.0.1:10110");
  EXPECT_EQ(mission.feeds[0].format, "ais");
  ASSERT_EQ(mission.zones.size(), 1U);
  EXPECT_EQ(mission.zones[0].name, "camp-alpha");
  ASSERT_EQ(mission.rules.size(), 1U);
  EXPECT_EQ(mission.rules[0].name, "zone-entry-camp-alpha");
  EXPECT_EQ(mission.rules[0].place, "camp-alpha");
  ASSERT_EQ(mission.rules[0].subjects.size(), 2U);
  EXPECT_EQ(mission.rules[0].subjects[0].classification, "aircraft.uas");
  EXPECT_THAT(configuration.warnings, IsEmpty());
}

TEST(Configuration, HasTheDefaultsOfTheInterfaceSpecification) {
  const Configuration configuration = parsed(head + feed +
                                             "[[zone]]\nname = \"z\"\nsource = \"z.kml\"\n"
                                             "[[rule]]\nkind = \"zone-entry\"\nzone = \"z\"\n"
                                             "[[unit]]\nname = \"u\"\nidentity.mmsi = 1\n");
  const Mission& mission = configuration.mission;
  EXPECT_EQ(mission.mode, Mode::test);
  EXPECT_EQ(mission.buffer_m, 0);
  EXPECT_EQ(mission.fusion_lag, 10s);
  ASSERT_EQ(mission.time_zone.size(), 1U);
  EXPECT_EQ(mission.time_zone[0].offset, 0s);
  const Feed& only = mission.feeds.at(0);
  EXPECT_EQ(only.label, "ALL");
  EXPECT_FALSE(only.is_trusted);
  EXPECT_EQ(only.time, FeedTime::clock);
  EXPECT_EQ(only.max_clock_offset, 60s);
  EXPECT_FALSE(only.keep_raw);
  EXPECT_EQ(only.idle, 30s);
  EXPECT_EQ(only.expires, std::nullopt);
  EXPECT_EQ(only.options.get<double>("rate"), 100);
  EXPECT_EQ(only.options.get<std::string>("start"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(mission.zones.at(0).label, "ALL");
  const RuleSpec& rule = mission.rules.at(0);
  EXPECT_EQ(rule.name, "zone-entry-z");
  EXPECT_EQ(rule.severity, Severity::warning);
  EXPECT_EQ(rule.hold + rule.clear + rule.cooldown, 0s);
  EXPECT_EQ(rule.confidence, 0.9);
  EXPECT_FALSE(rule.is_latched);
  EXPECT_THAT(rule.subjects, IsEmpty());
  EXPECT_THAT(rule.active, IsEmpty());
  EXPECT_EQ(rule.label, "");
  EXPECT_EQ(mission.units.at(0).affiliation, Affiliation::own);
  EXPECT_EQ(mission.units.at(0).identity.mmsi, 1U);
  EXPECT_FALSE(mission.units.at(0).report_interval.has_value());
  EXPECT_EQ(configuration.publish.stream, "tcp://127.0.0.1:5556");
  EXPECT_EQ(configuration.publish.query, "tcp://127.0.0.1:5557");
  EXPECT_EQ(configuration.publish.track_interval, 1000ms);
  EXPECT_EQ(configuration.record.directory, "");
  EXPECT_EQ(configuration.record.retain_inputs_days, 3);
  EXPECT_EQ(configuration.record.retain_outputs_days, 30);
  EXPECT_TRUE(configuration.record.has_tracks);
}

TEST(Configuration, KeepsWhatIsWritten) {
  const Configuration configuration =
      parsed(head + "node = \"north\"\nmode = \"ACTUAL\"\nbuffer_m = 12.5\n" + feed +
             "label = \"blue\"\ntrusted = true\nmax_clock_offset_s = 1\nkeep_raw = true\n"
             "idle_s = 2.5\npurpose = \"p\"\nowner = \"o\"\nexpires = 2030-01-01 "
             "00:00:00+01:00\n[feed.options]\nrate = 5\n"
             "[[unit]]\nname = \"u\"\naffiliation = \"PARTNER\"\nreport_interval_s = 60\n"
             "identity = { icao24 = \"3C65aB\", callsign = \"UN01\" }\n"
             "[[zone]]\nname = \"z\"\nsource = { source = \"z.kml\" }\nlabel = \"red\"\n"
             "[[rule]]\nkind = \"zone-entry\"\nname = \"mine\"\nzone = \"z\"\n"
             "severity = \"CRITICAL\"\nhold_s = 1\nclear_s = 2\ncooldown_s = 3\n"
             "confidence = 0.5\nlatch = true\nlabel = \"red\"\ninstruction = \"a\\nb\"\n"
             "[publish]\nstream = \"ipc:///run/s\"\nquery = \"tcp://[::1]:7\"\n"
             "track_interval_ms = 5\n[fusion]\nlag_s = 0.25\n");
  const Mission& mission = configuration.mission;
  EXPECT_EQ(mission.node, "north");
  EXPECT_EQ(mission.mode, Mode::actual);
  EXPECT_EQ(mission.buffer_m, 12.5);
  EXPECT_EQ(mission.fusion_lag, 250ms);
  const Feed& only = mission.feeds.at(0);
  EXPECT_EQ(only.label, "blue");
  EXPECT_TRUE(only.is_trusted);
  EXPECT_TRUE(only.keep_raw);
  EXPECT_EQ(only.max_clock_offset, 1s);
  EXPECT_EQ(only.idle, 2500ms);
  EXPECT_EQ(only.expires, receive_time_from_ns(1'893'452'400'000'000'000));
  EXPECT_EQ(only.options.get<double>("rate"), 5);
  EXPECT_EQ(mission.units.at(0).affiliation, Affiliation::partner);
  EXPECT_EQ(mission.units.at(0).identity.icao24, 0x3c65abU);
  EXPECT_EQ(mission.units.at(0).identity.callsign, "UN01");
  EXPECT_EQ(mission.units.at(0).report_interval, Duration(60s));
  EXPECT_EQ(mission.zones.at(0).label, "red");
  const RuleSpec& rule = mission.rules.at(0);
  EXPECT_EQ(rule.name, "mine");
  EXPECT_EQ(rule.severity, Severity::critical);
  EXPECT_EQ(rule.hold, 1s);
  EXPECT_EQ(rule.clear, 2s);
  EXPECT_EQ(rule.cooldown, 3s);
  EXPECT_EQ(rule.confidence, 0.5);
  EXPECT_TRUE(rule.is_latched);
  EXPECT_EQ(rule.label, "red");
  EXPECT_EQ(rule.instruction, "a\nb");
  EXPECT_EQ(configuration.publish.stream, "ipc:///run/s");
  EXPECT_EQ(configuration.publish.query, "tcp://[::1]:7");
  EXPECT_EQ(configuration.publish.track_interval, 5ms);
}

TEST(Configuration, ReadsItsPathsFromItsOwnFolder) {
  const Configuration configuration =
      parsed(head +
             "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"file:r.nmea\"\npace = 2\n"
             "follow = true\n[[feed]]\nname = \"g\"\nformat = \"ais\"\nsource = "
             "\"file:/r.nmea\"\npace = \"recorded\"\n");
  EXPECT_EQ(configuration.mission.feeds.at(0).source, "file:folder/r.nmea");
  EXPECT_EQ(configuration.mission.feeds.at(0).pace, "2");
  EXPECT_TRUE(configuration.mission.feeds.at(0).is_followed);
  EXPECT_EQ(configuration.mission.feeds.at(1).source, "file:/r.nmea");
  EXPECT_EQ(configuration.mission.feeds.at(1).pace, "recorded");
}

TEST(Configuration, BoundsIdleByTheLeastSilence) {
  const std::string unit = "[[unit]]\nname = \"u\"\nidentity.mmsi = 1\nreport_interval_s = 5\n";
  EXPECT_EQ(parsed(head + feed + unit).mission.feeds.at(0).idle, 15s);
  EXPECT_EQ(parsed(head + feed + "idle_s = 15\n" + unit).mission.feeds.at(0).idle, 15s);
}

TEST(Configuration, TiesUnitsAndRoutesFromEitherSide) {
  const Configuration configuration = parsed(head +
                                             "[[unit]]\nname = \"u\"\nidentity.mmsi = 1\nroute = \"r\"\n"
                                             "[[unit]]\nname = \"v\"\nidentity.mmsi = 2\n"
                                             "[[route]]\nname = \"r\"\nsource = \"r.kml\"\nunit = \"v\"\n");
  EXPECT_EQ(configuration.mission.units.at(0).route, "r");
  EXPECT_EQ(configuration.mission.units.at(1).route, "r");
}

TEST(Configuration, SaysWhatThisVersionDoesNotDo) {
  const Configuration configuration = parsed(
      head +
      "[record]\ndirectory = \"d\"\n[[route]]\nname = \"r\"\nsource = \"r.kml\"\n[[plugin]]\npath = \"p\"\n" +
      "[[consumer]]\nname = \"c\"\nrole = \"view\"\npublic_key = "
      "\"0000000000000000000000000000000000000000\"\n");
  EXPECT_THAT(
      configuration.warnings,
      ElementsAre("folder/F:5:1: this version records nothing: [record] is checked, not obeyed",
                  "folder/F:6:1: this version watches no routes: [[route]] is checked, not obeyed",
                  "folder/F:9:1: this version loads no plugins: [[plugin]] is checked, not obeyed",
                  "folder/F:11:1: this version asks no keys of consumers: [[consumer]] is checked, not "
                  "obeyed, and the endpoints stay on loopback"));
}

TEST(Configuration, WarnsOfClassesThatNobodyReports) {
  const Configuration configuration =
      parsed(head +
             "[[zone]]\nname = \"z\"\nsource = \"z.kml\"\n[[rule]]\nkind = \"zone-entry\"\n"
             "zone = \"z\"\nsubjects = [\"vessel.cargo\", \"aircarft.uas\"]\n");
  EXPECT_THAT(
      configuration.warnings,
      ElementsAre("folder/F:10:29: no built-in format reports the class \"aircarft.uas\" (did you mean "
                  "aircraft?)"));
}

TEST(Configuration, TurnsTheTimeZoneIntoNumbers) {
  const Configuration configuration = parsed(head + "time_zone = \"Europe/Berlin\"\n");
  const std::vector<TimeZoneTransition>& zone = configuration.mission.time_zone;
  ASSERT_GT(zone.size(), 200U);
  EXPECT_EQ(unix_ns(zone.front().since), 0);
  EXPECT_EQ(zone.front().offset, 1h);
  const auto at = [&](std::int64_t unix_s) {
    Duration offset = zone.front().offset;
    for (const TimeZoneTransition& transition : zone)
      if (unix_ns(transition.since) <= unix_s * 1'000'000'000) offset = transition.offset;
    return offset;
  };
  EXPECT_EQ(at(1616893199), 1h);  // 2021-03-28T00:59:59Z: summer time begins a second later
  EXPECT_EQ(at(1616893200), 2h);
  EXPECT_EQ(at(1635641999), 2h);  // 2021-10-31T00:59:59Z
  EXPECT_EQ(at(1635642000), 1h);
  EXPECT_EQ(at(4086000000), 2h);  // July 2099, by the rule that holds on
}

TEST(Configuration, IsNotEmpty) {
  const auto result = parse_configuration("", "F", NamedFiles::skip);
  ASSERT_EQ(result.errors.size(), 1U);
  EXPECT_EQ(result.errors[0].line(), "F:1:1: found no [mission], expected one with name and area");
}

TEST(Configuration, IsNotHuge) {
  const auto result =
      parse_configuration(std::string(configuration_bytes_max + 1, '#'), "F", NamedFiles::skip);
  ASSERT_EQ(result.errors.size(), 1U);
  EXPECT_EQ(result.errors[0].line(), "F: found 16777217 bytes, expected at most 16777216");
}

TEST(Configuration, WithEndlessErrorsTellsAThousand) {
  std::string text = head;
  for (int i = 0; i < 1500; ++i) text += "x" + std::to_string(i) + " = 1\n";
  const auto result = parse_configuration(text, "F", NamedFiles::skip);
  ASSERT_EQ(result.errors.size(), 1001U);
  EXPECT_EQ(result.errors.back().line(), "F:1004:1: found 500 further errors, expected none");
}

}  // namespace
}  // namespace watchpost
