// Topics: the first frame of each message of the stream, by which consumers choose.
//
//   alert.LABEL.SEVERITY.RULE   track.LABEL.CELL   health.LABEL.FEED   heartbeat.LABEL
//
// Source   proto/README.md, "On the wire".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/model/mission.h"
#include "geo/coordinates.h"

namespace watchpost {

// The level of the S2 cells in track topics: about 150 m across. A consumer subscribes to any
// ancestor of it, since an ancestor's text is a prefix.
inline constexpr int track_cell_level = 16;

// An S2 cell's number, at that level; equal where the cell is the same.
using CellNumber = std::uint64_t;
CellNumber track_cell(LatLon position);

// S2's own text form, `face/digits`.
std::string cell_text(CellNumber cell);

// Each puts the topic in place of what `topic` held, so that one string serves for many.
void alert_topic(std::string& topic, std::string_view label, Severity severity, std::string_view rule);
void track_topic(std::string& topic, std::string_view label, std::string_view cell_text);
void health_topic(std::string& topic, std::string_view label, std::string_view feed);
void heartbeat_topic(std::string& topic, std::string_view label);

}  // namespace watchpost
