// Position: where, when and how it moves, out of one message's bits into a report.
//
// Absence   every 'not available' of the standard, and every value outside its range, is left out.
// Source    ITU-R M.1371-5 annex 8, each message's table of parameters.
#pragma once

#include <cstdint>
#include <string_view>

#include "adapters/ais/messages.h"
#include "adapters/ais/payload.h"
#include "adapters/decoder.h"
#include "daemon/model/report.h"

namespace watchpost::ais {

// The latest instant with the message's own second, where that is within 10 s before the time of
// reception and that time is a real one; otherwise the time of reception.
EventTime event_time_of(const Payload& payload, const Layout& layout, const Frame& frame);

void read_position(const Payload& payload, const Layout& layout, Report& report);
void read_motion(const Payload& payload, const Layout& layout, Report& report);
void read_status(const Payload& payload, const Layout& layout, std::uint32_t mmsi, Report& report);
void read_dimensions(const Payload& payload, int at, Report& report);

// The name, with its extension where it has one; `place` has room for both.
std::string_view read_name(const Payload& payload, const Layout& layout, char* place);

}  // namespace watchpost::ais
