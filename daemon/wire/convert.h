// Convert: the model in the words of the wire, and back. Only these files know both.
//
// Messages are reused: to_proto() overwrites what a message holds and keeps its memory. What the
// wire has and the model has not (a track's cell, an alert's sequence …) the caller sets afterwards.
// Texts that are not UTF-8 are mended on the way out (utf8.h).
//
// Absence   an enumerator `unspecified`, an empty text and an absent field are the same.
// Errors    from_proto() says what is wrong with a message; to_proto() cannot fail. An enumerator that
//           this version does not know becomes `unspecified`.
#pragma once

#include <optional>
#include <string_view>

#include "daemon/base/arena.h"
#include "daemon/base/result.h"
#include "daemon/base/time.h"
#include "daemon/model/alert.h"
#include "daemon/model/health.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"
#include "daemon/model/track.h"
#include "daemon/wire/names.h"
#include "watchpost/v1/alert.pb.h"
#include "watchpost/v1/envelope.pb.h"
#include "watchpost/v1/report.pb.h"
#include "watchpost/v1/track.pb.h"

namespace watchpost {

namespace pb = ::watchpost::v1;

void to_proto(const Report& report, const Names& names, pb::Report& message);

// The report points into the message and the arena, and is good as long as both stay as they are
// (ReportBatch::add copies it). Without names, feed and number are left for the sink to give, as in
// what adapters send; with them the feed must be one of the mission's. Of `area` and `coverage` the
// model keeps the outer ring alone. Where a time is missing the other one stands for it.
Result<Report> from_proto(const pb::Report& message, Arena& arena);
Result<Report> from_proto(const pb::Report& message, const Names& names, Arena& arena);

// Speed and course are filled in from the velocity. `cell` is the text in the track's topic.
void to_proto(const Track& track, const Names& names, std::string_view label, std::string_view cell,
              pb::Track& message);
// `feeds` is taken from the sensors.
Result<Track> from_proto(const pb::Track& message, const Names& names);

// Without `sequence`, `published_time` and `durable`, which the publisher sets.
void to_proto(const Alert& alert, const Names& names, pb::Alert& message);
Result<Alert> from_proto(const pb::Alert& message, const Names& names);

void to_proto(const FeedHealth& health, const Names& names, ReceiveTime time, pb::Health& message);
Result<FeedHealth> from_proto(const pb::Health& message, const Names& names);

pb::Mode to_proto(Mode mode);
Mode from_proto(pb::Mode mode);
pb::Severity to_proto(Severity severity);
Severity from_proto(pb::Severity severity);

void to_proto(const LatLon& point, pb::LatLon& message);
// Nothing where a coordinate is missing.
std::optional<LatLon> from_proto(const pb::LatLon& message);

// The bare words of configuration, tables and topics: `EXERCISE`, `WARNING`, `RAISED`, `CONFIRMED`,
// `OPEN`; `UNSPECIFIED` where there is none.
std::string_view word(Mode mode);
std::string_view word(Severity severity);
std::string_view word(AlertState state);
std::string_view word(TrackStatus status);
std::string_view word(Affiliation affiliation);
std::string_view word(ConnectionState state);

}  // namespace watchpost
