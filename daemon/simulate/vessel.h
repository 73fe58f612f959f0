// Vessels: what their transponders send, as a coast station heard it.
//
// Units     seconds since the simulation's beginning.
// Source    ITU-R M.1371-5: annex 1 table 1 (reporting intervals), annex 8 (messages).
#pragma once

#include "daemon/simulate/actor.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

inline constexpr double ais_std_m = 2;        // of a position, each axis
inline constexpr double ais_said_std_m = 5;   // what the accuracy flag means
inline constexpr double ais_loss = 0.02;      // of messages that nobody hears
inline constexpr double ais_interval_s = 10;  // up to 14 knots

// From one position to the next.
double ais_interval_at_s(double speed_mps);

// Notes in the actor what was heard, in order.
void transmit_ais(Actor& actor, const Setting& setting, Recording& recording);

}  // namespace watchpost::simulate
