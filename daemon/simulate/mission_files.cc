// The configuration and the places of a simulated mission.

#include "daemon/simulate/files.h"

namespace watchpost::simulate {
namespace {

std::string vertex(EastNorth place, const MissionPlane& plane) {
  const LatLon position = plane.to_degrees(place);
  return format("[%.7f, %.7f]", position.longitude_deg, position.latitude_deg);
}

std::string vertices(const std::vector<EastNorth>& places, const MissionPlane& plane) {
  std::string text;
  for (const EastNorth& place : places) text += (text.empty() ? "" : ", ") + vertex(place, plane);
  return text;
}

std::string feature(const std::string& name, const std::string& type, const std::string& coordinates) {
  return "    {\"type\": \"Feature\", \"properties\": {\"name\": \"" + name +
         "\"},\n     \"geometry\": {\"type\": \"" + type + "\", \"coordinates\": " + coordinates + "}}";
}

std::string collection(const std::vector<std::string>& features) {
  std::string text = "{\n  \"type\": \"FeatureCollection\",\n  \"features\": [\n";
  for (std::size_t i = 0; i < features.size(); ++i)
    text += features[i] + (i + 1 < features.size() ? ",\n" : "\n");
  return text + "  ]\n}\n";
}

std::string quoted_list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "\"" : ", \"") + word + "\"";
  return "[" + text + "]";
}

std::string feed(const char* name, int port, const char* kind, bool is_trusted) {
  std::string text = "[[feed]]\nname = \"" + std::string(name) + "\"\n";
  text += "source = \"tcp://127.0.0.1:" + std::to_string(port) + "\"\nformat = \"" + kind + "\"\n";
  text +=
      "time = \"data\"                   # the recorded times are the receive times, at whatever pace they "
      "come\n";
  return text + (is_trusted
                     ? "trusted = true                  # our own are followed outside the area too\n\n"
                     : "\n");
}

std::string units(const Scene& scene) {
  std::string text;
  for (const Actor& actor : scene.actors) {
    if (actor.unit.empty()) continue;
    text += "[[unit]]\nname = \"" + actor.unit + "\"\nidentity = { ";
    if (actor.ais)
      text += "mmsi = " + std::to_string(actor.ais->mmsi);
    else
      text += "name = \"" + actor.radio->name + "\"";
    text += format(" }\nreport_interval_s = %g\n\n", actor.radio ? actor.radio->interval_s : 10);
  }
  return text;
}

std::string rule_text(const WatchRule& rule, const Scene& scene) {
  std::string text = "[[rule]]\nkind = \"" + rule.kind + "\"\n";
  bool is_line = false;
  for (const Polyline& line : scene.lines) is_line = is_line || line.name == rule.place;
  if (!rule.place.empty()) text += std::string(is_line ? "line" : "zone") + " = \"" + rule.place + "\"\n";
  if (!rule.subjects.empty()) text += "subjects = " + quoted_list(rule.subjects) + "\n";
  if (!rule.other.empty()) text += "other = " + quoted_list(rule.other) + "\n";
  if (!rule.direction.empty()) text += "direction = \"" + rule.direction + "\"\n";
  for (const auto& [key, value] : rule.numbers) text += key + format(" = %g\n", value);
  text += "severity = \"" + rule.severity + "\"\n";
  return text + "instruction = \"" + rule.instruction + "\"\n\n";
}

}  // namespace

std::string geojson_of(const std::vector<Polygon>& polygons, const MissionPlane& plane) {
  std::vector<std::string> features;
  for (const Polygon& polygon : polygons) {
    std::vector<EastNorth> ring = polygon.ring;
    ring.push_back(ring.front());
    features.push_back(feature(polygon.name, "Polygon", "[[" + vertices(ring, plane) + "]]"));
  }
  return collection(features);
}

std::string geojson_of(const std::vector<Polyline>& lines, const MissionPlane& plane) {
  std::vector<std::string> features;
  features.reserve(lines.size());
  for (const Polyline& line : lines)
    features.push_back(feature(line.name, "LineString", "[" + vertices(line.vertices, plane) + "]"));
  return collection(features);
}

std::string configuration_text(const Scene& scene) {
  std::string text =
      "# An exercise at islands that are nowhere, in the open ocean: written by `watchpost simulate "
      "exercise`.\n"
      "# Recorded: `watchpost replay harbour-ais=ais.nmea air-adsb=adsb.csv harbour-radar=radar.csv "
      "unit-radio=units.csv\n"
      "# --config watchpost.toml`. Live: `watchpostd --config watchpost.toml` beside `deploy/demo-feed "
      "--play .`.\n\n"
      "[mission]\nname = \"" +
      scene.mission +
      "\"\nnode = \"islands\"\nmode = \"EXERCISE\"\narea = \"mission.geojson\"\nbuffer_m = 2000\n\n";
  text += feed(FeedNames::ais, 10110, "ais", true);
  text += feed(FeedNames::adsb, 30005, "adsb", false);
  text += feed(FeedNames::radar, 10120, "plots", false);
  text += feed(FeedNames::radio, 10130, "plots", true);
  for (const Polygon& zone : scene.zones)
    text += "[[zone]]\nname = \"" + zone.name + "\"\nsource = \"zones.geojson\"\nwhere = \"name = '" +
            zone.name + "'\"\n\n";
  for (const Polyline& line : scene.lines)
    text += "[[line]]\nname = \"" + line.name + "\"\nsource = \"lines.geojson\"\nwhere = \"name = '" +
            line.name + "'\"\n\n";
  text += units(scene);
  for (const WatchRule& rule : scene.rules) text += rule_text(rule, scene);
  return text;
}

}  // namespace watchpost::simulate
