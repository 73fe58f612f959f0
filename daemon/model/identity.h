// IdentityKey: which transponder a report names, as one number that can be looked up.
//
// A transponder's identity is, in this order of trust: MMSI, ICAO address, remote id, TAK uid, or
// the name it goes by (plots). What a sensor numbers by itself (`sensor_track`) is no identity.
#pragma once

#include <cstdint>
#include <optional>

#include "daemon/base/interner.h"
#include "daemon/model/mission.h"
#include "daemon/model/report.h"
#include "daemon/model/track.h"

namespace watchpost {

using IdentityKey = std::uint64_t;  // kind in the upper 8 bits

// Nothing where the report names no transponder, or its name is one too many for `names`.
std::optional<IdentityKey> identity_key(const Report& report, Interner& names);

// Adds what the report says to what is known; whether that changed anything.
bool merge_identity(const Report& report, Identity& identity);
bool merge_identity(const Identity& said, Identity& identity);

// Whether something that is asked for is there and equal, and nothing that is asked for is
// there and different.
bool matches(const UnitIdentity& wanted, const Report& report);
bool matches(const UnitIdentity& wanted, const Identity& identity);

}  // namespace watchpost
