// Configurations whose parts are broken: feeds, references, rules, units, endpoints, places; and exactly what
// a person is told.
#include "daemon/app/broken_configurations_for_tests.h"

// Long error lines go on in the next literal.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)
namespace watchpost {
namespace {

const std::string feed =
    "[[feed]]\nname = \"f\"\nsource = \"tcp://h:1\"\nformat = \"ais\"\n";           // lines 4 to 7
const std::string zone = "[[zone]]\nname = \"z\"\nsource = \"z.kml\"\n";            // lines 4 to 6
const std::string rule = zone + "[[rule]]\nkind = \"zone-entry\"\nzone = \"z\"\n";  // lines 4 to 9

class BrokenPart : public testing::TestWithParam<Broken> {};

TEST_P(BrokenPart, IsRefusedWithPlaceAndHint) {
  expect_refused_as_said(GetParam());
}

#define BROKEN(subject, ...) BROKEN_IN(BrokenPart, subject, __VA_ARGS__)

const std::string source_forms = "tcp://HOST:PORT, tcp-listen://HOST:PORT, udp://HOST:PORT, file:PATH or -";

BROKEN(
    Feeds,
    {"UnknownFormat",
     "[[feed]]\nname = \"f\"\nsource = \"-\"\nformat = \"plot\"",
     {"7:10: found format \"plot\", expected one of ais, adsb, plots, sbs (did you mean plots?)"}},
    {"NoScheme",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"10.0.0.1:10110\"",
     {"7:10: found \"10.0.0.1:10110\", expected " + source_forms + " (did you mean tcp://10.0.0.1:10110?)"}},
    {"NoPort",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"tcp://h\"",
     {"7:10: found \"tcp://h\", expected HOST:PORT, with a port from 1 to 65535"}},
    {"PortTooHigh",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"tcp-listen://[::1]:65536\"",
     {"7:10: found \"tcp-listen://[::1]:65536\", expected a port from 1 to 65535"}},
    {"PortOfNothing",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"tcp://h:0\"",
     {"7:10: found \"tcp://h:0\", expected a port from 1 to 65535"}},
    {"TransportOfLater",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"pcap:x\"",
     {"7:10: found \"pcap:x\", but this version has no transport pcap: yet, expected " + source_forms}},
    {"AddressOfDatagrams",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"udp://239.1.2.300:5000\"",
     {"7:10: found \"udp://239.1.2.300:5000\", expected a host name, an IPv4 address or [IPv6] before the "
      "port"}},
    {"InterfaceWithoutAGroup",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"udp://127.0.0.1:5000\"\ninterface = \"lo\"",
     {"8:1: found interface beside source \"udp://127.0.0.1:5000\", expected it with udp:// and a multicast "
      "group only"}},
    {"InterfaceThatIsNoName",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"udp://239.1.2.3:5000\"\ninterface = "
     "\"10.0.0.1/8\"",
     {"8:13: found interface \"10.0.0.1/8\", expected a network interface's name such as eth0"}},
    {"GroupTwice",
     "[[feed]]\nname = \"f\"\nsource = \"udp://239.1.2.3:5000\"\nformat = \"ais\"\n[[feed]]\nname = "
     "\"g\"\nsource = "
     "\"udp://239.1.2.3:5000\"\nformat = \"ais\"",
     {"10:10: found source \"udp://239.1.2.3:5000\" a second time (first in line 6), expected one feed to "
      "have "
      "it"}},
    {"UnknownOption",
     feed + "[feed.options]\nstrat = 1",
     {"9:1: found unknown key \"strat\" in [feed.options] of format ais, expected one of start, rate (did "
      "you mean "
      "start?)"}},
    {"PaceOfASocket",
     feed + "pace = 2",
     {"8:1: found pace beside source \"tcp://h:1\", expected it with file:PATH only"}},
    {"Pace",
     "[[feed]]\nname = \"f\"\nformat = \"ais\"\nsource = \"file:x\"\npace = \"fast\"",
     {"8:8: found \"fast\", expected \"recorded\", \"max\" or a number above 0"}},
    {"Expires",
     feed + "expires = \"2030-02-30T00:00:00Z\"",
     {"8:11: found \"2030-02-30T00:00:00Z\", expected an RFC 3339 time such as 2030-01-31T12:00:00Z"}},
    {"ExpiresWithoutOffset",
     feed + "expires = 2030-01-01T00:00:00",
     {"8:11: found the time 2030-01-01T00:00:00, expected an RFC 3339 time such as 2030-01-31T12:00:00Z"}},
    {"TimeOfOneOnly",
     feed + "time = \"data\"\n[[feed]]\nname = \"g\"\nsource = \"tcp://h:2\"\nformat = \"ais\"",
     {"9:1: found time \"clock\" beside a feed with time \"data\" (line 8), expected all feeds or none"}},
    {"StandardInputTwice",
     "[[feed]]\nname = \"f\"\nsource = \"-\"\nformat = \"ais\"\n[[feed]]\nname = \"g\"\nsource = "
     "\"-\"\nformat = "
     "\"ais\"",
     {"10:10: found source \"-\" a second time (first in line 6), expected one feed to have it"}},
    {"IdleLongerThanASilence",
     feed + "idle_s = 31\n[[unit]]\nname = \"u\"\nidentity = { mmsi = 1 }\nreport_interval_s = 10",
     {"8:10: found the integer 31, expected at most 30 (s), the least silence that a rule or unit speaks "
      "of"}},
    {"ActualWithoutAMandate",
     "mode = \"ACTUAL\"\n" + feed + "time = \"data\"\n",
     {"5:1: found no purpose in [[feed]], expected one in mode ACTUAL",
      "5:1: found no owner in [[feed]], expected one in mode ACTUAL",
      "5:1: found no expires in [[feed]], expected one in mode ACTUAL",
      "9:8: found time \"data\" in mode ACTUAL, expected \"clock\""}});

BROKEN(
    References,
    {"Zone", zone + "[[rule]]\nkind = \"zone-entry\"\nzone = \"y\"", {"9:8: found zone \"y\", expected z"}},
    {"ZoneWithAHint",
     "[[zone]]\nname = \"camp-alpha\"\nsource = \"z.kml\"\n[[rule]]\nkind = \"zone-entry\"\nzone = "
     "\"camp-alfa\"",
     {"9:8: found zone \"camp-alfa\", expected camp-alpha (did you mean camp-alpha?)"}},
    {"NoZoneAtAll",
     "[[rule]]\nkind = \"zone-entry\"\nzone = \"y\"",
     {"6:8: found zone \"y\", expected a [[zone]] of that name"}},
    {"ZoneWithAWrongName",
     "[[zone]]\nname = \"Z\"\nsource = \"z.kml\"\n[[rule]]\nkind = \"zone-entry\"\nzone = \"Z\"",
     {"5:8: found \"Z\", expected a name of a-z, 0-9 and - (did you mean z?)"}},
    {"FeedOfASensor",
     feed + "[[sensor]]\nfeed = \"ff\"",
     {"9:8: found feed \"ff\", expected f (did you mean f?)"}},
    {"RouteOfAUnit",
     "[[unit]]\nname = \"u\"\nidentity = { name = \"U\" }\nroute = \"r\"",
     {"7:9: found route \"r\", expected a [[route]] of that name"}},
    {"TwoRoutesOfAUnit",
     "[[unit]]\nname = \"u\"\nidentity = { name = \"U\" }\nroute = \"r\"\n[[route]]\nname = \"r\"\nsource = "
     "\"r.kml\"\n[[route]]\nname = \"s\"\nsource = \"r.kml\"\nunit = \"u\"",
     {"14:8: found a second route for unit \"u\", expected \"r\" alone"}});

BROKEN(Rules,
       {"UnknownKind",
        "[[rule]]\nkind = \"zone-entri\"\nwithin_s = 3",
        {"5:8: found rule kind \"zone-entri\", expected one of zone-entry, zone-exit, zone-dwell, "
         "line-crossing, "
         "proximity, contact-lost, gone-dark, emergency, sensor-silent, system-fault (did you mean "
         "zone-entry?)"}},
       {"NoPlace",
        "[[rule]]\nkind = \"zone-entry\"",
        {"4:1: found no zone in a rule of kind zone-entry, expected zone = a name"}},
       {"WrongPlace",
        rule + "asset = \"z\"",
        {"10:1: found asset in a rule of kind zone-entry, expected zone"}},
       {"Severity",
        rule + "severity = \"CRITCAL\"",
        {"10:12: found \"CRITCAL\", expected one of INFO, ADVISORY, WARNING, CRITICAL (did you mean "
         "CRITICAL?)"}},
       {"Subjects",
        rule + "subjects = [\"OWNN\", \"mmsi:x\", \"mmzi:1\", \"unit:u\", \"icao24:12\", \"A b\"]",
        {"10:13: found affiliation \"OWNN\", expected one of OWN, PARTNER, NEUTRAL, UNKNOWN, SUSPECT (did "
         "you mean OWN?)",
         "10:21: found \"mmsi:x\", expected a number of at most nine digits after the colon",
         "10:31: found kind of subject \"mmzi\", expected one of unit, mmsi, imo, icao24, callsign, squawk, "
         "name, "
         "remote_id, tak_uid, sensor_track (did you mean mmsi?)",
         "10:41: found unit \"u\", expected a [[unit]] of that name",
         "10:51: found \"icao24:12\", expected six hexadecimal digits after the colon",
         "10:64: found \"A b\", expected a class such as aircraft.uas, an affiliation in capitals, "
         "unit:NAME, or an "
         "identity such as mmsi:232001234"}},
       {"Schedule",
        rule + "active = [\"mon-fri 22:00-06:00\", \"monday 22:00-06:00\", \"mon 25:00-06:00\"]",
        {"10:34: found \"monday 22:00-06:00\", expected days and times such as \"mon-fri 22:00-06:00\"",
         "10:56: found \"mon 25:00-06:00\", expected days and times such as \"mon-fri 22:00-06:00\""}},
       {"NoSchedule",
        rule + "active = []",
        {"10:10: found an empty array, expected times or no `active` at all"}});

BROKEN(Units,
       {"NoIdentity",
        "[[unit]]\nname = \"u\"\nidentity = {}",
        {"6:12: found an empty identity, expected mmsi, icao24, callsign, …"}},
       {"MmsiAsText",
        "[[unit]]\nname = \"u\"\nidentity = { mmsi = \"1\" }",
        {"6:21: found the text \"1\", expected an integer from 1 to 999999999"}},
       {"UnknownIdentity",
        "[[unit]]\nname = \"u\"\nidentity = { mmzi = 1 }",
        {"6:14: found unknown key \"mmzi\" in identity, expected one of mmsi, imo, icao24, callsign, name, "
         "remote_id, "
         "tak_uid, sensor_track (did you mean mmsi?)"}},
       {"Icao24",
        "[[unit]]\nname = \"u\"\nidentity = { icao24 = \"12345g\" }",
        {"6:23: found \"12345g\", expected an aircraft address of six hexadecimal digits"}},
       {"Squawk",
        "[[unit]]\nname = \"u\"\nidentity = { squawk = \"1200\", mmsi = 1 }",
        {"6:14: found squawk in identity, which changes with each flight, expected icao24 or callsign"}},
       {"SameIdentity",
        "[[unit]]\nname = \"u\"\nidentity.mmsi = 1\n[[unit]]\nname = \"v\"\nidentity.mmsi = 1",
        {"9:1: found the identity of unit \"u\" a second time, expected each unit to have its own"}});

BROKEN(
    Endpoints,
    {"NotLoopback",
     "[publish]\nstream = \"tcp://0.0.0.0:5556\"",
     {"5:10: found \"tcp://0.0.0.0:5556\", which others could reach without keys, expected a loopback "
      "address such as "
      "tcp://127.0.0.1:5556"}},
    {"EveryAddress",
     "[publish]\nquery = \"tcp://*:5557\"",
     {"5:9: found \"tcp://*:5557\", which others could reach without keys, expected a loopback address such "
      "as "
      "tcp://127.0.0.1:5556"}},
    {"NotLoopbackButNear",
     "[publish]\nquery = \"tcp://127.0.0.1.example:5557\"",
     {"5:9: found \"tcp://127.0.0.1.example:5557\", which others could reach without keys, expected a "
      "loopback address "
      "such as tcp://127.0.0.1:5556"}},
    {"AnotherScheme",
     "[publish]\nstream = \"inproc://x\"",
     {"5:10: found \"inproc://x\", expected tcp:// with a loopback address and a port, or ipc://PATH"}},
    {"SameTwice",
     "[publish]\nquery = \"tcp://localhost:5556\"",
     {"5:9: found tcp://127.0.0.1:5556 for both stream and query, expected two endpoints"}},
    {"ConsumersKey",
     "[[consumer]]\nname = \"c\"\nrole = \"wiew\"\npublic_key = \"abc\"",
     {"6:8: found \"wiew\", expected one of view, operate, ingest (did you mean view?)",
      "7:14: found \"abc\", expected a CURVE public key of 40 characters of Z85"}},
    {"KeyOfTheManual",
     "[[consumer]]\nname = \"c\"\nrole = \"view\"\npublic_key = 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID'",
     {"7:14: found \"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\", expected a key of your own: this one is "
      "printed in "
      "ZeroMQ's manual"}});

BROKEN(Places,
       {"WhereBesideATable",
        "[[zone]]\nname = \"z\"\nwhere = \"a = 1\"\nsource = { source = \"z.kml\", layr = \"l\" }",
        {"6:1: found where beside a source that is a table, expected it inside",
         "7:30: found unknown key \"layr\" in a geometry, expected one of source, layer, where (did you mean "
         "layer?)"}},
       {"Position",
        feed + "[[sensor]]\nfeed = \"f\"\nposition = { latitude_deg = 91, longitude_deg = 0 }",
        {"10:29: found the integer 91, expected a number from -90 to 90 (deg)"}},
       {"NumberForAnArea",
        "[[zone]]\nname = \"z\"\nsource = 1",
        {"6:10: found the integer 1, expected a path, or a table { source, layer, where }"}},
       {"SensorTwice",
        feed + "[[sensor]]\nfeed = \"f\"\nname = \"a\"\n[[sensor]]\nfeed = \"f\"\nname = \"a\"",
        {"13:8: found sensor \"a\" of feed \"f\" a second time, expected each sensor once"}},
       {"Checkpoint",
        "[[route]]\nname = \"r\"\nsource = \"r.kml\"\ncheckpoints = [{ name = \"a\", due = \"noon\" }]",
        {"7:16: found neither position and source in a checkpoint, expected one of them",
         "7:36: found \"noon\", expected an RFC 3339 time such as 2030-01-31T12:00:00Z"}});

}  // namespace
}  // namespace watchpost
// NOLINTEND(bugprone-suspicious-missing-comma)
