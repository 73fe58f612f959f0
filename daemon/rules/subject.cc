#include "daemon/rules/subject.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "daemon/model/identity.h"

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

std::string transponder_text(const Identity& identity) {
  if (identity.mmsi != 0) return "mmsi:" + std::to_string(identity.mmsi);
  if (identity.icao24) return "icao24:" + icao24_text(*identity.icao24);
  if (!identity.remote_id.empty()) return "remote_id:" + identity.remote_id;
  if (!identity.tak_uid.empty()) return "tak_uid:" + identity.tak_uid;
  return "name:" + identity.name;
}

std::string lasting_name_of_one(const SubjectFacts& facts, const Mission& mission) {
  if (facts.unit) return mission.units[index(*facts.unit)].name;
  const std::string name = transponder_text(facts.identity);
  return name == transponder_text({}) ? std::string() : name;
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

bool is_of_class(const TrackClass& known, const std::string& prefix) {
  return is_of_class(std::string_view(known.type), std::string_view(prefix));
}
bool is_of_class(const std::string& known, const std::string& prefix) {
  return is_of_class(std::string_view(known), std::string_view(prefix));
}

// `who` is a Track or SubjectFacts, `types` its classes.
template <class Who, class Types>
bool matches(const SubjectPattern& pattern, const Who& who, const Types& types, const Mission& mission) {
  if (!pattern.classification.empty())
    return std::any_of(types.begin(), types.end(),
                       [&](const auto& type) { return is_of_class(type, pattern.classification); });
  if (pattern.affiliation != Affiliation::unspecified) return who.affiliation == pattern.affiliation;
  if (!pattern.unit.empty()) return who.unit && mission.units[index(*who.unit)].name == pattern.unit;
  return has_identity(who.identity, pattern.identity_kind, pattern.identity_value);
}

template <class Who, class Types>
bool any_matches(const std::vector<SubjectPattern>& patterns, const Who& who, const Types& types,
                 const Mission& mission) {
  return patterns.empty() ||
         std::any_of(patterns.begin(), patterns.end(),
                     [&](const SubjectPattern& pattern) { return matches(pattern, who, types, mission); });
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
  return any_matches(patterns, track, track.classification, mission);
}

bool matches(const std::vector<SubjectPattern>& patterns, const SubjectFacts& facts, const Mission& mission) {
  return any_matches(patterns, facts, facts.types, mission);
}

bool update(SubjectFacts& facts, const Track& track) {
  const bool same_types = std::equal(
      facts.types.begin(), facts.types.end(), track.classification.begin(), track.classification.end(),
      [](const std::string& type, const TrackClass& known) { return type == known.type; });
  const bool is_seen = is_seen_by_sensors(track);
  if (facts.track == track.id && facts.unit == track.unit && facts.emergency == track.emergency &&
      facts.affiliation == track.affiliation && facts.is_seen == is_seen &&
      facts.identity == track.identity && same_types && facts.feeds == track.feeds)
    return false;
  if (facts.party.kind == PartyKind::none) facts.party = party_of(track.id);
  facts.track = track.id;
  facts.unit = track.unit;
  facts.emergency = track.emergency;
  facts.affiliation = track.affiliation;
  facts.is_seen = is_seen;
  facts.identity = track.identity;
  facts.types.clear();
  for (const TrackClass& known : track.classification) facts.types.push_back(known.type);
  facts.feeds = track.feeds;
  return true;
}

bool update(SubjectFacts& facts, const SubjectFacts& said) {
  if (facts == said) return false;
  facts = said;
  return true;
}

void learn(SubjectFacts& facts, const Report& report) {
  merge_identity(report, facts.identity);
  if (report.emergency != Emergency::unspecified) facts.emergency = report.emergency;
  if (!facts.unit && report.affiliation != Affiliation::unspecified) facts.affiliation = report.affiliation;
  const auto feed = static_cast<std::uint16_t>(index(report.feed));
  const auto place = std::lower_bound(facts.feeds.begin(), facts.feeds.end(), feed);
  if (place == facts.feeds.end() || *place != feed) facts.feeds.insert(place, feed);
  if (report.details == nullptr) return;
  for (const Classification& said : report.details->classification) {
    if (facts.types.empty())
      facts.types.emplace_back(said.type);
    else if (!is_of_class(facts.types.front(), said.type))
      facts.types.front() = said.type;
  }
}

bool is_seen_by_sensors(const Track& track) {
  const Identity& identity = track.identity;
  const bool is_named = identity.mmsi != 0 || identity.icao24 || !identity.remote_id.empty() ||
                        !identity.tak_uid.empty() || !identity.name.empty();
  return !is_named || track.is_seen;
}

Subject subject_of(const SubjectFacts& facts, const Mission& mission) {
  Subject subject;
  subject.identity = facts.identity;
  if (facts.unit) {
    subject.unit = mission.units[index(*facts.unit)].name;
    return subject;
  }
  switch (facts.party.kind) {
    case PartyKind::track:
      subject.track = facts.track;
      break;
    case PartyKind::sensor:
    case PartyKind::feed:
    case PartyKind::machine:
      subject.sensor = facts.name;
      break;
    case PartyKind::report:
      subject.report_id = report_id(facts.report, mission);
      break;
    default:
      break;
  }
  return subject;
}

std::string describe(const SubjectFacts& facts, const Mission& mission) {
  if (facts.unit) {
    const Unit& unit = mission.units[index(*facts.unit)];
    return (unit.affiliation == Affiliation::own ? "Own unit " : "Unit ") + unit.name;
  }
  if (facts.party.kind == PartyKind::sensor) return "Sensor " + facts.name;
  if (facts.party.kind == PartyKind::feed) return "Feed " + facts.name;
  if (facts.party.kind == PartyKind::machine) return "The " + facts.name;
  const Identity& identity = facts.identity;
  std::string text(kind_word(facts.types));
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
  if (number.empty()) return has_name ? text : text + " " + subject_text(facts, mission);
  return has_name ? text + " (" + number + ")" : text + " " + number;
}

std::string lasting_name(const SubjectFacts& facts, const SubjectFacts& other, const Mission& mission) {
  std::string name = lasting_name_of_one(facts, mission);
  if (other.party.kind == PartyKind::none || name.empty()) return name;
  std::string second = lasting_name_of_one(other, mission);
  if (second.empty()) return second;
  if (second < name) std::swap(name, second);
  return name + " " + second;
}

std::string subject_text(const SubjectFacts& facts, const Mission& mission) {
  if (facts.unit) return mission.units[index(*facts.unit)].name;
  switch (facts.party.kind) {
    case PartyKind::track:
      return mission.node + "-" + std::to_string(facts.party.number);
    case PartyKind::identity:
      return transponder_text(facts.identity);
    case PartyKind::report:
      return report_id(facts.report, mission);
    case PartyKind::feed:
      return "feed:" + facts.name;
    case PartyKind::sensor:
      return "sensor:" + mission.feeds[facts.feeds.empty() ? 0 : facts.feeds.front()].name + "/" + facts.name;
    default:
      return facts.name;
  }
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
