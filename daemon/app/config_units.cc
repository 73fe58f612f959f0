// [[unit]]: our own, and who travels which route.
#include <algorithm>

#include "daemon/app/config_draft.h"
#include "daemon/app/config_words.h"

namespace watchpost {
namespace {

UnitIdentity build_identity(ConfigDraft& draft, const TomlTable& written, Place header) {
  const auto rows = identity_options();
  // A squawk is given anew for each flight: it would make strangers ours.
  TomlTable known = written;
  const auto squawk =
      std::find_if(known.begin(), known.end(), [](const auto& entry) { return entry.key == "squawk"; });
  if (squawk != known.end()) {
    draft.problems.error(
        squawk->place,
        "found squawk in identity, which changes with each flight, expected icao24 or callsign");
    known.erase(squawk);
  }
  const ConfigTable table = read_table(known, header, "identity", {rows.begin(), rows.end()}, draft.problems);
  if (written.empty())
    draft.problems.error(header, "found an empty identity, expected mmsi, icao24, callsign, …");
  UnitIdentity identity;
  identity.mmsi = static_cast<std::uint32_t>(table.get<std::int64_t>("mmsi"));
  identity.imo = static_cast<std::uint32_t>(table.get<std::int64_t>("imo"));
  if (const auto address = table.find<std::string>("icao24")) {
    const Result<std::uint32_t> parsed = parse_aircraft_address(*address);
    if (parsed) {
      identity.icao24 = *parsed;
    } else {
      draft.problems.error(table.place("icao24"), parsed.error().what);
    }
  }
  identity.callsign = table.text("callsign");
  identity.name = table.text("name");
  identity.remote_id = table.text("remote_id");
  identity.tak_uid = table.text("tak_uid");
  identity.sensor_track = table.text("sensor_track");
  return identity;
}

bool is_same(const UnitIdentity& one, const UnitIdentity& other) {
  return one.mmsi == other.mmsi && one.imo == other.imo && one.icao24 == other.icao24 &&
         one.callsign == other.callsign && one.name == other.name && one.remote_id == other.remote_id &&
         one.tak_uid == other.tak_uid && one.sensor_track == other.sensor_track;
}

// A route may name its unit instead; another route than the unit's own is an error.
void check_route_of_unit(ConfigDraft& draft, const ConfigTable& table, Unit& unit) {
  if (table.is_written("route") && draft.check_reference(table, "route", "route"))
    unit.route = table.text("route");
  for (const ConfigTable& route : draft.all("route")) {
    if (unit.name.empty() || route.text("unit") != unit.name) continue;
    const std::string name = route.text("name");
    if (unit.route.empty()) {
      unit.route = name;
    } else if (unit.route != name) {
      draft.problems.error(route.place("unit"), "found a second route for unit " + in_quotes(unit.name) +
                                                    ", expected " + in_quotes(unit.route) + " alone");
    }
  }
}

}  // namespace

void build_units(ConfigDraft& draft) {
  std::vector<Unit>& units = draft.mission().units;
  for (const ConfigTable& table : draft.all("unit")) {
    Unit unit;
    unit.name = table.text("name");
    unit.affiliation = parse_affiliation(table.text("affiliation")).ok()
                           ? *parse_affiliation(table.text("affiliation"))
                           : Affiliation::own;
    if (const auto interval_s = table.find<double>("report_interval_s"))
      unit.report_interval = duration_from_s(*interval_s);
    const TomlValue* identity = table.written("identity");
    const auto* written = identity == nullptr ? nullptr : identity->as<TomlTable>();
    if (written != nullptr) {
      unit.identity = build_identity(draft, *written, identity->place);
      const bool is_empty = is_same(unit.identity, {});
      for (const Unit& other : units)
        if (!is_empty && is_same(other.identity, unit.identity))
          draft.problems.error(identity->place, "found the identity of unit " + in_quotes(other.name) +
                                                    " a second time, expected each unit to have its own");
    }
    check_route_of_unit(draft, table, unit);
    units.push_back(std::move(unit));
  }
}

}  // namespace watchpost
