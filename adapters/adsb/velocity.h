// Velocity: airborne velocity messages (type code 19), over ground and through the air.
//
// Source    RTCA DO-260B 2.2.3.2.6.
#pragma once

#include <optional>

#include "adapters/adsb/aircraft_table.h"
#include "adapters/adsb/mode_s.h"
#include "daemon/model/report.h"

namespace watchpost::adsb {

void read_velocity(const MessageField& message, Timeline now, AircraftState& aircraft, Report& report);

// For the checks of later positions.
void remember_speed(std::optional<double> speed_mps, Timeline now, AircraftState& aircraft);

}  // namespace watchpost::adsb
