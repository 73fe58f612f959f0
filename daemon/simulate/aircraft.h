// Aircraft: what their transponders squitter, as one ground receiver heard it.
//
// One position, velocity and (in distress) emergency status a second: as of a receiver that hears every other
// frame.
//
// Source    RTCA DO-260B 2.2.3.3 (rates); positions are on the CPR grid, whose step is 5 m.
#pragma once

#include "daemon/simulate/actor.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

inline constexpr double adsb_std_m = 4;  // of a position, each axis
inline constexpr double adsb_loss = 0.05;

// The same frames in two forms: `time,hex` lines and Beast binary, whose counter begins with the simulation.
struct AdsbRecordings {
  Recording lines;
  Recording beast;
};

// Notes in the actor what was heard, in order.
void transmit_adsb(Actor& actor, const Setting& setting, AdsbRecordings& recordings);

}  // namespace watchpost::simulate
