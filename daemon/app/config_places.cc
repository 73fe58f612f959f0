// [[sensor]], [[zone]], [[line]], [[asset]], [[route]]: what has a place, from files or from the text.
#include <algorithm>

#include "daemon/app/config_draft.h"
#include "geo/area.h"
#include "geo/ogr.h"
#include "geo/polyline.h"

namespace watchpost {
namespace {

// A path stays relative to the configuration; `PG:…` and the like name a server, not a file.
std::string resolve_source(const ConfigDraft& draft, const std::string& source) {
  return source.rfind("PG:", 0) == 0 ? source : draft.resolve(source);
}

// `{ source = …, layer = …, where = … }`
std::optional<GeometrySource> source_in_table(ConfigDraft& draft, const TomlTable& written, Place header) {
  const auto rows = geometry_options();
  const ConfigTable table =
      read_table(written, header, "a geometry", {rows.begin(), rows.end()}, draft.problems);
  const auto source = table.find<std::string>("source");
  if (!source) return std::nullopt;
  return GeometrySource{resolve_source(draft, *source), table.text("layer"), table.text("where")};
}

std::optional<GeometrySource> geometry_source(ConfigDraft& draft, const ConfigTable& table,
                                              std::string_view key) {
  const TomlValue* written = table.written(key);
  if (written == nullptr) return std::nullopt;
  const bool is_own = key == "source";
  if (const auto* inner = written->as<TomlTable>()) {
    for (const std::string_view beside : {"layer", "where"})
      if (is_own && table.is_written(beside))
        draft.problems.error(
            table.key_place(beside),
            "found " + std::string(beside) + " beside a source that is a table, expected it inside");
    return source_in_table(draft, *inner, written->place);
  }
  const auto path = table.find<std::string>(key);
  if (!path) return std::nullopt;
  GeometrySource source{resolve_source(draft, *path), "", ""};
  if (is_own) source.layer = table.text("layer");
  if (is_own) source.where = table.text("where");
  return source;
}

template <class Geometry>
constexpr std::string_view expected_geometry = "one point";
template <>
constexpr std::string_view expected_geometry<Area> = "polygons";
template <>
constexpr std::string_view expected_geometry<Polyline> = "one line";

// What the geometry's reader says, with the file that it read, on one line, as `found X, expected Y`.
std::string geometry_error(const GeometrySource& source, std::string what, std::string_view expected) {
  std::replace_if(
      what.begin(), what.end(), [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
  const bool is_named = what.find(source.source) != std::string::npos;
  std::string text = what.rfind("found ", 0) == 0 ? what + (is_named ? "" : " (in " + source.source + ")")
                     : is_named                   ? "found that " + what
                                                  : "found " + source.source + ": " + what;
  if (text.find(", expected ") == std::string::npos) text += ", expected " + std::string(expected);
  return text + file_hint(source.source);
}

// Loads it where it is written, right so far, and files are read at all.
template <class Geometry>
std::optional<Geometry> load(ConfigDraft& draft, const ConfigTable& table, std::string_view key,
                             Result<Geometry> (*loader)(const GeometrySource&)) {
  const auto source = geometry_source(draft, table, key);
  if (!source || draft.files == NamedFiles::skip) return std::nullopt;
  Result<Geometry> geometry = loader(*source);
  if (geometry) return std::move(geometry).value();
  draft.problems.error(table.place(key),
                       geometry_error(*source, geometry.error().what, expected_geometry<Geometry>));
  return std::nullopt;
}

template <class Geometry>
std::shared_ptr<const Geometry> shared(std::optional<Geometry> geometry) {
  return geometry ? std::make_shared<const Geometry>(std::move(*geometry)) : nullptr;
}

// `{ latitude_deg = …, longitude_deg = … }`, or the point of an OGR source.
std::optional<LatLon> load_position(ConfigDraft& draft, const ConfigTable& table, std::string_view key) {
  const TomlValue* written = table.written(key);
  const auto* inner = written == nullptr ? nullptr : written->as<TomlTable>();
  const auto is_degrees = [](const TomlEntry& entry) {
    return entry.key == "latitude_deg" || entry.key == "longitude_deg";
  };
  if (inner == nullptr || std::none_of(inner->begin(), inner->end(), is_degrees))
    return load<LatLon>(draft, table, key, load_point);
  const auto rows = position_options();
  const ConfigTable position =
      read_table(*inner, written->place, "a position", {rows.begin(), rows.end()}, draft.problems);
  const auto latitude_deg = position.find<double>("latitude_deg");
  const auto longitude_deg = position.find<double>("longitude_deg");
  if (!latitude_deg || !longitude_deg) return std::nullopt;
  return LatLon{*latitude_deg, *longitude_deg};
}

Sensor build_sensor(ConfigDraft& draft, const ConfigTable& table) {
  draft.check_reference(table, "feed", "feed");
  Sensor sensor;
  sensor.feed = table.text("feed");
  sensor.name = table.text("name");
  sensor.position = load_position(draft, table, "position");
  sensor.coverage = load_area_of(draft, table, "coverage");
  sensor.std_m = table.find<double>("std_m");
  sensor.std_range_m = table.find<double>("std_range_m");
  sensor.std_azimuth_deg = table.find<double>("std_azimuth_deg");
  const auto is_same = [&](const Sensor& other) {
    return other.feed == sensor.feed && other.name == sensor.name;
  };
  const auto& others = draft.mission().sensors;
  if (std::any_of(others.begin(), others.end(), is_same))
    draft.problems.error(table.place(table.is_written("name") ? "name" : "feed"),
                         "found sensor " + in_quotes(sensor.name) + " of feed " + in_quotes(sensor.feed) +
                             " a second time, expected each sensor once");
  return sensor;
}

void check_checkpoint(ConfigDraft& draft, const TomlTable& written, Place header) {
  const auto rows = checkpoint_options();
  const ConfigTable table =
      read_table(written, header, "a checkpoint", {rows.begin(), rows.end()}, draft.problems);
  if (table.is_written("position") == table.is_written("source"))
    draft.problems.error(header, "found " + std::string(table.is_written("source") ? "both" : "neither") +
                                     " position and source in a checkpoint, expected one of them");
  load_position(draft, table, "position");
  load<LatLon>(draft, table, "source", load_point);
}

void check_route(ConfigDraft& draft, const ConfigTable& table) {
  load<Polyline>(draft, table, "source", load_line);
  if (table.is_written("unit")) draft.check_reference(table, "unit", "unit");
  const TomlValue* checkpoints = table.written("checkpoints");
  const auto* array = checkpoints == nullptr ? nullptr : checkpoints->as<TomlArray>();
  if (array != nullptr)
    for (const TomlValue& element : *array)
      if (const auto* inner = element.as<TomlTable>()) check_checkpoint(draft, *inner, element.place);
  draft.problems.warn(table.header(), "this version watches no routes: [[route]] is checked, not obeyed");
}

}  // namespace

std::shared_ptr<const Area> load_area_of(ConfigDraft& draft, const ConfigTable& table, std::string_view key) {
  return shared(load<Area>(draft, table, key, load_area));
}

void build_places(ConfigDraft& draft) {
  Mission& mission = draft.mission();
  for (const ConfigTable& table : draft.all("sensor")) mission.sensors.push_back(build_sensor(draft, table));
  for (const ConfigTable& table : draft.all("zone"))
    mission.zones.push_back(
        {table.text("name"), table.get<std::string>("label", "ALL"), load_area_of(draft, table, "source")});
  for (const ConfigTable& table : draft.all("line"))
    mission.lines.push_back({table.text("name"), table.get<std::string>("label", "ALL"),
                             shared(load<Polyline>(draft, table, "source", load_line))});
  for (const ConfigTable& table : draft.all("asset"))
    mission.assets.push_back({table.text("name"), table.get<std::string>("label", "ALL"),
                              load<LatLon>(draft, table, "source", load_point).value_or(LatLon{})});
  for (const ConfigTable& table : draft.all("route")) check_route(draft, table);
}

}  // namespace watchpost
