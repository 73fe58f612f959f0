// Configurations that are broken as a text: syntax, tables, keys, values, names; and exactly what a person is
// told.
#include "daemon/app/broken_configurations_for_tests.h"

// Long error lines go on in the next literal.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
namespace watchpost {
namespace {

const std::string feed =
    "[[feed]]\nname = \"f\"\nsource = \"tcp://h:1\"\nformat = \"ais\"\n";           // lines 4 to 7
const std::string zone = "[[zone]]\nname = \"z\"\nsource = \"z.kml\"\n";            // lines 4 to 6
const std::string rule = zone + "[[rule]]\nkind = \"zone-entry\"\nzone = \"z\"\n";  // lines 4 to 9

class BrokenConfiguration : public testing::TestWithParam<Broken> {};

TEST_P(BrokenConfiguration, IsRefusedWithPlaceAndHint) {
  expect_refused_as_said(GetParam());
}

#define BROKEN(subject, ...) BROKEN_IN(BrokenConfiguration, subject, __VA_ARGS__)

const std::string tables =
    "mission, feed, sensor, zone, line, asset, route, plugin, unit, rule, consumer, publish, fusion, record";
const std::string mission_keys = "name, area, mode, buffer_m, node, time_zone";
const std::string zone_keys = "name, source, layer, where, label";

BROKEN(Syntax,
       {"NoValue", "mode =", {"4:7: found the end of the file in a key-value pair, expected its rest"}},
       {"NoQuotes",
        "mode = TEST",
        {"4:8: found TEST without quotes, expected a text in quotes (did you mean \"TEST\"?)"}},
       {"NoQuotesInAnArray",
        rule + "subjects = [\"a\", vessel.cargo]",
        {"10:18: found vessel.cargo without quotes, expected a text in quotes (did you mean "
         "\"vessel.cargo\"?)"}},
       {"NoQuotesOnAPath",
        "[[zone]]\nsource = file.kml",
        {"5:10: found file.kml without quotes, expected a text in quotes (did you mean \"file.kml\"?)"}},
       {"LeadingZero",
        "buffer_m = 007",
        {"4:15: found a mistake in a decimal integer (leading zeroes are prohibited), expected TOML"}},
       {"ALineEndInWhatIsQuoted",
        "buffer_m = -n\n",
        {"4:14: found '-n\\u000A' in a floating-point, expected 'nan'"}},
       {"KeyTwice", "name = \"n\"", {"4:1: found a second \"name\", expected each name once in its table"}},
       {"TableTwice",
        "[fusion]\n[fusion]",
        {"5:2: found a second \"fusion\", expected each name once in its table"}},
       {"KeyTwiceAndMore",
        "mode = \"T\"\n mode  = 3\nname=1",
        {"4:8: found \"T\", expected one of ACTUAL, EXERCISE, TEST",
         "5:2: found a second \"mode\", expected each name once in its table",
         "6:1: found a second \"name\", expected each name once in its table"}},
       {"NotUtf8", "mode = \"\xff\"", {"4:8: found bytes that are not UTF-8, expected UTF-8 text"}},
       {"DeepArrays",
        "x = " + std::string(40, '['),
        {"4:37: found more than 32 brackets inside one another, expected at most 32"}},
       {"DeepKeys",
        "x" + std::string(40, '.'),
        {"4:34: found more than 32 names of a key inside one another, expected at most 32"}});

BROKEN(Tables,
       {"Unknown",
        "[zoone]",
        {"4:2: found unknown table \"zoone\", expected one of " + tables + " (did you mean zone?)"}},
       {"UnknownFarFromAll", "[xyzzy]", {"4:2: found unknown table \"xyzzy\", expected one of " + tables}},
       {"ListWanted", "[feed]\nname=\"f\"", {"4:1: found [feed], expected [[feed]]"}},
       {"NoListWanted", "[[publish]]", {"4:1: found [[publish]], expected [publish]"}},
       {"SeveralWrong",
        "[zone]\n[rule]",
        {"4:1: found [zone], expected [[zone]]", "5:1: found [rule], expected [[rule]]"}});

BROKEN(Keys,
       {"Unknown",
        "buffr_m = 1",
        {"4:1: found unknown key \"buffr_m\" in [mission], expected one of " + mission_keys +
         " (did you mean buffer_m?)"}},
       {"UnknownInAZone",
        zone + "wher = \"x\"",
        {"7:1: found unknown key \"wher\" in [[zone]], expected one of " + zone_keys +
         " (did you mean where?)"}},
       {"OfAnotherTable",
        "lag_s = 1",
        {"4:1: found unknown key \"lag_s\" in [mission], expected one of " + mission_keys}},
       {"MissingInAFeed",
        "\n[[feed]]\nname = \"f\"",
        {"5:1: found no source in [[feed]], expected source = a text",
         "5:1: found no format in [[feed]], expected format = a text"}},
       {"MissingInAZone",
        "[[zone]]\nname = \"z\"",
        {"4:1: found no source in [[zone]], expected source = a path, or a table { source, layer, where }"}},
       {"MissingInARule", "[[rule]]", {"4:1: found no kind in [[rule]], expected kind = a text"}});

BROKEN(
    Values,
    {"TextForANumber",
     "buffer_m = \"20\"",
     {"4:12: found the text \"20\", expected a number from 0 to 1000000 (m)"}},
    {"NumberForAText", "node = 1", {"4:8: found the integer 1, expected a text"}},
    {"TruthForANumber", "buffer_m = true", {"4:12: found true, expected a number from 0 to 1000000 (m)"}},
    {"TextForATruth", feed + "trusted = \"yes\"", {"8:11: found the text \"yes\", expected true or false"}},
    {"NumberForAnInteger",
     "[publish]\ntrack_interval_ms = 1.5",
     {"5:21: found the number 1.5, expected an integer from 1 to 3600000 (ms)"}},
    {"Negative", "buffer_m = -0.5", {"4:12: found the number -0.5, expected a number from 0 to 1000000 (m)"}},
    {"NotANumber", "buffer_m = nan", {"4:12: found the number nan, expected a number from 0 to 1000000 (m)"}},
    {"Infinite",
     "[fusion]\nlag_s = inf",
     {"5:9: found the number inf, expected a number from 0 to 3600 (s)"}},
    {"NotAChoice",
     "mode = \"EXERCICE\"",
     {"4:8: found \"EXERCICE\", expected one of ACTUAL, EXERCISE, TEST (did you mean EXERCISE?)"}},
    {"ModeReplay", "mode = \"REPLAY\"", {"4:8: found \"REPLAY\", expected one of ACTUAL, EXERCISE, TEST"}},
    {"SmallLetters",
     "mode = \"test\"",
     {"4:8: found \"test\", expected one of ACTUAL, EXERCISE, TEST (did you mean TEST?)"}},
    {"EmptyText", "node = \"\"", {"4:8: found an empty text, expected one that says something"}},
    {"ControlCharacter",
     "node = \"a\\nb\"",
     {"4:8: found \"a\\u000Ab\", expected one line without control characters"}},
    {"ArrayForAText", "node = [\"a\"]", {"4:8: found an array, expected a text"}},
    {"TextForAnArray",
     rule + "subjects = \"vessel\"",
     {"10:12: found the text \"vessel\", expected an array of texts"}},
    {"NumberAmongTexts",
     rule + "subjects = [\"vessel\",\n 3]",
     {"11:2: found the integer 3, expected a text"}},
    {"ConfidenceOfOne",
     rule + "confidence = 1",
     {"10:14: found the integer 1, expected a number from 0.5 to 0.999999"}},
    {"UnknownTimeZone",
     "time_zone = \"Nowhere/At_All\"",
     {"4:13: found time zone \"Nowhere/At_All\", expected UTC or a name of the time-zone database"}},
    {"TimeZoneOfTheMachine",
     "time_zone = \"/etc/localtime\"",
     {"4:13: found time zone \"/etc/localtime\", expected UTC or a name of the time-zone database"}});

BROKEN(Names,
       {"WithABlank",
        "[[zone]]\nname = \"Camp Alpha\"\nsource = \"z.kml\"",
        {"5:8: found \"Camp Alpha\", expected a name of a-z, 0-9 and - (did you mean camp-alpha?)"}},
       {"Reserved",
        "[[zone]]\nname = \"ALL\"\nsource = \"z.kml\"",
        {"5:8: found ALL, which is reserved, expected a name of a-z, 0-9 and -"}},
       {"LabelWithALine",
        zone + "label = \"a_b\"",
        {"7:9: found \"a_b\", expected ALL or a name of a-z, 0-9 and - (did you mean a-b?)"}},
       {"ZoneTwice",
        zone + zone,
        {"8:8: found a second zone named \"z\" (first in line 5), expected each name once"}},
       {"FeedTwice",
        feed + feed,
        {"9:8: found a second feed named \"f\" (first in line 5), expected each name once"}},
       {"RuleTwiceByDefault",
        rule + "[[rule]]\nkind = \"zone-entry\"\nzone = \"z\"",
        {"10:1: found a second rule named \"zone-entry-z\", expected each name once: write a name"}},
       {"RuleTwice",
        rule + "[[rule]]\nkind = \"zone-entry\"\nzone = \"z\"\nname = \"zone-entry-z\"",
        {"13:8: found a second rule named \"zone-entry-z\", expected each name once"}});

TEST(Configuration, TellsAllItsErrorsInTheOrderOfTheText) {
  const auto result =
      parse_configuration("[publish]\nstream = 1\n[mission]\nbufer_m = 1\nmode = 2\n", "F", NamedFiles::skip);
  EXPECT_THAT(
      lines_of(result),
      testing::ElementsAreArray(
          {"2:10: found the integer 1, expected a text",
           "3:1: found no name in [mission], expected name = a text",
           "3:1: found no area in [mission], expected area = a path, or a table { source, layer, where }",
           "4:1: found unknown key \"bufer_m\" in [mission], expected one of name, area, mode, "
           "buffer_m, node, time_zone (did you mean buffer_m?)",
           "5:8: found the integer 2, expected one of ACTUAL, EXERCISE, TEST"}));
}

}  // namespace
}  // namespace watchpost
// NOLINTEND(bugprone-suspicious-missing-comma)
