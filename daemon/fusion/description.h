// Description: what people read of a track beside where it is; kept only where there is something.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "daemon/fusion/jumps.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"
#include "daemon/model/transfer.h"

namespace watchpost {

struct Description {
  Identity identity;
  std::vector<TrackClass> classification;
  std::optional<float> altitude_m;
  AltitudeReference altitude_reference = AltitudeReference::unspecified;
  std::optional<float> heading_deg;
  std::optional<float> length_m;
  std::optional<float> beam_m;
  Affiliation affiliation = Affiliation::unspecified;
  Navigation navigation = Navigation::unspecified;
  Emergency emergency = Emergency::unspecified;
  std::optional<UnitId> unit;
  Jumps jumps;

  std::string_view best_class() const {
    return classification.empty() ? std::string_view() : std::string_view(classification.front().type);
  }
};

template <class Archive>
void transfer(Archive& archive, Description& known) {
  archive(known.identity, known.classification, known.altitude_m, known.altitude_reference, known.heading_deg,
          known.length_m, known.beam_m, known.affiliation, known.navigation, known.emergency, known.unit,
          known.jumps);
}

// Whether a report says anything that belongs here.
bool describes(const Report& report);

// What the report says beside its measurement. Whether anything changed that people see.
bool learn(const Report& report, Description& known);

// The same from what was learnt of another report.
bool learn(const Description& said, Description& known);

// Whether the identity now is one of the mission's units; sets unit and affiliation.
void match_units(const std::vector<Unit>& units, Description& known);

// Fills in the track's part of it.
void show(const Description& known, Track& track);

}  // namespace watchpost
