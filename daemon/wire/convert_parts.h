// Convert parts: what the conversions of reports, tracks and alerts share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/model/track.h"
#include "daemon/wire/convert.h"

namespace watchpost {

// Overwrites a protobuf string with the text, mended where it is not UTF-8.
void assign_text(std::string_view text, std::string& field);

void assign_icao24(std::uint32_t address, std::string& field);  // six lower-case hexadecimal digits
void assign_squawk(std::uint16_t code, std::string& field);     // four octal digits
std::optional<std::uint32_t> parse_icao24(std::string_view text);
std::optional<std::uint16_t> parse_squawk(std::string_view text);

// In [0, 360), clockwise from north.
float course_deg_of(const EastNorth& velocity_mps);

bool is_empty(const Identity& identity);
void to_proto(const Identity& identity, pb::Identity& message);
Result<Identity> from_proto(const pb::Identity& message);

// The model's enumerator of the same number; `unspecified` where this version knows none.
template <class Enumerator>
Enumerator enumerator_of(int number, Enumerator last) {
  return number >= 0 && number <= static_cast<int>(last) ? static_cast<Enumerator>(number) : Enumerator{};
}

inline AltitudeReference from_proto(pb::AltitudeReference it) {
  return enumerator_of(it, AltitudeReference::ground);
}
inline Affiliation from_proto(pb::Affiliation it) {
  return enumerator_of(it, Affiliation::suspect);
}
inline Navigation from_proto(pb::Navigation it) {
  return enumerator_of(it, Navigation::distress_beacon);
}
inline Emergency from_proto(pb::Emergency it) {
  return enumerator_of(it, Emergency::duress);
}

inline pb::AltitudeReference to_proto(AltitudeReference it) {
  return static_cast<pb::AltitudeReference>(it);
}
inline pb::Affiliation to_proto(Affiliation it) {
  return static_cast<pb::Affiliation>(it);
}
inline pb::Navigation to_proto(Navigation it) {
  return static_cast<pb::Navigation>(it);
}
inline pb::Emergency to_proto(Emergency it) {
  return static_cast<pb::Emergency>(it);
}

}  // namespace watchpost
