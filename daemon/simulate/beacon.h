// Distress beacons: AIS-SART, tested by its owner, or meant.
//
// Source    ITU-R M.1371-5 annex 9: bursts of eight messages each minute; message 14 in two of them, each
//           fourth minute; navigational status 14 where it is meant, 15 and "SART TEST" where it is tested.
#pragma once

#include "daemon/simulate/coast_station.h"

namespace watchpost::simulate {

void transmit_beacon(const Actor& actor, CoastStation& station);

}  // namespace watchpost::simulate
