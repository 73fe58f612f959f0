// Write track: an Envelope with a Track as bytes, without the message objects between.
//
// The stream's most frequent message by far. The bytes are those of to_proto() (convert.h) and
// protobuf's own serialization: write_track_test.cc compares them for random tracks.
#pragma once

#include <cstdint>
#include <string_view>

#include "daemon/model/track.h"
#include "daemon/wire/names.h"
#include "daemon/wire/wire_writer.h"

namespace watchpost {

// What the Envelope says around the track. `head` is its fields before the label, serialized.
struct TrackEnvelope {
  std::string_view head;
  std::string_view label;
  std::string_view cell;
  std::int64_t sent_unix_ns = 0;
};

// Overwrites what the writer holds.
void write_track(const Track& track, const Names& names, const TrackEnvelope& envelope, WireWriter& writer);

}  // namespace watchpost
