// Who an alert is about: which tracks a rule is for, what they are called, who may see them.
#pragma once

#include <string>
#include <vector>

#include "daemon/model/alert.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"

namespace watchpost {

// Whether any pattern matches; an empty list matches everything.
bool matches(const std::vector<SubjectPattern>& patterns, const Track& track, const Mission& mission);

// The subject of an alert: the unit where the track is one, else the track, with its identity.
Subject subject_of(const Track& track, const Mission& mission);

// For a headline: `Own unit patrol-1`, `Vessel KING SEAWAYS (MMSI 220449000)`.
std::string describe(const Track& track, const Mission& mission);

// What stands for the subject in an alert's id: the unit's name or `NODE-N`.
std::string subject_text(const Track& track, const Mission& mission);

// The label of what is derived from these feeds and the place: the only one of them that is not
// `ALL`; several are joined by `+` in order of name, for consumers who hold them all.
std::string release_label(const std::vector<std::uint16_t>& feeds, std::string_view place_label,
                          const Mission& mission);

}  // namespace watchpost
