// Who an alert is about: which tracks a rule is for, what they are called, who may see them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"

namespace watchpost {

// What of a track an alert is told with, its place apart; kept for as long as a condition lasts.
struct TrackFacts {
  TrackId id{};
  std::optional<UnitId> unit;
  Emergency emergency = Emergency::unspecified;
  Identity identity;
  std::vector<std::string> types;    // of its classification
  std::vector<std::uint16_t> feeds;  // of all its reports
};

template <class Archive>
void transfer(Archive& archive, TrackFacts& facts) {
  auto& [id, unit, emergency, identity, types, feeds] = facts;
  archive(id, unit, emergency, identity, types, feeds);
}

// Takes over what is new of the track, and says whether anything was. Allocates nothing where nothing was.
bool update(TrackFacts& facts, const Track& track);

// Whether any pattern matches; an empty list matches everything.
bool matches(const std::vector<SubjectPattern>& patterns, const Track& track, const Mission& mission);

// The subject of an alert: the unit where the track is one, else the track, with its identity.
Subject subject_of(const TrackFacts& track, const Mission& mission);

// For a headline: `Own unit patrol-1`, `Vessel KING SEAWAYS (MMSI 220449000)`.
std::string describe(const TrackFacts& track, const Mission& mission);

// What stands for the subject in an alert's id: the unit's name or `NODE-N`.
std::string subject_text(const TrackFacts& track, const Mission& mission);

// The label of what is derived from these feeds and the place: the only one of them that is not
// `ALL`; several are joined by `+` in order of name, for consumers who hold them all.
std::string release_label(const std::vector<std::uint16_t>& feeds, std::string_view place_label,
                          const Mission& mission);

}  // namespace watchpost
