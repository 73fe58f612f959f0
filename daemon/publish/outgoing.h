// Outgoing: what the core thread hands to the publish and query threads, in one order.
//
// Immutable once made, shared by both threads, freed by the last.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "daemon/model/alert.h"
#include "daemon/model/health.h"
#include "daemon/model/input.h"
#include "daemon/model/mission.h"
#include "daemon/model/track.h"

namespace watchpost {

struct OutgoingTrack {
  Track track;
  std::string label = "ALL";
};

// One transition of an alert, with its place in the sequence of its label (from 1, without holes).
struct OutgoingAlert {
  Alert alert;  // alert.release_label is the label
  std::uint64_t sequence = 0;
  // Set by who hands it over, the stream and the queries say the same; else each says its own.
  std::optional<ReceiveTime> published_time;
};

struct OutgoingHealth {
  FeedHealth health;
  std::string label = "ALL";
};

// A tick has been worked off: the messages after it are of a later one.
struct OutgoingTick {
  ReceiveTime time;
  FusionCounts fusion = {};  // at its end
};

// What has become of a person's Command. It stands after the transition that the command brought about.
struct OutgoingDecision {
  std::uint64_t command = 0;  // its number
  CommandProblem problem = CommandProblem::none;
  std::string text;  // for a person, where there is a problem
};

// From here on the configuration is another: what follows is to be read with it. Feeds and units keep their
// numbers.
struct OutgoingMission {
  std::shared_ptr<const Mission> mission;
};

using Outgoing = std::variant<OutgoingTrack, OutgoingAlert, OutgoingHealth, OutgoingTick, OutgoingDecision,
                              OutgoingMission>;
using OutgoingPtr = std::shared_ptr<const Outgoing>;

}  // namespace watchpost
