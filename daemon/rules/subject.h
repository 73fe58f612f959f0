// Who an alert is about: which tracks a rule is for, what they are called, who may see them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/report_id.h"
#include "daemon/model/track.h"
#include "daemon/rules/party.h"

namespace watchpost {

// What of a subject an alert is told with, its place apart; kept for as long as a condition lasts.
struct SubjectFacts {
  Party party;
  std::optional<TrackId> track;  // that it is, or was last
  std::optional<UnitId> unit;
  Emergency emergency = Emergency::unspecified;
  Affiliation affiliation = Affiliation::unspecified;
  bool is_seen = false;  // a sensor stands behind it, not its own word alone
  Identity identity;
  std::vector<std::string> types;    // of its classification
  std::vector<std::uint16_t> feeds;  // of all its reports
  std::string name;                  // of a sensor, a feed, a part of the machine
  ReportId report;                   // where it is nothing but one

  bool operator==(const SubjectFacts&) const = default;
};

template <class Archive>
void transfer(Archive& archive, SubjectFacts& facts) {
  auto& [party, track, unit, emergency, affiliation, is_seen, identity, types, feeds, name, report] = facts;
  archive(party, track, unit, emergency, affiliation, is_seen, identity, types, feeds, name, report.feed,
          report.number);
}

// Takes over what is new of the track, and says whether anything was. Allocates nothing where nothing was.
bool update(SubjectFacts& facts, const Track& track);
// The same of another subject.
bool update(SubjectFacts& facts, const SubjectFacts& said);
// What a report says of who sent it, added to what is known.
void learn(SubjectFacts& facts, const Report& report);

// Whether a sensor stands behind the track: what names itself may be its own word alone.
bool is_seen_by_sensors(const Track& track);

// Whether any pattern matches; an empty list matches everything.
bool matches(const std::vector<SubjectPattern>& patterns, const Track& track, const Mission& mission);

bool matches(const std::vector<SubjectPattern>& patterns, const SubjectFacts& facts, const Mission& mission);

// The subject of an alert: the unit where it is one, else what it is, with its identity.
Subject subject_of(const SubjectFacts& facts, const Mission& mission);

// For a headline: `Own unit patrol-1`, `Vessel KING SEAWAYS (MMSI 220449000)`, `Feed harbour-ais`.
std::string describe(const SubjectFacts& facts, const Mission& mission);

// What stands for the subject in an alert's id: the unit's name, `NODE-N`, `mmsi:220449000`, …
std::string subject_text(const SubjectFacts& facts, const Mission& mission);

// The same for who stays who he is under another track's number: a unit, or what names itself. Of a pair both
// names, the lesser first. Empty where a party has no such name.
std::string lasting_name(const SubjectFacts& facts, const SubjectFacts& other, const Mission& mission);

// The label of what is derived from these feeds and the place: the only one of them that is not
// `ALL`; several are joined by `+` in order of name, for consumers who hold them all.
std::string release_label(const std::vector<std::uint16_t>& feeds, std::string_view place_label,
                          const Mission& mission);

}  // namespace watchpost
