#include "daemon/app/config_schema.h"

#include <array>

#include "daemon/app/config_toml.h"

namespace watchpost {
namespace {

using enum ParameterType;

constexpr double seconds_max = 1e9;  // 31 years: longer than any mission, and far from overflow

constexpr std::array<std::string_view, 3> modes = {"ACTUAL", "EXERCISE", "TEST"};
constexpr std::array<std::string_view, 2> feed_times = {"clock", "data"};
constexpr std::array<std::string_view, 5> affiliations = {"OWN", "PARTNER", "NEUTRAL", "UNKNOWN", "SUSPECT"};
constexpr std::array<std::string_view, 4> severities = {"INFO", "ADVISORY", "WARNING", "CRITICAL"};
constexpr std::array<std::string_view, 3> roles = {"view", "operate", "ingest"};

constexpr Option needed(std::string_view name, Form form, std::string_view sentence) {
  return {{.name = name, .sentence = sentence, .is_required = true}, form};
}

constexpr Option text_option(std::string_view name, Form form, std::string_view sentence,
                             std::string_view default_value = {}) {
  return {{.name = name, .default_value = default_value, .sentence = sentence}, form};
}

constexpr Option word(std::string_view name, std::span<const std::string_view> choices,
                      std::string_view default_value, std::string_view sentence) {
  return {{.name = name, .default_value = default_value, .sentence = sentence, .choices = choices}};
}

constexpr Option truth(std::string_view name, std::string_view default_value, std::string_view sentence) {
  return {{.name = name, .type = boolean, .default_value = default_value, .sentence = sentence}};
}

constexpr Option measure(std::string_view name, std::string_view unit, std::string_view default_value,
                         double minimum, double maximum, std::string_view sentence) {
  return {{.name = name,
           .type = number,
           .unit = unit,
           .default_value = default_value,
           .sentence = sentence,
           .minimum = minimum,
           .maximum = maximum}};
}

constexpr Option several(std::string_view name, Form form, std::string_view sentence) {
  return {{.name = name, .type = texts, .sentence = sentence}, form};
}

constexpr Option layer_option =
    text_option("layer", Form::line, "which layer of the source, where it has several");
constexpr Option where_option =
    text_option("where", Form::line, "an OGR SQL condition that chooses features");
constexpr Option label_option =
    text_option("label", Form::label, "who may see it: the release label", "\"ALL\"");

constexpr std::array mission_options = {
    needed("name", Form::line, "the mission, as people say it"),
    needed("area", Form::geometry, "the mission area: what lies outside is never kept"),
    word("mode", modes, "\"TEST\"",
         "stands in every message, so that an exercise is not taken for the real thing"),
    measure("buffer_m", "m", "0", 0, 1e6, "reports this far outside the area still belong to it"),
    text_option("node", Form::line,
                "this installation, the first part of every track's name; default: the name"),
    text_option("time_zone", Form::line, "in which `active` of the rules is read", "\"UTC\""),
};

constexpr std::array feed_options = {
    needed("name", Form::name, "the feed, as reports and health call it"),
    needed("source", Form::line,
           "tcp://HOST:PORT, tcp-listen://HOST:PORT, udp://HOST:PORT, file:PATH, or - for standard input"),
    needed("format", Form::line, "how its bytes are read: `watchpost adapters` lists the formats"),
    label_option,
    truth("trusted", "false", "whether our own units are followed outside the mission area by this feed"),
    word("time", feed_times, "\"clock\"",
         "where receive times come from: the clock, or the times in the data"),
    measure("max_clock_offset_s", "s", "60", 0, seconds_max,
            "an event time farther from the receive time is replaced by it"),
    truth("keep_raw", "false", "whether each report keeps its source bytes"),
    measure("idle_s", "s", "30", 0.001, seconds_max,
            "after this silence nothing waits for the feed any more"),
    text_option("purpose", Form::line, "what the mandate needs it for; required in mode ACTUAL"),
    text_option("owner", Form::line, "who answers for it; required in mode ACTUAL"),
    text_option("expires", Form::time, "when it stops; required in mode ACTUAL"),
    text_option("pace", Form::pace,
                "of a file: \"recorded\", a factor of it, or \"max\"; default: as fast as it can be read"),
    truth("follow", "false", "whether what is added to a file is read too"),
    text_option("interface", Form::line,
                "of a multicast group: the network interface that hears it, by name; default: by the route"),
    text_option("options", Form::table, "the format's own options: `watchpost adapters` lists them"),
};

constexpr std::array sensor_options = {
    needed("feed", Form::line, "the feed that carries it"),
    text_option("name", Form::line, "the sensor, as its feed calls it; none: the feed itself"),
    text_option("position", Form::position, "where it stands, where the feed does not say"),
    text_option("coverage", Form::geometry, "the area that it can see"),
    measure("std_m", "m", {}, 0.01, 1e6, "1 sigma an axis of its positions, where the feed does not say"),
    measure("std_range_m", "m", {}, 0.01, 1e6, "1 sigma of its ranges, where the feed does not say"),
    measure("std_azimuth_deg", "deg", {}, 0.0001, 180,
            "1 sigma of its azimuths, where the feed does not say"),
};

constexpr std::array zone_options = {
    needed("name", Form::name, "the zone, as rules and alerts call it"),
    needed("source", Form::geometry, "its polygons"),
    layer_option,
    where_option,
    label_option,
};

constexpr std::array line_options = {
    needed("name", Form::name, "the line, as rules and alerts call it"),
    needed("source", Form::geometry, "its vertices, in order"),
    layer_option,
    where_option,
    label_option,
};

constexpr std::array asset_options = {
    needed("name", Form::name, "what is to be protected, as rules and alerts call it"),
    needed("source", Form::geometry, "its point"),
    layer_option,
    where_option,
    label_option,
};

constexpr std::array route_options = {
    needed("name", Form::name, "the route, as rules and alerts call it"),
    needed("source", Form::geometry, "its vertices, in order"),
    layer_option,
    where_option,
    text_option("checkpoints", Form::tables, "where a unit must be, and when"),
    text_option("unit", Form::line, "which of our units travels it"),
};

constexpr std::array checkpoint_rows = {
    needed("name", Form::line, "the checkpoint"),
    text_option("due", Form::time, "when the unit must have been there"),
    measure("radius_m", "m", "200", 0.01, 1e6, "how near is there"),
    text_option("position", Form::position, "where it is"),
    text_option("source", Form::geometry, "the same from a file"),
    layer_option,
    where_option,
};

constexpr std::array plugin_options = {
    needed("path", Form::line, "the shared library of a format that feeds can then name"),
};

constexpr std::array unit_options = {
    needed("name", Form::name, "one of our own, as people say it"),
    needed("identity", Form::table, "what its reports say of who they are"),
    word("affiliation", affiliations, "\"OWN\"", "whose it is"),
    measure("report_interval_s", "s", {}, 0.001, seconds_max, "how often it reports"),
    text_option("route", Form::line, "which route it travels"),
};

constexpr std::array identity_rows = {
    Option{{.name = "mmsi",
            .type = integer,
            .sentence = "the Maritime Mobile Service Identity",
            .minimum = 1,
            .maximum = 999999999}},
    Option{
        {.name = "imo", .type = integer, .sentence = "the IMO number", .minimum = 1, .maximum = 999999999}},
    text_option("icao24", Form::line, "the aircraft address, six hexadecimal digits"),
    text_option("callsign", Form::line, "the call sign"),
    text_option("name", Form::line, "the name that it transmits"),
    text_option("remote_id", Form::line, "the serial number of an unmanned aircraft"),
    text_option("tak_uid", Form::line, "the uid of its Cursor on Target events"),
    text_option("sensor_track", Form::line, "the number that the sensor gives it"),
};

constexpr std::array rule_options = {
    needed("kind", Form::line, "what is watched for: `watchpost rules` lists the kinds"),
    text_option("name", Form::name, "the rule, as alerts call it; default: the kind, and the place's name"),
    text_option("zone", Form::line, "the zone that it is about, where its kind has one"),
    text_option("line", Form::line, "the line that it is about, where its kind has one"),
    text_option("route", Form::line, "the route that it is about, where its kind has one"),
    text_option("asset", Form::line, "the asset that it is about, where its kind has one"),
    several("subjects", Form::line,
            "classes, affiliations, units and identities that it is about; default: all"),
    word("severity", severities, "\"WARNING\"", "how grave it is"),
    measure("hold_s", "s", "0", 0, seconds_max, "how long it must last before it is raised"),
    measure("clear_s", "s", "0", 0, seconds_max, "how long it must be gone before it is cleared"),
    measure("cooldown_s", "s", "0", 0, seconds_max, "how long after a clear it is not raised again"),
    measure("confidence", "", "0.9", 0.5, 0.999999, "how probable it must be"),
    several("active", Form::line, "when it is on, as \"mon-fri 22:00-06:00\"; default: always"),
    truth("latch", "false", "whether only a person clears it"),
    text_option("label", Form::label, "who may see it; default: the label of what it is about"),
    text_option("instruction", Form::plain, "what the duty officer is to do"),
};

constexpr std::array consumer_options = {
    needed("name", Form::name, "who subscribes"),
    needed("public_key", Form::line, "its CURVE key, 40 characters of Z85"),
    Option{{.name = "role", .sentence = "what it may do", .is_required = true, .choices = roles}},
    several("labels", Form::label, "the release labels that it may see; default: ALL"),
};

constexpr std::array publish_options = {
    text_option("stream", Form::line, "where tracks, alerts and health go out", "\"tcp://127.0.0.1:5556\""),
    text_option("query", Form::line, "where questions are answered", "\"tcp://127.0.0.1:5557\""),
    text_option("advertise", Form::line, "the stream as consumers reach it; default: the stream"),
    Option{{.name = "track_interval_ms",
            .type = integer,
            .unit = "ms",
            .default_value = "1000",
            .sentence = "at most one update a track in this time",
            .minimum = 1,
            .maximum = 3600000}},
};

constexpr std::array fusion_options = {
    measure("lag_s", "s", "10", 0, 3600,
            "how late a report may arrive and still be folded in at its own time"),
};

constexpr std::array record_options = {
    text_option("directory", Form::line, "where recordings are written; default: nothing is recorded"),
    measure("retain_inputs_days", "days", "3", 0, 36500, "how long reports are kept"),
    measure("retain_outputs_days", "days", "30", 0, 36500, "how long tracks and alerts are kept"),
    measure("quota_gb", "GB", {}, 0.001, 1e6, "how much room recordings may take; default: no limit"),
    truth("tracks", "true", "whether tracks are recorded beside alerts"),
};

constexpr std::array geometry_rows = {
    needed("source", Form::line, "a path, from the configuration file's directory"),
    layer_option,
    where_option,
};

constexpr std::array position_rows = {
    Option{{.name = "latitude_deg",
            .type = number,
            .unit = "deg",
            .sentence = "WGS 84, north positive",
            .is_required = true,
            .minimum = -90,
            .maximum = 90}},
    Option{{.name = "longitude_deg",
            .type = number,
            .unit = "deg",
            .sentence = "WGS 84, east positive",
            .is_required = true,
            .minimum = -180,
            .maximum = 180}},
};

constexpr std::array schemas = {
    TableSchema{"mission", "[mission]", "the mandate: where, and in which mode", false, true,
                mission_options},
    TableSchema{"feed", "[[feed]]", "a source of reports: a transport and a format", true, false,
                feed_options},
    TableSchema{"sensor", "[[sensor]]", "what a feed does not say of a sensor", true, false, sensor_options},
    TableSchema{"zone", "[[zone]]", "a named area", true, false, zone_options},
    TableSchema{"line", "[[line]]", "a named line", true, false, line_options},
    TableSchema{"asset", "[[asset]]", "a named point that is to be protected", true, false, asset_options},
    TableSchema{"route", "[[route]]", "a planned path of our units; checked, but not used by this version",
                true, false, route_options},
    TableSchema{"plugin", "[[plugin]]",
                "a shared library with a format; checked, but not loaded by this version", true, false,
                plugin_options},
    TableSchema{"unit", "[[unit]]", "one of our own", true, false, unit_options},
    TableSchema{"rule", "[[rule]]", "what people want to be told of", true, false, rule_options},
    TableSchema{"consumer", "[[consumer]]", "who may subscribe; checked, but this version asks for no keys",
                true, false, consumer_options},
    TableSchema{"publish", "[publish]", "the endpoints for consumers", false, false, publish_options},
    TableSchema{"fusion", "[fusion]", "how reports become tracks", false, false, fusion_options},
    TableSchema{"record", "[record]",
                "what is kept on disk; checked, but nothing is recorded by this version", false, false,
                record_options},
};

}  // namespace

std::span<const TableSchema> table_schemas() {
  return schemas;
}

const TableSchema* find_table_schema(std::string_view name) {
  for (const TableSchema& schema : schemas)
    if (schema.name == name) return &schema;
  return nullptr;
}

std::span<const Option> geometry_options() {
  return geometry_rows;
}
std::span<const Option> position_options() {
  return position_rows;
}
std::span<const Option> identity_options() {
  return identity_rows;
}
std::span<const Option> checkpoint_options() {
  return checkpoint_rows;
}

std::optional<ParameterValue> default_of(const Parameter& row) {
  if (row.default_value.empty()) return std::nullopt;
  const TomlDocument document = parse_toml("x = " + std::string(row.default_value));
  if (!document.is_whole || document.root.size() != 1) return std::nullopt;
  const TomlValue& value = document.root.front().value;
  const auto* whole = value.as<std::int64_t>();
  if (row.type == number && whole != nullptr) return static_cast<double>(*whole);
  if (const auto* array = value.as<TomlArray>()) {
    std::vector<std::string> elements;
    for (const TomlValue& element : *array)
      if (const auto* written = element.as<std::string>()) elements.push_back(*written);
    return elements;
  }
  if (const auto* written = value.as<bool>()) return *written;
  if (const auto* written = value.as<double>()) return *written;
  if (const auto* written = value.as<std::string>()) return *written;
  if (const auto* written = value.as<TomlTime>()) return written->text;
  if (whole != nullptr) return *whole;
  return std::nullopt;
}

}  // namespace watchpost
