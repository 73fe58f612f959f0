#include "daemon/model/identity.h"

#include <array>
#include <string_view>

namespace watchpost {
namespace {

constexpr IdentityKey key_of(std::uint64_t kind, std::uint64_t number) {
  return kind << 56 | number;
}

// The parts of an identity in one shape, whoever holds them.
struct Parts {
  std::optional<std::uint32_t> mmsi;
  std::optional<std::uint32_t> imo;
  std::optional<std::uint32_t> icao24;
  std::array<std::string_view, 5> texts;  // callsign, name, remote_id, tak_uid, sensor_track
};

Parts parts_of(const Report& report) {
  Parts parts{report.get<Field::mmsi>(), report.get<Field::imo>(), report.get<Field::icao24>(), {}};
  if (const ReportDetails* details = report.details; details != nullptr)
    parts.texts = {details->callsign, details->name, details->remote_id, details->tak_uid,
                   details->sensor_track};
  return parts;
}

template <class Numbered>  // Identity and UnitIdentity name their parts alike
Parts parts_of_named(const Numbered& named) {
  const auto known = [](std::uint32_t number) {
    return number == 0 ? std::nullopt : std::optional<std::uint32_t>(number);
  };
  return {known(named.mmsi),
          known(named.imo),
          named.icao24,
          {named.callsign, named.name, named.remote_id, named.tak_uid, named.sensor_track}};
}

bool matches(const Parts& wanted, const Parts& found) {
  bool is_named = false;
  bool is_contradicted = false;
  const auto compare = [&](bool is_asked, bool is_there, bool is_equal) {
    if (!is_asked || !is_there) return;
    is_named |= is_equal;
    is_contradicted |= !is_equal;
  };
  for (auto number : {&Parts::mmsi, &Parts::imo, &Parts::icao24})
    compare((wanted.*number).has_value(), (found.*number).has_value(), wanted.*number == found.*number);
  for (std::size_t i = 0; i < wanted.texts.size(); ++i)
    compare(!wanted.texts[i].empty(), !found.texts[i].empty(), wanted.texts[i] == found.texts[i]);
  return is_named && !is_contradicted;
}

template <class Known, class Said>
bool learn(Known& known, const Said& said) {
  if (known == said) return false;
  known = said;
  return true;
}

}  // namespace

std::optional<IdentityKey> identity_key(const Report& report, Interner& names) {
  if (report.has(Field::mmsi)) return key_of(1, report.mmsi);
  if (report.has(Field::icao24)) return key_of(2, report.icao24);
  if (report.details == nullptr) return std::nullopt;
  const auto named = [&](std::uint64_t kind, std::string_view name) -> std::optional<IdentityKey> {
    // The kind stands before the name, so that a remote id and a name of the same letters differ.
    if (const auto number = names.intern(name)) return key_of(kind, *number);
    return std::nullopt;
  };
  if (!report.details->remote_id.empty()) return named(3, report.details->remote_id);
  if (!report.details->tak_uid.empty()) return named(4, report.details->tak_uid);
  if (!report.details->name.empty()) return named(5, report.details->name);
  return std::nullopt;
}

bool merge_identity(const Report& report, Identity& identity) {
  bool has_changed = false;
  if (report.has(Field::mmsi)) has_changed |= learn(identity.mmsi, report.mmsi);
  if (report.has(Field::imo)) has_changed |= learn(identity.imo, report.imo);
  if (report.has(Field::icao24)) has_changed |= learn(identity.icao24, report.icao24);
  if (report.has(Field::squawk)) has_changed |= learn(identity.squawk, report.squawk);
  if (report.details == nullptr) return has_changed;
  const ReportDetails& said = *report.details;
  if (!said.callsign.empty()) has_changed |= learn(identity.callsign, said.callsign);
  if (!said.name.empty()) has_changed |= learn(identity.name, said.name);
  if (!said.remote_id.empty()) has_changed |= learn(identity.remote_id, said.remote_id);
  if (!said.tak_uid.empty()) has_changed |= learn(identity.tak_uid, said.tak_uid);
  if (!said.sensor_track.empty()) has_changed |= learn(identity.sensor_track, said.sensor_track);
  return has_changed;
}

bool merge_identity(const Identity& said, Identity& identity) {
  bool has_changed = false;
  if (said.mmsi != 0) has_changed |= learn(identity.mmsi, said.mmsi);
  if (said.imo != 0) has_changed |= learn(identity.imo, said.imo);
  if (said.icao24) has_changed |= learn(identity.icao24, said.icao24);
  if (said.squawk) has_changed |= learn(identity.squawk, said.squawk);
  for (std::string Identity::*text : {&Identity::callsign, &Identity::name, &Identity::remote_id,
                                      &Identity::tak_uid, &Identity::sensor_track})
    if (!(said.*text).empty()) has_changed |= learn(identity.*text, said.*text);
  return has_changed;
}

bool matches(const UnitIdentity& wanted, const Report& report) {
  return matches(parts_of_named(wanted), parts_of(report));
}

bool matches(const UnitIdentity& wanted, const Identity& identity) {
  return matches(parts_of_named(wanted), parts_of_named(identity));
}

}  // namespace watchpost
