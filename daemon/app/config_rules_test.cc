// The keys of each rule kind, as a person writes them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/app/config.h"

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

ConfigurationResult parsed(const std::string& rules) {
  return parse_configuration(
      "[mission]\nname = \"m\"\narea = \"a.geojson\"\n"
      "[[feed]]\nname = \"f\"\nsource = \"tcp://h:1\"\nformat = \"ais\"\n"
      "[[zone]]\nname = \"z\"\nsource = \"z.kml\"\n"
      "[[line]]\nname = \"l\"\nsource = \"l.kml\"\n"
      "[[unit]]\nname = \"patrol-1\"\nidentity = { mmsi = 232001234 }\n" +
          rules,
      "F", NamedFiles::skip);
}

std::vector<RuleSpec> rules_of(const std::string& rules) {
  const ConfigurationResult result = parsed(rules);
  for (const Error& error : result.errors) ADD_FAILURE() << error.line();
  return result.configuration ? result.configuration->mission.rules : std::vector<RuleSpec>();
}

std::string error_of(const std::string& rules) {
  const ConfigurationResult result = parsed(rules);
  return result.errors.size() == 1 ? result.errors[0].line()
                                   : std::to_string(result.errors.size()) + " errors";
}

TEST(ConfigRules, KnowTheTenKindsWithTheirDefaults) {
  const auto rules = rules_of(R"(
[[rule]]
kind = "zone-entry"
zone = "z"
[[rule]]
kind = "zone-exit"
zone = "z"
[[rule]]
kind = "zone-dwell"
zone = "z"
[[rule]]
kind = "line-crossing"
line = "l"
[[rule]]
kind = "proximity"
[[rule]]
kind = "contact-lost"
[[rule]]
kind = "gone-dark"
[[rule]]
kind = "emergency"
[[rule]]
kind = "sensor-silent"
[[rule]]
kind = "system-fault"
)");
  ASSERT_THAT(rules, SizeIs(10));
  EXPECT_EQ(rules[2].parameters.get<double>("dwell_s"), 600);
  EXPECT_EQ(rules[3].parameters.get<std::string>("direction"), "any");
  EXPECT_EQ(rules[4].parameters.get<double>("distance_m"), 500);
  EXPECT_EQ(rules[5].parameters.find<double>("silent_s"), nullptr);  // by unit
  EXPECT_EQ(rules[6].parameters.get<double>("silent_s"), 600);
  EXPECT_EQ(rules[8].parameters.get<std::string>("silent_s"), "auto");
}

TEST(ConfigRules, TakeANumberOrAWordForTheSilenceOfASensor) {
  const auto rules = rules_of(
      "[[rule]]\nkind = \"sensor-silent\"\nsilent_s = 30\nfeeds = [\"f\"]\n"
      "[[rule]]\nkind = \"sensor-silent\"\nname = \"other\"\nsilent_s = \"auto\"\n");
  ASSERT_THAT(rules, SizeIs(2));
  EXPECT_EQ(rules[0].parameters.get<double>("silent_s"), 30);
  EXPECT_THAT(rules[0].parameters.get<std::vector<std::string>>("feeds"), ElementsAre("f"));
  EXPECT_THAT(error_of("[[rule]]\nkind = \"sensor-silent\"\nsilent_s = \"often\"\n"),
              HasSubstr("expected auto"));
  EXPECT_THAT(error_of("[[rule]]\nkind = \"sensor-silent\"\nsilent_s = 0\n"),
              HasSubstr("expected a number from 1 to 604800 (s) or auto"));
  EXPECT_THAT(error_of("[[rule]]\nkind = \"sensor-silent\"\nfeeds = [\"g\"]\n"), HasSubstr("feed"));
}

TEST(ConfigRules, ReadTheSecondOfAPairAsSubjectsAreRead) {
  const auto rules = rules_of(
      "[[rule]]\nkind = \"proximity\"\nsubjects = [\"unit:patrol-1\"]\nother = [\"vessel\", \"SUSPECT\"]\n");
  ASSERT_THAT(rules, SizeIs(1));
  ASSERT_THAT(rules[0].others, SizeIs(2));
  EXPECT_EQ(rules[0].others[0].classification, "vessel");
  EXPECT_EQ(rules[0].others[1].affiliation, Affiliation::suspect);
  EXPECT_THAT(error_of("[[rule]]\nkind = \"proximity\"\nother = [\"unit:patrol-2\"]\n"),
              HasSubstr("patrol-2"));
}

TEST(ConfigRules, BoundHowLongAFeedMayHoldUpWhatIsAboutAbsence) {
  const auto result = parsed("[[rule]]\nkind = \"contact-lost\"\nsilent_s = 20\n");
  ASSERT_TRUE(result.configuration.has_value());
  EXPECT_EQ(result.configuration->mission.feeds[0].idle, std::chrono::seconds(20));
}

}  // namespace
}  // namespace watchpost
