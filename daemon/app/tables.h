// Tables: messages of the wire as rows for people, in columns that line up.
#pragma once

#include <string>

#include "watchpost/v1/alert.pb.h"
#include "watchpost/v1/envelope.pb.h"
#include "watchpost/v1/track.pb.h"

namespace watchpost {

std::string alert_heading();
std::string alert_row(const v1::Alert& alert);
std::string track_heading();
std::string track_row(const v1::Track& track);
std::string health_heading();
std::string health_row(const v1::Health& health);

// The bare word of an enumerator: `EXERCISE`.
std::string table_word(v1::Mode mode);

// `12:34:56`, UTC.
std::string clock_text(const google::protobuf::Timestamp& time);

}  // namespace watchpost
