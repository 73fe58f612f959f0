#include "daemon/rules/subject.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace watchpost {
namespace {

// `vessel` takes `vessel` and `vessel.cargo`, but not `vessels`.
bool is_of_class(std::string_view type, std::string_view prefix) {
  return type.substr(0, prefix.size()) == prefix &&
         (type.size() == prefix.size() || type[prefix.size()] == '.');
}

std::string icao24_text(std::uint32_t icao24) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%06x", icao24 & 0xFFFFFFu);
  return digits;
}

std::string squawk_text(std::uint16_t squawk) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%04o", squawk & 07777u);
  return digits;
}

bool has_identity(const Identity& identity, const std::string& kind, const std::string& value) {
  if (kind == "mmsi") return identity.mmsi != 0 && std::to_string(identity.mmsi) == value;
  if (kind == "imo") return identity.imo != 0 && std::to_string(identity.imo) == value;
  if (kind == "icao24") return identity.icao24 && icao24_text(*identity.icao24) == value;
  if (kind == "squawk") return identity.squawk && squawk_text(*identity.squawk) == value;
  if (kind == "callsign") return identity.callsign == value;
  if (kind == "name") return identity.name == value;
  if (kind == "remote_id") return identity.remote_id == value;
  if (kind == "tak_uid") return identity.tak_uid == value;
  return kind == "sensor_track" && identity.sensor_track == value;
}

bool matches(const SubjectPattern& pattern, const Track& track, const Mission& mission) {
  if (!pattern.classification.empty())
    return std::any_of(
        track.classification.begin(), track.classification.end(),
        [&](const TrackClass& known) { return is_of_class(known.type, pattern.classification); });
  if (pattern.affiliation != Affiliation::unspecified) return track.affiliation == pattern.affiliation;
  if (!pattern.unit.empty()) return track.unit && mission.units[index(*track.unit)].name == pattern.unit;
  return has_identity(track.identity, pattern.identity_kind, pattern.identity_value);
}

std::string_view kind_word(const std::vector<std::string>& types) {
  struct Word {
    std::string_view type;
    std::string_view word;
  };
  // The more specific before the general.
  constexpr Word words[] = {{"vessel.fishing", "Fishing vessel"},
                            {"vessel.military", "Military vessel"},
                            {"vessel.passenger", "Passenger vessel"},
                            {"vessel.cargo", "Cargo vessel"},
                            {"vessel.tanker", "Tanker"},
                            {"vessel", "Vessel"},
                            {"aircraft.uas", "Unmanned aircraft"},
                            {"aircraft.sar", "Search and rescue aircraft"},
                            {"aircraft", "Aircraft"},
                            {"vehicle", "Vehicle"},
                            {"person", "Person"},
                            {"beacon", "Distress beacon"},
                            {"station", "Station"},
                            {"aid", "Aid to navigation"}};
  for (const Word& word : words)
    if (std::any_of(types.begin(), types.end(),
                    [&](const std::string& type) { return is_of_class(type, word.type); }))
      return word.word;
  return "Track";
}

}  // namespace

bool matches(const std::vector<SubjectPattern>& patterns, const Track& track, const Mission& mission) {
  return patterns.empty() ||
         std::any_of(patterns.begin(), patterns.end(),
                     [&](const SubjectPattern& pattern) { return matches(pattern, track, mission); });
}

bool update(TrackFacts& facts, const Track& track) {
  const bool same_types = std::equal(
      facts.types.begin(), facts.types.end(), track.classification.begin(), track.classification.end(),
      [](const std::string& type, const TrackClass& known) { return type == known.type; });
  if (facts.id == track.id && facts.unit == track.unit && facts.emergency == track.emergency &&
      facts.identity == track.identity && same_types && facts.feeds == track.feeds)
    return false;
  facts.id = track.id;
  facts.unit = track.unit;
  facts.emergency = track.emergency;
  facts.identity = track.identity;
  facts.types.clear();
  for (const TrackClass& known : track.classification) facts.types.push_back(known.type);
  facts.feeds = track.feeds;
  return true;
}

Subject subject_of(const TrackFacts& track, const Mission& mission) {
  Subject subject;
  if (track.unit)
    subject.unit = mission.units[index(*track.unit)].name;
  else
    subject.track = track.id;
  subject.identity = track.identity;
  return subject;
}

std::string describe(const TrackFacts& track, const Mission& mission) {
  if (track.unit) {
    const Unit& unit = mission.units[index(*track.unit)];
    return (unit.affiliation == Affiliation::own ? "Own unit " : "Unit ") + unit.name;
  }
  const Identity& identity = track.identity;
  std::string text(kind_word(track.types));
  const bool has_name = !identity.name.empty() || !identity.callsign.empty();
  if (has_name) text += " " + (identity.name.empty() ? identity.callsign : identity.name);
  std::string number;
  if (identity.mmsi != 0)
    number = "MMSI " + std::to_string(identity.mmsi);
  else if (identity.icao24)
    number = "ICAO " + icao24_text(*identity.icao24);
  else if (!identity.remote_id.empty())
    number = identity.remote_id;
  else if (!identity.tak_uid.empty())
    number = identity.tak_uid;
  if (number.empty()) return has_name ? text : text + " " + subject_text(track, mission);
  return has_name ? text + " (" + number + ")" : text + " " + number;
}

std::string subject_text(const TrackFacts& track, const Mission& mission) {
  return track.unit ? mission.units[index(*track.unit)].name
                    : mission.node + "-" + std::to_string(index(track.id));
}

std::string release_label(const std::vector<std::uint16_t>& feeds, std::string_view place_label,
                          const Mission& mission) {
  std::set<std::string_view> labels;
  for (const std::uint16_t feed : feeds) labels.insert(mission.feeds[feed].label);
  if (!place_label.empty()) labels.insert(place_label);
  labels.erase("ALL");
  std::string joined;
  for (const std::string_view label : labels) {
    if (!joined.empty()) joined += '+';
    joined += label;
  }
  return joined.empty() ? "ALL" : joined;
}

}  // namespace watchpost
