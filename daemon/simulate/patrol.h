// Patrols: our own units on land, which report by radio where they are, under their names.
#pragma once

#include "daemon/simulate/actor.h"
#include "daemon/simulate/recording.h"
#include "daemon/simulate/setting.h"

namespace watchpost::simulate {

inline constexpr double radio_std_m = 5;        // of a position, each axis
inline constexpr double radio_said_std_m = 10;  // what the report says of itself
inline constexpr double radio_loss = 0.02;
inline constexpr const char* radio_sensor = "radio-gateway";

// Notes in the actor what was heard, in order.
void transmit_radio(Actor& actor, const Setting& setting, Recording& recording);

}  // namespace watchpost::simulate
